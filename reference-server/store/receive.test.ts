import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receive, type Spill } from './receive.ts';
import { StoreFault } from './store.ts';

/** A spill that notes what happens to it, and fails at its n-th write. */
function noted(failAt = Number.POSITIVE_INFINITY) {
  const spill = { parts: [] as Uint8Array[], kept: 0, dropped: 0, opened: 0 };
  const open = async (): Promise<Spill> => {
    spill.opened++;
    return {
      async write(chunk) {
        if (spill.parts.length + 1 >= failAt) throw new StoreFault('full', 'no space');
        spill.parts.push(chunk);
      },
      async keep() {
        spill.kept++;
      },
      async drop() {
        spill.dropped++;
      },
    };
  };
  return { spill, open };
}

test('octets stay in memory up to the inline size, are spilled up to the limit, and nothing is kept beyond', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat(200), fc.nat(100), async (all, limit, inline) => {
      const whole = Buffer.concat(all);
      const { spill, open } = noted();
      let read = 0;
      async function* source() {
        for (const chunk of all) {
          read++;
          yield chunk;
        }
      }
      const got = await receive(source(), limit, inline, open);
      expect(read).toBe(all.length);
      if (whole.length > limit) {
        expect(got).toEqual({ got: 'too-large' });
        expect([spill.kept, spill.dropped]).toEqual([0, spill.opened]);
      } else if (whole.length <= inline) {
        expect(got.got === 'small' && Buffer.from(got.bytes).equals(whole)).toBe(true);
        expect(spill.opened).toBe(0);
      } else {
        expect(got).toEqual({ got: 'spilled', size: whole.length });
        expect(Buffer.concat(spill.parts).equals(whole)).toBe(true);
        expect([spill.kept, spill.dropped]).toEqual([1, 0]);
      }
    }),
  );
});

test('when there is no space the source is still read to its end, and nothing is kept', async () => {
  const { spill, open } = noted(3);
  let read = 0;
  async function* source() {
    for (; read < 10; read++) yield Buffer.alloc(50);
  }
  await expect(receive(source(), 1000, 10, open)).rejects.toMatchObject({ refused: 'full' });
  expect(read).toBe(10);
  expect([spill.kept, spill.dropped]).toEqual([0, 1]);
});

test('when the source fails, what was spilled is dropped', async () => {
  const { spill, open } = noted();
  async function* source() {
    yield Buffer.alloc(50);
    throw new Error('the client is gone');
  }
  await expect(receive(source(), 1000, 10, open)).rejects.toThrow('the client is gone');
  expect([spill.kept, spill.dropped]).toEqual([0, 1]);
});
