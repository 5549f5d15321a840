import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Input, LineAssembler, type LineFound } from './input.ts';
import { INPUT_HIGH } from './peer.ts';
import { testPeer } from './testing.ts';
import type { LineRead } from './types.ts';
import { Wheel } from './wheel.ts';

function lines(chunks: Buffer[], limit: number): NonNullable<LineFound>[] {
  const input = new Input();
  const got: NonNullable<LineFound>[] = [];
  let a = new LineAssembler(limit);
  for (const c of chunks) {
    input.push(c);
    for (let l = a.take(input); l; l = a.take(input)) {
      got.push(l);
      a = new LineAssembler(limit);
    }
  }
  return got;
}

function cut(all: Buffer, at: number[]): Buffer[] {
  const points = [...new Set(at.map((x) => x % (all.length + 1)))].sort((x, y) => x - y);
  return [0, ...points].map((from, i) => all.subarray(from, points[i] ?? all.length));
}

const text = (l: LineRead): string => (l.got === 'line' ? l.bytes.toString('latin1') : l.got);

describe('lines', () => {
  it('are the same whatever the chunks', () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x41, 0x2e, 0xff, 0x00), { maxLength: 80 });
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(100)), fc.integer({ min: 0, max: 12 }), (b, at, limit) => {
        const all = Buffer.from(b);
        expect(lines(cut(all, at), limit)).toEqual(lines([all], limit));
      }),
    );
  });

  it('take off one CR and keep the others', () => {
    expect(lines([Buffer.from('a\rb\r\r\nc\n\r\n')], 99)).toEqual([
      { got: 'line', bytes: Buffer.from('a\rb\r'), end: 'crlf' },
      { got: 'line', bytes: Buffer.from('c'), end: 'lf' },
      { got: 'line', bytes: Buffer.alloc(0), end: 'crlf' },
    ]);
  });

  it('as long as the limit are lines, longer ones are swallowed and the next is whole', () => {
    const at = Buffer.from(`${'x'.repeat(10)}\r\n${'y'.repeat(11)}\r\nz\r\n`);
    const expected = ['line', 'too-long', 'line'];
    expect(lines([at], 10).map((l) => l.got)).toEqual(expected);
    expect(
      lines(
        [...at].map((b) => Buffer.from([b])),
        10,
      ).map((l) => l.got),
    ).toEqual(expected);
  });

  it('do not hold a large chunk in memory for a small line', () => {
    const chunk = Buffer.concat([Buffer.from('short\r\n'), Buffer.allocUnsafeSlow(60_000).fill(0x41)]);
    const [line] = lines([chunk], 100);
    expect(line?.got === 'line' && line.bytes.buffer.byteLength).toBeLessThan(chunk.length);
  });
});

describe('a peer', () => {
  it('answers a group of pipelined lines with one write', async () => {
    const { peer, client } = testPeer();
    client.send('a\r\nb\r\nc\r\n');
    for (let i = 0; i < 3; i++) peer.write(`${text(await peer.line(10, 9e5))}!\r\n`);
    const next = peer.line(10, 9e5);
    expect(await client.until((t) => t.length >= 12)).toBe('a!\r\nb!\r\nc!\r\n');
    client.finish();
    expect(await next).toEqual({ got: 'end' });
  });

  it('sends text and octets of a turn in one chunk, a character an octet', async () => {
    const { peer, client } = testPeer();
    peer.write('one ');
    peer.write(Buffer.from('two '));
    peer.write('thr\u00e9e');
    await peer.flush();
    await new Promise((go) => setImmediate(go));
    expect([client.chunks, client.text]).toEqual([1, 'one two thr\u00e9e']);
  });

  it('gives exactly the octets asked for and leaves the rest', async () => {
    const { peer, client } = testPeer();
    client.send('12345');
    client.send('678NOOP\r\n');
    const octets = peer.octets(8, 9e5);
    const got: Buffer[] = [];
    for await (const b of octets) got.push(b);
    expect(Buffer.concat(got).toString()).toBe('12345678');
    expect(octets.complete).toBe(true);
    expect(text(await peer.line(99, 9e5))).toBe('NOOP');
  });

  it('says when octets ended early', async () => {
    const { peer, client } = testPeer();
    client.send('123');
    client.finish();
    const octets = peer.octets(8, 9e5);
    const got: Buffer[] = [];
    for await (const b of octets) got.push(b);
    expect([Buffer.concat(got).toString(), octets.complete]).toEqual(['123', false]);
  });

  it('never gives a line that has no end', async () => {
    const { peer, client } = testPeer();
    client.send('QUIT\r\nDELE 1');
    client.finish();
    expect(text(await peer.line(99, 9e5))).toBe('QUIT');
    expect(await peer.line(99, 9e5)).toEqual({ got: 'end' });
  });

  it('times out on a line that never ends, however often an octet comes', async () => {
    const wheel = new Wheel();
    const { peer, client } = testPeer({ wheel });
    const line = peer.line(99, 3000);
    for (let i = 0; i < 6; i++) {
      client.send('x');
      await new Promise((go) => setImmediate(go));
      wheel.turn();
    }
    expect(await line).toEqual({ got: 'timeout' });
  });

  it('lets a chunk come late as long as something comes', async () => {
    const wheel = new Wheel();
    const { peer, client } = testPeer({ wheel });
    for (let i = 0; i < 6; i++) {
      const chunk = peer.chunk(3000);
      wheel.turn();
      client.send('x');
      expect(String(await chunk)).toBe('x');
    }
    const last = peer.chunk(3000);
    await new Promise((go) => setImmediate(go));
    for (let i = 0; i < 6; i++) wheel.turn();
    expect(await last).toBe('timeout');
  });

  it('ends a read between commands when the server stops, and not one inside a message', async () => {
    const { peer, client, stop } = testPeer();
    const body = peer.chunk(9e5);
    await new Promise((go) => setImmediate(go));
    stop();
    client.send('data');
    expect(String(await body)).toBe('data');
    expect(await peer.line(99, 9e5)).toEqual({ got: 'shutdown' });
  });

  it('reads what has come of a command that has begun, and then ends the wait for more', async () => {
    const { peer, client, stop } = testPeer();
    client.send('one\r\ntwo\r\n');
    await peer.chunk(9e5).then((b) => peer.unshift(b as Buffer));
    stop();
    expect(text(await peer.line(99, 9e5, 'within'))).toBe('one');
    expect(await peer.line(99, 9e5)).toEqual({ got: 'shutdown' });
    expect(text(await peer.line(99, 9e5, 'within'))).toBe('two');
    expect(await peer.line(99, 9e5, 'within')).toEqual({ got: 'shutdown' });
  });

  it('wakes a waiting line when the server stops', async () => {
    const { peer, stop } = testPeer();
    const line = peer.line(99, 9e5);
    await new Promise((go) => setImmediate(go));
    stop();
    expect(await line).toEqual({ got: 'shutdown' });
  });

  it('forgets what was sent in clear behind the request for TLS', async () => {
    const { peer, client } = testPeer();
    client.send('STARTTLS\r\nEHLO injected\r\nhalf');
    expect(text(await peer.line(99, 9e5))).toBe('STARTTLS');
    peer.write('220 go\r\n');
    expect(await peer.startTls()).toBe(true);
    expect(peer.secured).toBe(true);
    expect(await client.lines(1)).toBe('220 go\r\n');
    client.send('NOOP\r\n');
    expect(text(await peer.line(99, 9e5))).toBe('NOOP');
  });

  it('puts octets back in front', async () => {
    const { peer, client } = testPeer();
    client.send('one\r\ntwo\r\n');
    await peer.line(99, 9e5);
    peer.unshift(Buffer.from('zero\r\n'));
    expect(text(await peer.line(99, 9e5))).toBe('zero');
    expect(text(await peer.line(99, 9e5))).toBe('two');
  });

  it('holds no more input than its limit for a session that does not read', async () => {
    const { peer, client } = testPeer();
    let taken = 0;
    const more = (): void => {
      if (taken < 200) client.stream.write(Buffer.alloc(64 * 1024), more);
      taken += 1;
    };
    more();
    for (let i = 0; i < 50; i++) await new Promise((go) => setImmediate(go));
    expect(taken * 64 * 1024).toBeLessThan(4 * INPUT_HIGH);
    let sum = 0;
    while (sum < 200 * 64 * 1024) sum += (await peer.chunk(9e5))?.length ?? 0;
    expect(sum).toBe(200 * 64 * 1024);
  });

  it('waits for a client that is slow to read, and gives up on one that vanished', async () => {
    const { peer, client } = testPeer();
    client.stream.pause();
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        made += 1;
        yield Buffer.alloc(64 * 1024);
      }
    }
    let made = 0;
    const piped = peer.pipe(endless());
    for (let i = 0; i < 50; i++) await new Promise((go) => setImmediate(go));
    expect(made).toBeLessThan(8);
    client.vanish();
    await piped;
    expect(await peer.line(9, 9e5)).toEqual({ got: 'end' });
  });

  it('hands over the last words before it ends', async () => {
    const { peer, client } = testPeer();
    peer.write('221 bye\r\n');
    await peer.end();
    expect(await client.rest()).toBe('221 bye\r\n');
  });
});

describe('the wheel', () => {
  it('fires no earlier than asked and once', () => {
    const wheel = new Wheel();
    let fired = 0;
    const t = wheel.timer(() => (fired += 1));
    t.arm(5000);
    for (let i = 0; i < 5; i++) wheel.turn();
    expect(fired).toBe(0);
    for (let i = 0; i < 2000; i++) wheel.turn();
    expect([fired, wheel.standing]).toEqual([1, 0]);
  });
  it('honours the last arming, earlier or later, beyond one round, and clearing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.nat(20)), { minLength: 1 }), (steps) => {
        const wheel = new Wheel();
        let at = -1;
        let tick = 0;
        const t = wheel.timer(() => (at = tick));
        let due = 0;
        for (const [seconds, wait] of steps) {
          at = -1;
          t.arm(seconds * 1000);
          due = tick + seconds;
          for (let i = 0; i < wait && at < 0; i++) {
            tick += 1;
            wheel.turn();
          }
        }
        while (at < 0 && tick < due + 5) {
          tick += 1;
          wheel.turn();
        }
        expect(at).toBeGreaterThanOrEqual(due);
        expect(at).toBeLessThanOrEqual(due + 2);
      }),
    );
    const wheel = new Wheel();
    let fired = 0;
    const t = wheel.timer(() => (fired += 1));
    t.arm(3000);
    t.clear();
    for (let i = 0; i < 9; i++) wheel.turn();
    expect([fired, wheel.standing]).toEqual([0, 0]);
  });
});
