import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Count, lastLine } from '../counts.ts';
import { type Said, shell, told } from '../pack/shell.ts';
import { context } from './context.ts';

const READY_MS = 60_000;
const POLL_MS = 250;
const LABEL = 'mailspec.image-check';
const IMAGE = `mailspec-image-check:${process.pid}`;
/** Those there are on machines without a registry of images come first. */
const BASES = ['mailspec-base:trixie', 'debian:trixie-slim'];
const REFERENCE = 'conformance/targets/reference-server/current.toml';
const HEALTH = ['node', '/opt/mailspec/health.js'];
const ACCOUNT = ['--user', 'alice@example.test', '--password', 'wonderland', '--disposable'];

const docker = (...words: string[]): Promise<Said> => shell(['docker', ...words], { cwd: tmpdir() });

/** What a command of the engine printed. @throws Error where it did not end with 0 */
async function must(...words: string[]): Promise<string> {
  const said = await docker(...words);
  if (said.code !== 0) throw new Error(`docker ${words.slice(0, 3).join(' ')}: ${told(said)}`);
  return said.stdout.trim();
}

async function base(): Promise<string> {
  for (const b of BASES) if ((await docker('image', 'inspect', b)).code === 0) return b;
  return BASES.at(-1)!;
}

async function healthy(container: string): Promise<string | undefined> {
  const until = performance.now() + READY_MS;
  let said = await docker('exec', container, ...HEALTH);
  while (said.code !== 0 && performance.now() < until) {
    await wait(POLL_MS);
    said = await docker('exec', container, ...HEALTH);
  }
  return said.code === 0 ? undefined : told(said);
}

const expect = (said: Said, ...words: string[]): string | undefined =>
  said.code === 0 && words.every((w) => said.stdout.includes(w)) ? undefined : told(said);

type Check = [name: string, ask: () => Promise<string | undefined>];

/** @param server a container that serves */
function checks(server: string): Check[] {
  const once = (...words: string[]) => docker('run', '--rm', '--init', '--label', LABEL, IMAGE, ...words);
  return [
    ['serve greets', () => healthy(server)],
    ['nobody is root in it', async () => expect(await docker('exec', server, 'id', '-u'), '10001\n')],
    ['its health is asked', async () => expect(await docker('inspect', server), '"Healthcheck"', 'health.js')],
    [
      'run in a second container asks the first',
      async () => {
        const address = await must('inspect', '--format', '{{.NetworkSettings.IPAddress}}', server);
        const at = ['--smtp', `${address}:2525`, '--imap', `${address}:2143`, '--pop3', `${address}:2110`];
        return expect(await once('run', ...at, ...ACCOUNT, '--id', 'rfc1939-4-*'), 'no violation found');
      },
    ],
    [
      'run starts the server of the package in the container',
      async () => expect(await once('run', REFERENCE, '--protocol', 'pop3'), 'no violation found'),
    ],
    [
      'any user may run it, on a root that is read only',
      async () => {
        const user = ['--rm', '--label', LABEL, '--read-only', '--tmpfs', '/tmp', '--user', '12345:12345'];
        return expect(await docker('run', ...user, IMAGE, 'list', 'targets'), REFERENCE);
      },
    ],
    [
      'it ends when it is told to, and its data outlive it',
      async () => {
        await must('exec', server, 'mailspec', 'account', 'add', 'carol@example.test', 'secret');
        await must('stop', server);
        const code = await must('inspect', '--format', '{{.State.ExitCode}}', server);
        if (code !== '0') return `ended with ${code}: ${told(await docker('logs', '--tail', '20', server))}`;
        const after = ['run', '--rm', '--label', LABEL, '--volumes-from', server, IMAGE];
        return expect(await docker(...after, 'account', 'list'), 'alice@example.test\n', 'carol@example.test\n');
      },
    ],
  ];
}

/** Builds the image and uses it. Needs an engine; takes away what it made. */
async function main(): Promise<Count> {
  const count = { passed: 0, failed: 0 };
  const work = await mkdtemp(join(tmpdir(), 'mailspec-image-'));
  let server: string | undefined;
  try {
    const folder = join(work, 'context');
    const args = [`BASE=${await base()}`, `VERSION=${await context(folder)}`].flatMap((a) => ['--build-arg', a]);
    await must('build', '--quiet', '--label', LABEL, '--tag', IMAGE, ...args, folder);
    server = await must('run', '--detach', '--label', LABEL, IMAGE);
    for (const [name, ask] of checks(server)) {
      const wrong = await ask().catch((e: unknown) => (e instanceof Error ? e.message : String(e)));
      console.log(`image: ${name}: ${wrong === undefined ? 'ok' : `FAILED\n${wrong.replace(/^/gm, '    ')}`}`);
      count[wrong === undefined ? 'passed' : 'failed']++;
    }
  } catch (e) {
    console.log(e instanceof Error ? e.message : String(e));
    count.failed++;
  } finally {
    if (server !== undefined) await docker('rm', '--force', '--volumes', server);
    await docker('image', 'rm', IMAGE);
    await rm(work, { recursive: true, force: true });
  }
  return count;
}

const count = await main();
console.log(lastLine(count));
process.exitCode = count.failed === 0 ? 0 : 1;
