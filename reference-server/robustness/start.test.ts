import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../cli.ts';
import { address, type Ended, launch, ServerProcess } from './process.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mailspec-start-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs to the end, in this process: another takes longer to start than most of these. */
async function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<Pick<Ended, 'code' | 'stdout' | 'stderr'>> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return { code: await main(args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

const CHEAP = { MAILSPEC_AUTH_ARGON2_MEMORY: '256', MAILSPEC_AUTH_ARGON2_PASSES: '1' };

interface Fault {
  what: string;
  prepare(folder: string): Promise<unknown>;
  args?: (folder: string) => string[];
  env?: Record<string, string>;
  code: number;
  says: string[];
}

const toml = (text: string) => (folder: string) => writeFile(join(folder, 'c.toml'), text);
const withConfig = (folder: string): string[] => ['--config', join(folder, 'c.toml')];

const FAULTS: Fault[] = [
  {
    what: 'a database that is none',
    prepare: (f) => writeFile(join(f, 'mail.db'), 'no database at all '.repeat(500)),
    code: 3,
    says: ['mail.db', 'not a database'],
  },
  {
    what: 'a database cut in half',
    prepare: async (f) => {
      await using s = await ServerProcess.start({ data: f, accounts: 3, listen: ['smtp'] });
      await s.stop();
      const whole = await readFile(join(f, 'mail.db'));
      await writeFile(join(f, 'mail.db'), whole.subarray(0, 20_000));
    },
    code: 3,
    says: ['mail.db'],
  },
  { what: 'a file for the bodies', prepare: (f) => writeFile(join(f, 'bodies'), ''), code: 3, says: ['bodies'] },
  {
    what: 'a certificate that is none',
    prepare: async (f) => {
      await mkdir(join(f, 'tls'));
      await writeFile(join(f, 'tls/cert.pem'), 'nothing');
    },
    code: 3,
    says: ['cert.pem is no certificate'],
  },
  {
    what: 'a file where the socket should be',
    prepare: (f) => writeFile(join(f, 'kept'), 'kept'),
    args: (f) => ['--listen', `lmtp=${join(f, 'kept')}`],
    code: 3,
    says: ['lmtp cannot listen on', 'file of another kind'],
  },
  {
    what: 'a socket in no folder',
    prepare: async () => undefined,
    args: (f) => ['--listen', `lmtp=${join(f, 'none/l.sock')}`],
    code: 3,
    says: ['lmtp cannot listen on', 'no such folder'],
  },
  {
    what: 'wrong keys and values',
    prepare: toml('[limits]\nsmtpRecipients = 5\nsmtpFoo = 3\n[smtp]\nvrfy = "perhaps"\n[listn]\nsmtp = "x"\n'),
    args: withConfig,
    code: 2,
    says: [
      'c.toml:2: limits.smtpRecipients is 5, but must be a whole number from 100 to 100000',
      'c.toml:3: there is no key limits.smtpFoo; limits.* has ',
      'c.toml:5: smtp.vrfy is "perhaps", but must be true or false',
      'c.toml:6: there is no key listn; ',
    ],
  },
  { what: 'no TOML', prepare: toml('domain = [\n'), args: withConfig, code: 2, says: ['c.toml:2:1: '] },
  {
    what: 'wrong variables',
    prepare: async () => undefined,
    env: { MAILSPEC_LOG_LEVEL: 'loud', MAILSPEC_LIMITS_FOO: '1' },
    code: 2,
    says: ['log.level is "loud", but must be one of silent, error', 'MAILSPEC_LIMITS_FOO is no key'],
  },
];

test('what keeps it from starting is told on standard error with a code, and it ends', async () => {
  for (const { what, prepare, args, env, code, says } of FAULTS) {
    const folder = await mkdtemp(join(root, 'fault-'));
    await prepare(folder);
    const places = args?.(folder) ?? ['--listen', 'smtp=127.0.0.1:0'];
    const got = await run(['serve', '--json', '--data', folder, ...places], env);
    expect([got.code, got.stdout], `${what}: ${got.stderr}`).toEqual([code, '']);
    for (const text of says) expect(got.stderr, what).toContain(text);
    if (places.some((p) => p.endsWith('kept'))) expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('kept');
    // No stack: it is told, not thrown.
    expect(got.stderr, what).not.toMatch(/^\s+at /m);
  }
});

test('a process that could not start ends, whatever it had begun', async () => {
  const folder = await mkdtemp(join(root, 'ends-'));
  await mkdir(join(folder, 'tls'));
  await writeFile(join(folder, 'tls/cert.pem'), 'nothing');
  const { child, ended } = launch({ args: ['serve', '--data', folder, '--listen', 'smtp=127.0.0.1:0'] });
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
  expect(await ended).toMatchObject({ code: 3, signal: null, stdout: '' });
  clearTimeout(late);
});

test('two hundred accounts can log in as soon as it is ready', async () => {
  const began = performance.now();
  await using server = await ServerProcess.start({ accounts: 200, listen: ['imap'] });
  console.info(`200 accounts: ready after ${Math.round(performance.now() - began)} ms`);
  for (const n of [0, 99, 199]) {
    const w = await server.imap(n);
    expect(w.last).toMatch(/^OK /);
    w.reset();
  }
});

test('an account can go while its sessions are open', async () => {
  await using server = await ServerProcess.start({ accounts: 2 });
  const account = (...args: string[]) => run(['account', ...args, '--data', server.data], CHEAP);
  const wrong: [string[], number][] = [
    [['add', 'u0@elsewhere.example', 'x'], 2],
    [['add', 'new', 'a\u0001b'], 1],
    [['add'], 2],
    [['rename', 'u0'], 2],
    [['list', 'more'], 2],
  ];
  for (const [args, code] of wrong) {
    const got = await account(...args);
    expect(got.code, `${args.join(' ')}: ${got.stderr}`).toBe(code);
    expect(got.stdout).toBe('');
    expect(got.stderr.length).toBeGreaterThan(0);
  }
  expect((await account('list')).stdout).toBe(`${address(0)}\n${address(1)}\n`);
  const selected = await server.imap(0);
  const pop3 = await server.pop3(0);
  const smtp = await server.smtp();
  await smtp.smtp('MAIL FROM:<>');
  expect(await smtp.smtp(`RCPT TO:<${address(0)}>`)).toMatch(/^250 /);
  await smtp.smtp('DATA');
  expect((await account('remove', address(0))).code).toBe(0);
  // Accepted before, and gone since: told so at the end.
  expect(await smtp.smtp('Subject: late\r\n\r\n.')).toMatch(/^[45]\d\d /);
  await smtp.smtp('MAIL FROM:<>');
  expect(await smtp.smtp(`RCPT TO:<${address(0)}>`)).toMatch(/^550 /);
  await selected.imap('FETCH 1:* FLAGS');
  await selected.imap('APPEND INBOX', 'Subject: x\r\n\r\n');
  expect(selected.last).toMatch(/^NO /);
  await selected.imap('LOGOUT');
  expect(selected.last).toMatch(/^OK /);
  pop3.send('STAT\r\nQUIT\r\n');
  expect(await pop3.rest()).toMatch(/^\+OK/);
  smtp.reset();
  expect((await server.stop()).code).toBe(0);
});
