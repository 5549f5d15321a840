import fc from 'fast-check';
import { frameServer, leftOver, type ServerFraming, serverFraming } from '../../conformance/wire/framing.ts';
import type { Framing, ServerUnit } from '../../conformance/wire/types.ts';
import { Finding } from '../finding.ts';
import type { FuzzTarget } from '../target.ts';

const FRAMINGS: readonly Framing[] = ['smtp', 'imap', 'pop3'];

/** The first octet says which protocol and how the rest is cut, so that both can be mutated and shrunk. */
function plan(input: Buffer): { framing: Framing; step: number; stream: Buffer } {
  const head = input[0] ?? 0;
  return { framing: FRAMINGS[head % 3]!, step: 1 + (head >> 2), stream: input.subarray(1) };
}

function frame(framing: Framing, stream: Buffer, step: number): { units: ServerUnit[]; rest: Buffer } {
  let state: ServerFraming = serverFraming(framing);
  const units: ServerUnit[] = [];
  for (let at = 0; at < stream.length; at += step) {
    const [got, next] = frameServer(state, stream.subarray(at, at + step));
    units.push(...got);
    state = next;
  }
  return { units, rest: leftOver(state) };
}

const describe = (units: readonly ServerUnit[]): string =>
  units.map((u) => `${u.kind} ${JSON.stringify(u.raw.toString('latin1'))}`).join('\n');

const code = fc.constantFrom('220', '250', '354', '421', '500', '550');
const smtp = fc
  .array(fc.tuple(code, fc.constantFrom(' ok', '-more', ' ', '', '-')), { maxLength: 8 })
  .map((lines) => lines.map(([c, t]) => `${c}${t}\r\n`).join(''));
const literal = fc.string({ maxLength: 30 }).map((s) => `* 1 FETCH (BODY[] {${Buffer.byteLength(s)}}\r\n${s})\r\n`);
const imap = fc
  .array(
    fc.oneof(
      literal,
      fc.constantFrom('* OK hi\r\n', '* 3 EXISTS\r\n', 'a1 OK done\r\n', '+ go\r\n', '+\r\n', 'a2 BAD {5}\r\n'),
    ),
    { maxLength: 8 },
  )
  .map((l) => l.join(''));
const pop3 = fc
  .array(fc.constantFrom('+OK\r\n', '-ERR no\r\n', '1 120\r\n', '.\r\n', '..x\r\n'), { maxLength: 8 })
  .map((l) => l.join(''));

/** The suite's framing: no octet lost or made up, and the same units however the stream is cut. */
export const framing: FuzzTarget = {
  name: 'framing',
  about: 'the framing of server replies: nothing lost, the same units for every way to cut the stream, linear time',
  grammar: fc
    .oneof(fc.tuple(fc.constant(0), smtp), fc.tuple(fc.constant(1), imap), fc.tuple(fc.constant(2), pop3))
    .chain(([which, s]) =>
      fc.nat(60).map((cut) => Buffer.concat([Buffer.of((cut * 3 + which) % 256), Buffer.from(s)])),
    ),
  shapes: {
    'one reply': (n) => Buffer.concat([Buffer.of(0xfc), Buffer.from('250-x\r\n'.repeat(Math.floor(n / 7)))]),
    'one line': (n) => Buffer.concat([Buffer.of(0xfd), Buffer.from(`* ${'x'.repeat(n)}\r\n`)]),
    literals: (n) =>
      Buffer.concat([Buffer.of(0xfd), Buffer.from(`* 1 FETCH (${'X {1}\r\ny '.repeat(Math.floor(n / 9))})\r\n`)]),
    'no line end': (n) => Buffer.concat([Buffer.of(0xfc), Buffer.from('5'.repeat(n))]),
  },
  check(input) {
    const { framing: kind, step, stream } = plan(input);
    const whole = frame(kind, stream, stream.length || 1);
    const cut = frame(kind, stream, step);
    if (describe(whole.units) !== describe(cut.units) || !whole.rest.equals(cut.rest)) {
      throw new Finding(
        `${kind}: cut every ${step} octets gives\n${describe(cut.units)}\ninstead of\n${describe(whole.units)}`,
      );
    }
    const back = Buffer.concat([...whole.units.map((u) => u.raw), whole.rest]);
    if (!back.equals(stream))
      throw new Finding(`${kind}: units and rest are ${back.length} octets of ${stream.length}`);
  },
};
