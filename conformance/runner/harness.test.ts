import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord, ScenarioRun } from '../../matrix/record.ts';
import { type Answering, answeringServer, HANG_UP, SMTP_RULES } from './fixtures/answering-server.ts';

const here = (f: string) => fileURLToPath(new URL(f, import.meta.url));
const LAUNCHER = here('../cli/mailspec.js');
const HARNESS = here('fixtures/harness');
const SLOW = 60_000;

interface Said {
  code: number;
  out: string;
  err: string;
}

/** The whole command, as a user runs it. */
function mailspec(...args: string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [LAUNCHER, ...args], (e, out, err) => {
      resolve({ code: typeof e?.code === 'number' ? e.code : e ? -1 : 0, out, err });
    });
  });
}

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'mailspec-harness-'));
});
afterAll(async () => await rm(dir, { recursive: true, force: true }));

describe(
  'every outcome, from a server whose answers are given',
  () => {
    let server: Answering;
    let said: Said;
    let record: RunRecord;
    const runs = (title: string): ScenarioRun[] => record.scenarios.find((s) => s.title === title)?.runs ?? [];

    beforeAll(async () => {
      server = await answeringServer('220 hello\r\n', SMTP_RULES);
      const report = path.join(dir, 'outcomes');
      const target = ['--smtp', server.address, '--user', 'a@example.test', '--password', 'p'];
      said = await mailspec('run', ...target, '--features', HARNESS, '--deadline', '400', '--report', report);
      record = JSON.parse(await readFile(path.join(report, 'run.json'), 'utf8')) as RunRecord;
    }, SLOW);
    afterAll(async () => await server[Symbol.asyncDispose]());

    test.each([
      ['passes', 'passed'],
      ['is answered wrongly', 'failed'],
      ['is not answered beforehand', 'blocked'],
      ['is closed with a word', 'blocked'],
      ['needs two accounts', 'not-run'],
      ['needs a disposable account', 'not-run'],
      ['is about what is not announced', 'not-applicable'],
      ['looks for nothing without a fence', 'harness-error'],
      ['has another home as well', 'passed'],
    ])('%s: %s', (title, outcome) => {
      expect(runs(title).map((r) => [r.cell, r.outcome])).toEqual([['base', outcome]]);
    });

    test.each([
      ['is not answered', 'rfc5321-4.2-every-command-is-answered'],
      ['is hung up on', 'rfc5321-3.8-does-not-hang-up'],
      ['gets half a reply', 'rfc5321-3.8-does-not-hang-up'],
    ])('%s: asked again alone, and %s fails too', (title, requirement) => {
      expect(runs(title).map((r) => r.outcome)).toEqual(['failed', 'failed']);
      expect(runs(title)[0]?.why?.requirement).toBe(requirement);
      expect(record.requirements.find((r) => r.id === requirement)?.verdict).toBe('fail');
    });

    test('a failure shows what was asked, what came, the octets, and how to see it again', () => {
      const why = runs('is answered wrongly')[0]?.why;
      expect(why).toMatchObject({ expected: 'S: 250', at: 'smtp/outcomes.feature:20' });
      expect(why?.got).toContain('503 not now');
      expect(why?.bytes).toContain('503 not now\\r\\n');
      expect(why?.reproduce).toContain('mailspec replay smtp/outcomes--is-answered-wrongly --smtp 127.0.0.1:');
      expect(why?.reproduce).not.toContain('base');
    });

    test('an error of our own outweighs all: exit 4', () => {
      expect(said.code).toBe(4);
      expect(said.out).toContain('violations');
    });

    test('transcripts hold the cells, and no file is left half-written', async () => {
      const report = path.join(dir, 'outcomes');
      const path_ = runs('passes')[0]?.transcript ?? '';
      const first = (await readFile(path.join(report, path_), 'utf8')).split('\n')[0] ?? '';
      expect(JSON.parse(first)).toMatchObject({ cell: 'base', conn: 'smtp', from: 'S', bytes: '220 hello\r\n' });
      const names = await readdir(report, { recursive: true });
      expect(names.filter((n) => n.includes('.tmp'))).toEqual([]);
      expect(names).toEqual(
        expect.arrayContaining(['run.json', 'index.html', 'matrix.md', 'junit.xml', 'messages.ndjson']),
      );
    });

    test('replay prints the conversation and fails as the run did', async () => {
      const id = 'smtp/outcomes--is-answered-wrongly';
      const again = await mailspec('replay', id, '--smtp', server.address, '--features', HARNESS);
      expect(again.code).toBe(1);
      expect(again.out).toContain('smtp C  RCPT TO:<a@example.org>\\r\\n');
      expect(again.out).toContain('expected  S: 250');
    });

    test('a scenario chosen by its id alone leaves the gate open', async () => {
      const only = ['--features', HARNESS, '--id', 'smtp/outcomes--passes'];
      const one = await mailspec('run', '--smtp', server.address, ...only);
      expect(one.code).toBe(0);
      expect(one.out).toContain('1 scenarios, 1 runs');
      const gated = await mailspec('run', '--smtp', server.address, ...only, '--gate');
      expect(gated.code).toBe(1);
      expect(gated.err).toContain('a selection holds no gate');
    });
  },
  SLOW,
);

describe(
  'a target that is not there is exit 3, with one message',
  () => {
    test('nobody listens', async () => {
      const server = await answeringServer('220 hello\r\n', []);
      await server[Symbol.asyncDispose]();
      const said = await mailspec('run', '--smtp', server.address, '--features', HARNESS);
      expect(said.code).toBe(3);
      expect(said.err).toMatch(/^mailspec: 127\.0\.0\.1: smtp over clear: .*ECONNREFUSED.*\n$/);
      expect(said.out).toBe('');
    });

    test('no account is let in', async () => {
      await using server = await answeringServer('* OK hello\r\n', [
        [/CAPABILITY/, '* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n'],
        [/LOGIN/, 'TAG NO who are you\r\n'],
      ]);
      const said = await mailspec(
        'run',
        '--imap',
        server.address,
        '--user',
        'a',
        '--password',
        'p',
        '--features',
        HARNESS,
      );
      expect(said.code).toBe(3);
      expect(said.err).toBe('mailspec: 127.0.0.1: no account was let in: a on imap: NO who are you\n');
    });

    test('the server closes before it has greeted', async () => {
      await using server = await answeringServer('22\0', []);
      const said = await mailspec('run', '--smtp', server.address, '--features', HARNESS);
      expect(said.code).toBe(3);
      expect(said.err).toContain('the greeting: expected 220, got ');
    });

    test('a server that dies in a scenario leaves it unverified', async () => {
      // The survey and the scenario are served, nobody after them.
      await using server = await answeringServer((n) => (n > 2 ? HANG_UP : '220 hello\r\n'), SMTP_RULES);
      const only = ['--features', HARNESS, '--id', 'smtp/outcomes--is-hung-up-on', '--json'];
      const said = await mailspec('run', '--smtp', server.address, ...only);
      expect(JSON.parse(said.out)).toMatchObject({ violations: 0, complete: false, counts: { 'setup-error': 1 } });
    });

    test('a target that cannot be started says what it said', async () => {
      const file = path.join(dir, 'dead.toml');
      await writeFile(file, `name = "dead"\n[start]\ncommand = ["sh", "-c", "echo it hurts >&2; exit 7"]\n`);
      const said = await mailspec('run', file, '--features', HARNESS);
      expect(said.code).toBe(3);
      expect(said.err).toBe('mailspec: dead: ended with code 7 before it was ready; it said: it hurts\n');
    });
  },
  SLOW,
);

describe(
  'what the user got wrong is exit 2, with one message',
  () => {
    test('features', async () => {
      const said = await mailspec('run', '--smtp', '127.0.0.1:1', '--features', here('fixtures/broken'));
      expect(said.code).toBe(2);
      expect(
        said.err
          .replace(/^mailspec: /, '')
          .trim()
          .split('\n'),
      ).toEqual([
        'words.feature:6: unknown step "an SMTP client that has said good morning" (mailspec list steps shows them all)',
        'words.feature:9: @rfc5321-9.9-no-such-row: no such row in spec/rfc',
        'words.feature:12: no tag names a requirement',
        'words.feature:16: unknown tag @frist',
        expect.stringMatching(/^words\.feature:25:\d+: /),
        'words.feature:31: "it says" needs docstring',
      ]);
    });

    test.each([
      [['--smtp', 'nowhere'], '--smtp: "nowhere" is not HOST:PORT'],
      [[], 'name a target file, or where the server listens'],
      [['no-such.toml'], 'no-such.toml: no such target file'],
      [['--smtp', '127.0.0.1:1', '--id', 'rfc1-nothing'], 'rfc1-nothing: no scenario fits'],
      [['--smtp', '127.0.0.1:1', '--section', 'five'], '--section five: write RFC:SECTION'],
      [['--smtp', '127.0.0.1:1', '--protocol', 'nntp'], '--protocol nntp: must be one of smtp,'],
      [['--smtp', '127.0.0.1:1', '--profile', 'none'], '--profile none: must be one of all,'],
      [['--smtp', '127.0.0.1:1', '--lanes', '0'], 'must be a whole number'],
      [['--smtp', '127.0.0.1:1', '--baseline', 'none.yaml'], 'none.yaml: cannot be read'],
    ])('run %j', async (args, message) => {
      const said = await mailspec('run', ...args, '--features', HARNESS);
      expect(said.err).toContain(message);
      expect(said.code).toBe(2);
      expect(said.out).toBe('');
    });

    test('a report folder that cannot be written, before anything is asked', async () => {
      await using server = await answeringServer('220 hello\r\n', SMTP_RULES);
      const file = path.join(dir, 'a-file');
      await writeFile(file, '');
      const said = await mailspec(
        'run',
        '--smtp',
        server.address,
        '--features',
        HARNESS,
        '--report',
        path.join(file, 'x'),
      );
      expect(said.code).toBe(2);
      expect(said.err).toContain('cannot write the report to');
      expect(server.connections).toBe(0);
    });
  },
  SLOW,
);
