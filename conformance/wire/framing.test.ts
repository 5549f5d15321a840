import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientFraming, flushClient, frameClient, heardByClient } from './client-framing.ts';
import { frameServer, leftOver, serverFraming } from './framing.ts';
import { LIMITS } from './limits.ts';
import type { Framing, ServerUnit } from './types.ts';

function server(framing: Framing, chunks: readonly Buffer[]) {
  let state = serverFraming(framing);
  const units: ServerUnit[] = [];
  for (const chunk of chunks) {
    const [more, next] = frameServer(state, chunk);
    units.push(...more);
    state = next;
  }
  return {
    units: units.map((u) => [u.kind, u.raw.toString('latin1'), u.greeting ?? false]),
    left: leftOver(state).toString('latin1'),
  };
}

const kinds = (framing: Framing, text: string) =>
  server(framing, [Buffer.from(text, 'latin1')]).units.map((u) => [u[0], u[1]]);

function cutAt(bytes: Buffer, points: readonly number[]): Buffer[] {
  const at = [0, ...points.map((p) => p % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

const fragments: Record<Framing, string[]> = {
  smtp: ['220 hi\r\n', '250-a\r\n250 b\r\n', '250', '-x', '\r', '\n', ' ', 'zzz\r\n', '354\r\n', '\0', 'é'],
  imap: [
    '* OK hi {3}\r\n',
    'a1 OK done\r\n',
    '* 1 FETCH (X {5}\r\n',
    'he\r\no',
    ')\r\n',
    '+ go\r\n',
    '{0}\r\n',
    '* LIST {2}\r\n',
    '\n',
  ],
  pop3: ['+OK\r\n', '-ERR no\r\n', '.\r\n', '..x\r\n', '\r', '\n', 'abc'],
};

describe('server framing', () => {
  it.each(['smtp', 'imap', 'pop3'] as const)('%s: any division into chunks gives the same units', (framing) => {
    const bytes = fc
      .array(fc.oneof(fc.constantFrom(...fragments[framing]), fc.string({ unit: 'binary-ascii', maxLength: 6 })))
      .map((parts) => Buffer.from(parts.join(''), 'latin1'));
    fc.assert(
      fc.property(bytes, fc.array(fc.nat()), (all, points) => {
        const whole = server(framing, [all]);
        expect(server(framing, cutAt(all, points))).toEqual(whole);
        expect(whole.units.map((u) => u[1]).join('') + whole.left).toBe(all.toString('latin1'));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves the state it was given as it was', () => {
    const [, half] = frameServer(serverFraming('smtp'), Buffer.from('250-a\r\n25'));
    const one = frameServer(half, Buffer.from('0 b\r\n'));
    const two = frameServer(half, Buffer.from('0 c\r\n'));
    expect(one[0][0]?.raw.toString('latin1')).toBe('250-a\r\n250 b\r\n');
    expect(two[0][0]?.raw.toString('latin1')).toBe('250-a\r\n250 c\r\n');
  });

  it('takes all lines of an SMTP reply as one unit, and what is no reply as malformed', () => {
    expect(kinds('smtp', '250-a\r\n250-b\r\n250 c\r\nhello\r\n221\r\n')).toEqual([
      ['reply', '250-a\r\n250-b\r\n250 c\r\n'],
      ['malformed', 'hello\r\n'],
      ['reply', '221\r\n'],
    ]);
    expect(kinds('smtp', '250-a\r\noops\r\n')).toEqual([['malformed', '250-a\r\noops\r\n']]);
  });

  it('marks the first unit as the greeting, and none after TLS', () => {
    const [first] = frameServer(serverFraming('pop3'), Buffer.from('+OK\r\n+OK\r\n'));
    expect(first.map((u) => u.greeting)).toEqual([true, undefined]);
    const [tls] = frameServer(serverFraming('pop3', false), Buffer.from('+OK\r\n'));
    expect(tls.map((u) => u.greeting)).toEqual([undefined]);
  });

  it('follows IMAP literals, also empty ones, and takes none from the text of a status response', () => {
    expect(kinds('imap', '* 1 FETCH (A {3}\r\n\r\n) B {0}\r\n)\r\n* OK {9}\r\na NO {1}\r\n+ {2}\r\n?\r\n')).toEqual([
      ['untagged', '* 1 FETCH (A {3}\r\n\r\n) B {0}\r\n)\r\n'],
      ['untagged', '* OK {9}\r\n'],
      ['tagged', 'a NO {1}\r\n'],
      ['continue', '+ {2}\r\n'],
      ['malformed', '?\r\n'],
    ]);
  });

  it('cuts a line over its limit as malformed and goes on after it', () => {
    const long = Buffer.alloc(LIMITS.smtpLine, 'x');
    const { units } = server('smtp', [long, Buffer.from('250 ok\r\n')]);
    expect(units.map((u) => u[0])).toEqual(['malformed', 'reply']);
  });

  it('refuses a literal over its limit at once', () => {
    expect(kinds('imap', '* 1 FETCH (X {999999999999}\r\n')[0]?.[0]).toBe('malformed');
  });
});

describe('client framing', () => {
  const heard = (code: string): ServerUnit => ({ kind: 'reply', raw: Buffer.from(`${code} x\r\n`) });

  it('takes everything after 354 up to CRLF dot CRLF as the body, and nothing less', () => {
    const s = heardByClient(clientFraming('smtp'), heard('354'));
    const body = 'a\n.\nb\r\n.\nc\n.\r\nd\r\n..\r\n.\r\n';
    const [units] = frameClient(s, Buffer.from(`${body}QUIT\r\n`));
    expect(units.map((u) => [u.kind, u.raw.toString('latin1')])).toEqual([
      ['body', body],
      ['line', 'QUIT\r\n'],
    ]);
  });

  it('knows an empty body', () => {
    const s = heardByClient(clientFraming('smtp'), heard('354'));
    expect(frameClient(s, Buffer.from('.\r\n'))[0].map((u) => u.kind)).toEqual(['body']);
  });

  it('takes the octets of a BDAT chunk, which may look like commands', () => {
    const [units] = frameClient(clientFraming('smtp'), Buffer.from('BDAT 6 LAST\r\nRSET\r\nBDAT 0 LAST\r\nQUIT\r\n'));
    expect(units.map((u) => u.kind)).toEqual(['line', 'body', 'line', 'line']);
  });

  it('sends a synchronizing literal only after the go-ahead, and none after a refusal', () => {
    const [first, s] = frameClient(clientFraming('imap'), Buffer.from('a LOGIN {2}\r\n'));
    expect(first.map((u) => u.kind)).toEqual(['line']);
    const yes = heardByClient(s, { kind: 'continue', raw: Buffer.from('+ \r\n') });
    expect(frameClient(yes, Buffer.from('hi {3+}\r\nxyz\r\n'))[0].map((u) => u.kind)).toEqual([
      'literal',
      'line',
      'literal',
      'line',
    ]);
    const no = heardByClient(s, { kind: 'tagged', raw: Buffer.from('a NO no\r\n') });
    expect(frameClient(no, Buffer.from('b NOOP\r\n'))[0].map((u) => u.kind)).toEqual(['line']);
  });

  it('gives out half a line as raw when asked', () => {
    const [, s] = frameClient(clientFraming('pop3'), Buffer.from('NOO'));
    const [units, after] = flushClient(s);
    expect(units.map((u) => [u.kind, u.raw.toString('latin1')])).toEqual([['raw', 'NOO']]);
    expect(flushClient(after)[0]).toEqual([]);
  });

  it('any division into chunks gives the same units', () => {
    const parts = ['BDAT 3\r\n', 'a {2+}\r\n', '.\r\n', '\r\n', '.', '\n', '\r', 'x', 'RCPT\r\n', '{0+}\r\n'];
    const bytes = fc.array(fc.constantFrom(...parts)).map((p) => Buffer.from(p.join('')));
    fc.assert(
      fc.property(bytes, fc.array(fc.nat()), fc.constantFrom('smtp', 'imap', 'pop3', 'data'), (all, points, how) => {
        const start = how === 'data' ? heardByClient(clientFraming('smtp'), heard('354')) : clientFraming(how);
        const run = (chunks: readonly Buffer[]) => {
          let s = start;
          const out: string[] = [];
          for (const c of chunks) {
            const [units, next] = frameClient(s, c);
            out.push(...units.map((u) => `${u.kind}:${u.raw.toString('latin1')}`));
            s = next;
          }
          return [out, flushClient(s)[0].map((u) => u.raw.toString('latin1'))];
        };
        expect(run(cutAt(all, points))).toEqual(run([all]));
      }),
      { numRuns: 300 },
    );
  });
});
