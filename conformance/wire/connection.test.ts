import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selfSigned } from './certificate.ts';
import { dial } from './connection.ts';
import { within } from './inbox.ts';
import { type Step, script, scriptedServer } from './scripted-server.ts';
import { createTranscript } from './transcript.ts';
import { DeadlinePassed, DialFailed, type DialOptions, type Endpoint, TlsFailed } from './types.ts';

const soon = () => within(2000);

function options(more: Partial<DialOptions> = {}): DialOptions {
  return { name: 'c', service: 'smtp', transcript: createTranscript(), deadline: soon(), ...more };
}

async function talk(
  steps: Step[],
  body: (conn: Awaited<ReturnType<typeof dial>>, server: Awaited<ReturnType<typeof scriptedServer>>) => Promise<void>,
  more: Partial<DialOptions> = {},
  tls: Endpoint['tls'] = 'starttls',
) {
  await using server = await scriptedServer([steps], { tls });
  await using conn = await dial(server.endpoint, options(more));
  await body(conn, server);
}

describe('connection', () => {
  it('reads units, gives one back, and ends with closed for good', async () => {
    await talk(script('220 hi\r\n', '<NOOP', '250-a\r\n250 b\r\nrest', { end: 'fin' }), async (c) => {
      expect(await c.read(soon())).toMatchObject({ kind: 'reply', greeting: true });
      await c.write(Buffer.from('NOOP\r\n'));
      const reply = await c.read(soon());
      expect(reply.raw.toString()).toBe('250-a\r\n250 b\r\n');
      c.unread(reply);
      expect(await c.read(soon())).toBe(reply);
      expect(await c.read(soon())).toEqual({ kind: 'closed', raw: Buffer.from('rest'), how: 'fin' });
      expect((await c.read(soon())).kind).toBe('closed');
    });
  });

  it('knows a reset from an end', async () => {
    await talk(script('220 hi\r\n', '<', { end: 'rst' }), async (c) => {
      await c.read(soon());
      await c.write(Buffer.from('NOOP\r\n'));
      expect(await c.read(soon())).toMatchObject({ kind: 'closed', how: 'reset' });
    });
  });

  it('throws where nothing comes in time, and idle says quiet', async () => {
    await talk(script('220 hi\r\n', '<'), async (c) => {
      await c.read(soon());
      await expect(c.read(within(5))).rejects.toBeInstanceOf(DeadlinePassed);
      expect(await c.idle(within(5))).toBe('quiet');
    });
  });

  it('gives up reading when the signal says so', async () => {
    await talk(script('220 hi\r\n', '<'), async (c) => {
      await c.read(soon());
      const stop = new AbortController();
      const reading = c.read(within(2000, stop.signal));
      stop.abort(new Error('enough'));
      await expect(reading).rejects.toThrow('enough');
    });
  });

  it('says which endpoint refused', async () => {
    const server = await scriptedServer([[]]);
    await server[Symbol.asyncDispose]();
    const failed = await dial(server.endpoint, options()).catch((e: unknown) => e);
    expect(failed).toBeInstanceOf(DialFailed);
    expect(String(failed)).toContain(`${server.endpoint.port}`);
  });

  it('speaks over a unix socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailspec-'));
    await using server = await scriptedServer([script('220 unix\r\n', '<')], { path: join(folder, 's') });
    const c = await dial(server.endpoint, options({ service: 'lmtp' }));
    expect((await c.read(soon())).raw.toString()).toBe('220 unix\r\n');
    await c.close('rst');
    await rm(folder, { recursive: true });
  });

  it('sends what is glued in one write', async () => {
    await talk(script('220 hi\r\n', '<NOOP', '<QUIT', '221 bye\r\n'), async (c, server) => {
      await c.read(soon());
      await c.write(Buffer.from('NOOP\r\n'), { glueNext: true });
      await c.write(Buffer.from('QUIT\r\n'));
      await c.read(soon());
      expect(server.seen[0]?.chunks.map(String)).toEqual(['NOOP\r\nQUIT\r\n']);
    });
  });

  it('a cut arrives as cut', async () => {
    await talk(
      script('220 hi\r\n', '<', '250 a\r\n', '<', '250 b\r\n'),
      async (c, server) => {
        await c.read(soon());
        const said = Buffer.from(`NOOP ${'x'.repeat(95)}\r\n`);
        await c.write(said);
        await c.read(soon());
        const octets = server.seen[0]?.chunks.length ?? 0;
        // the peer may see two segments at once now and then, never the whole
        expect(octets).toBeGreaterThan(said.length * 0.8);
        await c.write(Buffer.from('NOOP\r\n'), { cut: 'split' });
        await c.read(soon());
        const split = server.seen[0]?.chunks.slice(octets).map(String);
        expect(split?.join('')).toBe('NOOP\r\n');
        expect(split?.at(-1)).toBe('\n');
      },
      { cut: 'octet' },
    );
  });

  it('shows the server a vanished client', async () => {
    await talk(script('220 hi\r\n', '<'), async (c, server) => {
      await c.read(soon());
      await c.close('rst');
      await expect.poll(() => server.seen[0]?.ended).toBe(true);
    });
  });

  it('names connections of one transcript apart', async () => {
    await using server = await scriptedServer([script('220 hi\r\n', '<')]);
    const transcript = createTranscript();
    await using a = await dial(server.endpoint, options({ transcript }));
    await using b = await dial(server.endpoint, options({ transcript }));
    expect([a.name, b.name]).toEqual(['c', 'c#2']);
  });
});

describe('TLS', async () => {
  const pair = await selfSigned();
  const upgrade = script(
    '220 hi\r\n',
    '<STARTTLS',
    '220 go\r\n',
    { tls: pair },
    '<EHLO',
    '250 in\r\n',
    '<QUIT',
    '221 x\r\n',
  );

  it('starts in a plain session and keeps the transcript apart', async () => {
    await talk(upgrade, async (c) => {
      await c.read(soon());
      await c.write(Buffer.from('STARTTLS\r\n'));
      await c.read(soon());
      const facts = await c.startTls({});
      expect(facts.protocol).toMatch(/^TLSv1\.[23]$/);
      expect(facts.leftover).toHaveLength(0);
      expect(c.secured).toBe(true);
      await c.write(Buffer.from('EHLO x\r\n'), { cut: 'octet' });
      expect((await c.read(soon())).raw.toString()).toBe('250 in\r\n');
      expect(c.transcript.entries.filter((e) => e.tls).map((e) => `${e.from}:${e.bytes}`)).toEqual([
        'C:EHLO x\r\n',
        'S:250 in\r\n',
      ]);
    });
  });

  it('hands out plaintext that came after the go-ahead', async () => {
    const steps = script('220 hi\r\n', '<STARTTLS', '220 go\r\n250 early\r\n25', { tls: pair }, '<EHLO', '250 in\r\n');
    await talk(steps, async (c) => {
      await c.read(soon());
      await c.write(Buffer.from('STARTTLS\r\n'));
      await c.read(soon());
      expect((await c.startTls({})).leftover.toString()).toBe('250 early\r\n25');
      await c.write(Buffer.from('EHLO x\r\n'));
      expect((await c.read(soon())).raw.toString()).toBe('250 in\r\n');
    });
  });

  it('fails where the server speaks on in plaintext', async () => {
    const steps = script('220 hi\r\n', '<STARTTLS', '220 go\r\n', { await: { octets: 20 } }, '500 what\r\n');
    await talk(steps, async (c) => {
      await c.read(soon());
      await c.write(Buffer.from('STARTTLS\r\n'));
      await c.read(soon());
      await expect(c.startTls({})).rejects.toBeInstanceOf(TlsFailed);
      expect(await c.read(soon())).toMatchObject({ kind: 'closed', how: 'tls' });
    });
  });

  it('begins an implicit endpoint with the handshake, and checks the certificate only when asked', async () => {
    const steps = script({ tls: pair }, '220 inside\r\n', '<');
    await talk(steps, async (c) => expect((await c.read(soon())).greeting).toBe(true), {}, 'implicit');
    const trust = { tls: { ca: pair.cert, servername: 'localhost' } };
    await talk(steps, async (c) => expect(c.secured).toBe(true), trust, 'implicit');
    const other = { tls: { ca: (await selfSigned()).cert, servername: 'localhost' } };
    await using server = await scriptedServer([steps], { tls: 'implicit' });
    await expect(dial(server.endpoint, options(other))).rejects.toBeInstanceOf(TlsFailed);
  });

  it('can vanish from inside TLS', async () => {
    await talk(
      script({ tls: pair }, '220 inside\r\n', '<'),
      async (c, server) => {
        await c.read(soon());
        await c.close('rst');
        await expect.poll(() => server.seen[0]?.ended).toBe(true);
      },
      {},
      'implicit',
    );
  });
});
