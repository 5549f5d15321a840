import { describe, expect, it } from 'vitest';
import { selfSigned } from '../wire/certificate.ts';
import { dial } from '../wire/connection.ts';
import { within } from '../wire/inbox.ts';
import { script, scriptedServer } from '../wire/scripted-server.ts';
import { createTranscript } from '../wire/transcript.ts';
import { arm, identity } from './filter.ts';
import * as kit from './kit.ts';
import { mutant, through } from './testing-talk.ts';

const imap = 'imap' as const;

describe('the filter', () => {
  it('identity changes nothing, bodies, literals and TLS included', async () => {
    const pair = await selfSigned();
    await through(identity, {
      server: ['220 hi\r\n', '<STARTTLS', '220 go\r\n', { tls: pair }, '<DATA', '354 go\r\n', '.', '250 ok\r\n'],
      client: ['220 hi', '>STARTTLS', '220 go', 'TLS', '>DATA', '354 go', '>a\n..b\n.', '250 ok'],
      sent: ['STARTTLS', 'DATA', 'a\n..b\n.'],
      touched: false,
    });
    await through(identity, {
      service: imap,
      server: [
        '* OK hi\r\n',
        '<LOGIN',
        '+ go\r\n',
        { await: { octets: 2 } },
        '<',
        '* 1 FETCH (X {2}\r\n\r\n)\r\na OK x\r\n',
      ],
      client: ['* OK hi', '>a LOGIN {2}', '+ go', '>me pw', '* 1 FETCH (X {2}\n\n)', 'a OK x'],
      touched: false,
    });
  });

  it('works inside TLS as in the clear, and framing begins anew there', async () => {
    const pair = await selfSigned();
    await through(mutant(kit.rewriteReply(/^EHLO/, /in/, 'out')), {
      server: ['220 hi\r\n', '<STARTTLS', '220 go\r\n', { tls: pair }, '<EHLO', '250 in\r\n'],
      client: ['220 hi', '>STARTTLS', '220 go', 'TLS', '>EHLO x', '250 out'],
    });
  });

  it('lets half a line through at once', async () => {
    await through(identity, {
      server: ['220 hi\r\n', { await: { octets: 3 } }, '421 no\r\n'],
      client: ['220 hi', '>bare\rLF'],
      touched: false,
    });
  });

  it('shares state over a scenario only where it says so', async () => {
    const seen: unknown[] = [];
    const rule = kit.rule({
      server: (_u, io) => {
        seen.push(io.state.get('n'));
        io.state.set('n', io.conn.name);
        return false;
      },
    });
    for (const per of ['connection', 'scenario'] as const) {
      const armed = arm(mutant(rule, { per }));
      await using server = await scriptedServer([script('220 hi\r\n', '<')]);
      for (const name of ['a', 'b']) {
        const transcript = createTranscript();
        const c = await dial(server.endpoint, {
          name,
          service: 'smtp',
          transcript,
          filter: armed.layer(),
          deadline: within(2000),
        });
        await c.read(within(2000));
        await c.close('rst');
      }
    }
    expect(seen.filter((s) => s !== undefined)).toContain('a');
    expect(seen.slice(0, 2)).toEqual([undefined, undefined]);
  });

  it('lets pass what a mutant throws at, and says what it threw', async () => {
    const wrong = mutant(
      kit.rule({
        server: () => {
          throw new Error('oh');
        },
      }),
    );
    await using server = await scriptedServer([script('220 hi\r\n', '<')]);
    const armed = arm(wrong);
    const o = { name: 'c', service: 'smtp' as const, transcript: createTranscript(), deadline: within(2000) };
    await using c = await dial(server.endpoint, { ...o, filter: armed.layer() });
    expect((await c.read(within(2000))).raw.toString()).toBe('220 hi\r\n');
    expect(String(armed.error)).toBe('Error: oh');
  });

  it('takes the requirement from the id', () => {
    expect(mutant([]).kills).toBe('rfc1-1-x');
  });
});
