import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { address, eventually, PASSWORD, ServerProcess } from './process.ts';

const run = promisify(execFile);
const root = await mkdtemp(join(tmpdir(), 'mailspec-disk-'));
const mounted: string[] = [];
afterAll(async () => {
  for (const folder of mounted) await run('umount', [folder]);
  await rm(root, { recursive: true, force: true });
});

/** A way to let a server run out of space, and to give it space again. */
interface Way {
  data: string;
  fill(s: ServerProcess): Promise<void>;
  free(s: ServerProcess): Promise<void>;
}

/** No file may grow beyond this: no new page of the database, and no large body. */
const SMALL = 4096;
const byLimit: Way = {
  data: join(root, 'limit'),
  fill: async (s) => void (await run('prlimit', ['--pid', String(s.pid), `--fsize=${SMALL}:`])),
  free: async (s) => void (await run('prlimit', ['--pid', String(s.pid), '--fsize=unlimited:'])),
};

/** A file system of its own, where this user may mount one. */
async function byMount(): Promise<Way[]> {
  const folder = await mkdtemp(join(root, 'mount-'));
  const done = await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', folder]).then(
    () => true,
    () => false,
  );
  if (!done) return [];
  mounted.push(folder);
  const ballast = join(folder, 'ballast');
  const fill = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    await writeFile(ballast, Buffer.alloc(bavail * bsize - 4096));
  };
  return [{ data: join(folder, 'data'), fill, free: () => rm(ballast) }];
}

const LINE = 'a line of a message that needs some space\r\n';
const SIZES = { small: 1, middling: 50, large: 5000 };

for (const way of [byLimit, ...(await byMount())]) {
  test(`without space (${way === byLimit ? 'by limit' : 'by mount'}) mail is refused for now, what is there can be read, and it goes on with space`, async () => {
    await using server = await ServerProcess.start({
      data: way.data,
      accounts: 2,
      env: { MAILSPEC_LIMITS_INLINE_BODY: '512', MAILSPEC_LOG_LEVEL: 'silent' },
    });
    const send = async (name: 'smtp' | 'lmtp', lines: number, how: 'DATA' | 'BDAT'): Promise<string> => {
      const w = await server.smtp(name);
      await w.smtp('MAIL FROM:<>');
      const to = await w.smtp(`RCPT TO:<${address(0)}>`);
      const text = `Subject: ${name} ${how} ${lines}\r\n\r\n${LINE.repeat(lines)}`;
      let said = to;
      if (to.startsWith('250 ') && how === 'DATA') {
        await w.smtp('DATA');
        said = await w.smtp(`${text}.`);
      } else if (to.startsWith('250 ')) {
        w.send(`BDAT ${text.length} LAST\r\n${text}`);
        said = await w.reply();
      }
      // Whatever it was, the session goes on.
      expect(await w.smtp('NOOP')).toMatch(/^250 /);
      w.reset();
      return said;
    };
    const everything = async (): Promise<string[]> => {
      const said: string[] = [];
      for (const lines of Object.values(SIZES)) {
        for (const how of ['DATA', 'BDAT'] as const) {
          for (const name of ['smtp', 'lmtp'] as const) said.push(await send(name, lines, how));
        }
      }
      return said;
    };
    for (const reply of await everything()) expect(reply).toMatch(/^250 /);
    const before = await server.messages();
    const reader = await server.imap(0);

    await way.fill(server);
    for (const reply of await everything()) expect(reply).toMatch(/^4\d\d 4\./);
    const w = await server.imap(0);
    const writes = ['STORE 1 +FLAGS (\\Flagged)', 'CREATE New', 'COPY 1 Junk', 'SUBSCRIBE Junk', 'FETCH 1 BODY[]'];
    for (const command of writes.slice(0, -1)) {
      await w.imap(command);
      expect(w.last, command).toMatch(/^NO /);
    }
    // Reading a text sets \Seen, where that can be kept: the text comes all the same.
    const [text] = await w.imap(writes.at(-1)!);
    expect(text!.literal).toBe(before[0]);
    for (const lines of Object.values(SIZES)) {
      await w.imap('APPEND INBOX', `Subject: imap\r\n\r\n${LINE.repeat(lines)}`);
      expect(w.last).toMatch(/^NO /);
    }
    const pop3 = await server.pop3(0);
    pop3.send('RETR 1\r\nDELE 1\r\nQUIT\r\n');
    const said = await pop3.rest();
    expect(said).toContain(before[0]!);
    expect(said).toMatch(/\r\n-ERR [^\r]*\r\n$/);
    expect(await server.messages()).toEqual(before);
    expect(
      await eventually(
        () => readdir(join(way.data, 'bodies', 'incoming')),
        (f) => f.length === 0,
      ),
    ).toEqual([]);

    await way.free(server);
    for (const reply of await everything()) expect(reply).toMatch(/^250 /);
    await w.imap('STORE 1 +FLAGS (\\Flagged)');
    expect(w.last).toMatch(/^OK /);
    // A session that was there all the time hears of what has come, and of nothing else.
    const news = await reader.imap('NOOP');
    expect(news.map((r) => r.text)).toContain(`* ${2 * before.length} EXISTS`);
    expect((await server.messages()).length).toBe(2 * before.length);
    for (const v of [w, reader]) v.reset();
    expect((await server.stop()).code).toBe(0);
  });
}

test('without file descriptors connections are dropped and mail is refused for now, and it goes on with them', async () => {
  await using server = await ServerProcess.start({
    accounts: 1,
    env: { MAILSPEC_LIMITS_INLINE_BODY: '512', MAILSPEC_LOG_LEVEL: 'silent' },
  });
  const before = await server.fds();
  const limit = (n: string) => run('prlimit', ['--pid', String(server.pid), `--nofile=${n}:`]);
  const soft = (await run('prlimit', ['--pid', String(server.pid), '--nofile', '-o', 'SOFT', '--noheadings'])).stdout;
  await limit(String(before + 12));
  const smtp = await server.smtp();
  const imap = await server.imap(0);
  const send = async (text: string): Promise<string> => {
    await smtp.smtp('MAIL FROM:<>');
    await smtp.smtp(`RCPT TO:<${address(0)}>`);
    await smtp.smtp('DATA');
    return smtp.smtp(`Subject: x\r\n\r\n${text}.`);
  };
  const many = await Promise.all(Array.from({ length: 60 }, () => server.connect('smtp')));
  const served = (await Promise.all(many.map((w) => w.lineOrEnd()))).filter((line) => line?.startsWith('220 '));
  expect([served.length > 0, served.length < 60]).toEqual([true, true]);
  // What needs no file is kept as ever.
  expect(await send(LINE)).toMatch(/^250 /);
  expect(await send(LINE.repeat(SIZES.large))).toMatch(/^4\d\d 4\./);
  await imap.imap('APPEND INBOX', LINE.repeat(SIZES.large));
  expect(imap.last).toMatch(/^NO /);
  for (const w of many) w.reset();
  await limit(soft.trim());
  expect(await eventually(server.fds.bind(server), (n) => n <= before + 2)).toBeLessThanOrEqual(before + 2);
  expect(await send(LINE.repeat(SIZES.large))).toMatch(/^250 /);
  const w = await server.smtp();
  expect(await w.smtp('NOOP')).toMatch(/^250 /);
  expect((await server.messages()).length).toBe(2);
  for (const v of [w, smtp, imap]) v.reset();
});

test('a server that cannot write from the start says so once, with a code', async () => {
  const data = join(root, 'never');
  const limited = ['-c', `ulimit -f 1; exec "$0" "$@"`, process.execPath];
  const cli = new URL('./run.ts', import.meta.url).pathname;
  const args = ['serve', '--json', '--data', data, '--listen', 'smtp=127.0.0.1:0'];
  const got = await run('sh', [...limited, cli, ...args, '--account', `${address(0)}:${PASSWORD}`]).then(
    () => undefined,
    (e: unknown) => e as { code: number; stderr: string; stdout: string },
  );
  expect(got).toMatchObject({ code: 3, stdout: '' });
  const told = got!.stderr.split('\n').filter((l) => l.startsWith('mailspec: '));
  expect(told.length, got!.stderr).toBe(1);
});
