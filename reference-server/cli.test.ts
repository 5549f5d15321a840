import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterAll, expect, test, vi } from 'vitest';
import { accountAddress, provision } from './accounts.ts';
import { main } from './cli.ts';
import { memoryStore } from './store/memory.ts';
import { openStore } from './store/open.ts';

const root = await mkdtemp(join(tmpdir(), 'mailspec-cli-'));
const script = join(root, 'run.mts');
const started = new Set<ChildProcess>();
await writeFile(
  script,
  `import { main } from ${JSON.stringify(new URL('./cli.ts', import.meta.url).href)};
process.exitCode = await main(process.argv.slice(2));
`,
);
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(root, { recursive: true });
});
let folders = 0;
const folder = (): string => join(root, `data${++folders}`);

function launch(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    cwd: root,
  });
  started.add(child);
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (b: Buffer) => (out.stdout += b.toString()));
  child.stderr.on('data', (b: Buffer) => (out.stderr += b.toString()));
  const closed = once(child, 'close').then(([code]: (number | null)[]) => {
    started.delete(child);
    return { code, ...out };
  });
  return { child, closed };
}

/** A command that ends by itself, in this process: starting another takes longer than most of them. */
async function run(args: string[]) {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await main(args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The same in a process of its own, with what is piped into it. */
async function pipe(args: string[], input: string) {
  const { child, closed } = launch(args);
  child.stdin?.end(input);
  return closed;
}

interface Ready {
  ready: true;
  pid: number;
  endpoints: Record<string, string>;
  accounts: string[];
}

async function ready(args: string[], env: Record<string, string> = {}) {
  const { child, closed } = launch(['serve', '--json', ...args], env);
  const line = await Promise.race([
    once(createInterface(child.stdout!), 'line').then(([text]) => String(text)),
    closed.then(({ stderr }) => {
      throw new Error(`ended before it was ready: ${stderr}`);
    }),
  ]);
  return { child, closed, said: JSON.parse(line) as Ready };
}

const at = (endpoint: string): { host: string; port: number } => {
  const colon = endpoint.lastIndexOf(':');
  return { host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)) };
};

/** Lines a server sends, one at a time; undefined when it is gone. */
function linesOf(socket: Socket): () => Promise<string | undefined> {
  socket.on('error', () => socket.destroy());
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    return next.done === true ? undefined : next.value;
  };
}

test('says when it is ready in one line, serves until it is told to stop, and only where it was told to listen', async () => {
  const accounts = Array.from({ length: 200 }, (_, i) => `u${i}@example.test:secret`);
  const flags = accounts.flatMap((a) => ['--account', a]);
  const data = folder();
  const { said, child, closed } = await ready([
    '--data',
    data,
    '--listen',
    'smtp=127.0.0.1:0',
    '--listen',
    'imap=[::1]:0',
    '--listen',
    `lmtp=${data}.sock`,
    ...flags,
  ]);
  expect(said.pid).toBe(child.pid);
  expect(Object.keys(said.endpoints)).toEqual(['smtp', 'lmtp', 'imap']);
  expect(said.endpoints.lmtp).toBe(`${data}.sock`);
  expect(said.endpoints.imap).toMatch(/^\[::1\]:\d+$/);
  expect(said.accounts.length).toBe(200);
  const next = linesOf(connect(at(said.endpoints.smtp!)));
  expect(await next()).toMatch(/^220 mail\.example\.test /);
  const held = await run(['serve', '--data', data, '--listen', 'smtp=127.0.0.1:0']);
  expect(held.code).toBe(3);
  expect(held.stderr).toContain('another server runs on this folder');
  child.kill('SIGTERM');
  expect(await next()).toMatch(/^421 /);
  const { code, stdout } = await closed;
  expect(code).toBe(0);
  expect(stdout.split('\n').length).toBe(2);
  await expect(access(`${data}.sock`)).rejects.toThrow('ENOENT');
});

test('what is acknowledged is kept when it stops under load', async () => {
  const data = folder();
  const args = ['--data', data, '--listen', 'lmtp=127.0.0.1:0', '--account', 'a@example.test:x'];
  const { said, child, closed } = await ready(args);
  const acknowledged: string[] = [];
  const session = async (n: number): Promise<void> => {
    const socket = connect(at(said.endpoints.lmtp!));
    const next = linesOf(socket);
    const last = async (): Promise<string> => {
      for (;;) {
        const line = (await next()) ?? '421 gone';
        if (line[3] !== '-') return line;
      }
    };
    const ask = (line: string): Promise<string> => {
      socket.write(`${line}\r\n`);
      return last();
    };
    await last();
    await ask('LHLO client.example');
    for (let i = 0; ; i++) {
      const subject = `${n}.${i}`;
      if (!(await ask('MAIL FROM:<>')).startsWith('250')) break;
      if (!(await ask('RCPT TO:<a@example.test>')).startsWith('250')) break;
      if (!(await ask('DATA')).startsWith('354')) break;
      const filler = i % 5 === 0 ? 'filler\r\n'.repeat(10_000) : '';
      if (!(await ask(`Subject: ${subject}\r\n\r\n${filler}.`)).startsWith('250')) break;
      acknowledged.push(subject);
      if (acknowledged.length === 300) child.kill('SIGTERM');
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: 20 }, (_, n) => session(n)));
  expect((await closed).code).toBe(0);
  expect(acknowledged.length).toBeGreaterThanOrEqual(300);

  await using store = await openStore({ dir: data, inlineBody: 1, log: pino({ level: 'silent' }) });
  const account = await store.read({ ask: 'account', address: 'a@example.test' });
  const inbox = await store.read({ ask: 'mailbox', account: account!.id, name: 'INBOX' });
  const rows = await store.read({ ask: 'messages', mailbox: inbox!.id, after: 0, limit: 100_000 });
  const times = new Map<string, number>();
  for (const row of rows) {
    let head = '';
    for await (const part of store.body(row.body, 0, 4096)) head += Buffer.from(part).toString('latin1');
    const from = head.indexOf('Subject: ') + 9;
    const subject = head.slice(from, head.indexOf('\r\n', from));
    times.set(subject, (times.get(subject) ?? 0) + 1);
  }
  expect(acknowledged.filter((s) => times.get(s) !== 1)).toEqual([]);
}, 60_000);

test('a thousand connections opened and dropped leave a server that serves', async () => {
  const { said, child, closed } = await ready([
    '--data',
    folder(),
    '--listen',
    'smtp=127.0.0.1:0',
    '--listen',
    'imap=127.0.0.1:0',
  ]);
  expect(said.accounts).toEqual(['alice@example.test', 'bob@example.test']);
  const drop = (name: string): Promise<void> =>
    new Promise((done) => {
      const socket = connect(at(said.endpoints[name]!));
      socket.on('error', () => done());
      socket.once('connect', () => {
        socket.resetAndDestroy();
        done();
      });
    });
  await Promise.all(Array.from({ length: 1000 }, (_, i) => drop(i % 2 === 0 ? 'smtp' : 'imap')));
  const socket = connect(at(said.endpoints.imap!));
  expect(await linesOf(socket)()).toMatch(/^\* OK /);
  socket.destroy();
  child.kill('SIGINT');
  expect((await closed).code).toBe(0);
});

test('what keeps it from starting is one line and a code', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const cases: [string[], number, string][] = [
    [['--listen', `imap=127.0.0.1:${port}`], 3, 'imap cannot listen on 127.0.0.1:'],
    [['--data', '/proc/x'], 3, 'the data folder /proc/x cannot be written'],
    [['--data', script], 3, 'cannot be written'],
    [['--listen', 'http=1'], 2, 'with a service of smtp'],
    [['--listen', 'imap=1'], 2, 'listen.imap is "1", but must be'],
    [['--account', 'bob@example.org:x'], 2, 'is not in the domain of this server'],
    [['--account', 'bob'], 2, 'ADDRESS:PASSWORD'],
    [['--config', join(root, 'none.toml')], 2, 'none.toml'],
    [['--bogus'], 2, "unknown option '--bogus'"],
  ];
  for (const [args, code, text] of cases) {
    const got = await run(['serve', '--data', folder(), ...args]);
    expect(got.code, args.join(' ')).toBe(code);
    expect(got.stderr).toContain(text);
    expect(got.stdout).toBe('');
  }
  taken.close();
}, 30_000);

test('accounts are added, listed, changed and removed beside a running server', async () => {
  const data = folder();
  const on = (...args: string[]): string[] => ['account', ...args, '--data', data];
  expect((await run(on('add', 'Carol', 'first'))).code).toBe(0);
  expect(await run(on('add', 'carol@EXAMPLE.test', 'x'))).toMatchObject({ code: 1, stdout: '' });
  expect(await run(on('add', 'a b', 'x'))).toMatchObject({ code: 2 });
  expect(await pipe(on('add', 'dave'), '')).toMatchObject({ code: 1 });
  expect(await pipe(on('add', 'dave'), 'from a pipe\n')).toMatchObject({ code: 0 });
  expect(await run(on('list'))).toMatchObject({ code: 0, stdout: 'Carol@example.test\ndave@example.test\n' });

  const { said, child, closed } = await ready([
    '--data',
    data,
    '--listen',
    'imap=127.0.0.1:0',
    '--allow-cleartext-login',
  ]);
  const login = async (password: string): Promise<string> => {
    const socket = connect(at(said.endpoints.imap!));
    const next = linesOf(socket);
    await next();
    socket.write(`a LOGIN carol@example.test ${password}\r\n`);
    for (let line = await next(); line !== undefined; line = await next()) {
      if (!line.startsWith('a ')) continue;
      socket.destroy();
      return line.slice(2, 4);
    }
    return 'gone';
  };
  expect(await login('first')).toBe('OK');
  expect(await run(on('passwd', 'carol', 'second'))).toMatchObject({ code: 0 });
  expect(await login('first')).toBe('NO');
  expect(await login('second')).toBe('OK');
  expect(await run(on('remove', 'carol'))).toMatchObject({ code: 0 });
  expect(await login('second')).toBe('NO');
  expect(await run(on('remove', 'carol'))).toMatchObject({ code: 1 });
  expect(await run(on('list', '--json'))).toMatchObject({ code: 0, stdout: '["dave@example.test"]\n' });
  child.kill('SIGTERM');
  expect((await closed).code).toBe(0);
}, 60_000);

test('a person is shown where it listens, who can log in and what to try', async () => {
  const { child, closed } = launch(['serve', '--data', folder()], {
    MAILSPEC_LISTEN_IMAP: '127.0.0.1:0',
    MAILSPEC_LISTEN_SMTP: '127.0.0.1:0',
  });
  let text = '';
  child.stdout?.on('data', (b: Buffer) => {
    text += b.toString();
    if (text.includes('Ctrl-C')) child.kill('SIGINT');
  });
  expect((await closed).code).toBe(0);
  expect(text).toMatch(/imap +127\.0\.0\.1:\d+ +IMAP, STARTTLS/);
  expect(text).toContain('alice@example.test, password wonderland');
  expect(text).toMatch(/swaks --server 127\.0\.0\.1:\d+ --from bob@example\.test/);
  expect(text).toMatch(/curl --ssl-reqd --cacert .*tls\/ca\.pem -u alice@example\.test:wonderland imap:/);
});

test('accounts are made again with the password they are given now', async () => {
  const store = memoryStore();
  const config = { auth: { cleartextLogin: false, argon2: { memory: 64, passes: 1 }, cacheMs: 0 } };
  const address = accountAddress('Erin', 'example.test');
  await provision(store, config, [{ address, password: 'one' }]);
  const before = await store.read({ ask: 'account', address });
  await provision(store, config, [{ address, password: 'two' }]);
  const after = await store.read({ ask: 'account', address });
  expect(after).toMatchObject({ id: before!.id, address: 'Erin@example.test' });
  expect(after!.secret).not.toBe(before!.secret);
  const names = (await store.read({ ask: 'mailboxes', account: after!.id })).map((m) => m.name);
  expect(names).toEqual(['Archive', 'Drafts', 'INBOX', 'Junk', 'Sent', 'Trash']);
});
