import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { json } from '../../matrix/render/json.ts';
import { sampleRecord } from '../../matrix/sample.ts';
import { main, program } from './main.ts';

let dir: string;
let good: string;
let bad: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailspec-cli-'));
  good = join(dir, 'good.json');
  bad = join(dir, 'bad.json');
  const record = sampleRecord();
  await writeFile(bad, json(record));
  const requirements = record.requirements.map((r) => (r.verdict === 'fail' ? { ...r, verdict: 'pass' as const } : r));
  await writeFile(good, json({ ...record, requirements }));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Runs the command line in this process. */
async function mailspec(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  try {
    const code = await main(argv);
    return { code, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

describe('the command line', () => {
  it('helps, and every command has a summary of its own', async () => {
    const { code, out } = await mailspec('--help');
    expect(code).toBe(0);
    for (const command of program().commands) {
      expect(out).toContain(command.name());
      expect(command.summary() || command.description(), command.name()).not.toBe('');
    }
  });

  it('prints its version', async () => {
    const text: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await mailspec('--version')).out.trim()).toBe((text as { version: string }).version);
  });

  it.each(['report', 'diff', 'list', 'explain', 'new', 'xref', 'spec'])('helps with %s', async (name) => {
    const { code, out } = await mailspec(name, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`mailspec ${name}`);
  });

  it.each([
    [['expalin'], /unknown command 'expalin'[\s\S]*explain/],
    [['--no-such'], /unknown option/],
    [['explain'], /missing required argument 'id'/],
    [['xref', 'x'], /too many arguments/],
    [['report', 'x', '--format', 'pdf'], /--format[\s\S]*Allowed choices/],
    [['list', 'nothing'], /Allowed choices are requirements/],
    [['spec', 'adit'], /unknown command 'adit'/],
    [['explain', 'rfc5321-4.5.2-leading-dots'], /no requirement is called[\s\S]*rfc5321-4\.5\.2-leading-dot-removed/],
    [['explain', 'states', 'gopher'], /smtp, imap, pop3/],
    [['new', 'RFC5321-x'], /is no id/],
    [['new', 'rfc5321-4.5.2-leading-dot-removed'], /is there already: spec\/rfc\/5321\.yaml:\d+/],
    [['spec', 'audit', '--rfc', '/nowhere'], /--rfc \/nowhere cannot be read/],
    [['list', '--profile', 'none'], /there is no profile "none"/],
    [['report', '/nowhere/run.json'], /cannot be read/],
  ])('refuses %j with one message and exit code 2', async (argv, message) => {
    const { code, err } = await mailspec(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ {4}at /m);
  });

  it('shows what there is when nothing is asked', async () => {
    const { code, out } = await mailspec();
    expect(code).toBe(2);
    expect(out).toContain('Usage: mailspec');
  });
});

describe('report and diff', () => {
  it('render a record in every form', async () => {
    const starts = { html: '<!doctype html>', md: '# sample', json: '{', junit: '<?xml', text: 'fail  ' };
    for (const [form, start] of Object.entries(starts)) {
      const { code, out } = await mailspec('report', bad, '--format', form);
      expect(code).toBe(0);
      expect(out.startsWith(start), form).toBe(true);
    }
  });

  it('write to a file, or say why not', async () => {
    const out = join(dir, 'out/junit.xml');
    expect((await mailspec('report', bad, '--format', 'junit', '--out', out)).code).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(/^<\?xml/);
    const into = await mailspec('report', bad, '--out', join(bad, 'x'));
    expect([into.code, into.err]).toEqual([2, expect.stringContaining('cannot write')]);
  });

  it('say with exit code 1 that something regressed', async () => {
    const worse = await mailspec('diff', good, bad);
    expect([worse.code, worse.out]).toEqual([1, '1 regressions\n  rfc5321-1-fail: pass -> fail\n']);
    const better = await mailspec('diff', bad, good);
    expect([better.code, better.out]).toEqual([0, '1 fixes\n  rfc5321-1-fail: fail -> pass\n']);
    expect((await mailspec('diff', bad, bad)).code).toBe(0);
  });

  it('refuse what is no record', async () => {
    const text = join(dir, 'text.json');
    await writeFile(text, '{"schema":"mailspec/run/9"}');
    const { code, err } = await mailspec('report', text);
    expect([code, err]).toEqual([2, expect.stringMatching(/text\.json is no run record: /)]);
  });
});

describe('list, explain and new', () => {
  it('narrow requirements by every filter', async () => {
    const { code, out } = await mailspec('list', 'requirements', '--rfc', '5321', '--section', '4.5.2', '--json');
    expect(code).toBe(0);
    const rows = JSON.parse(out) as { id: string; rfc: number; section: string }[];
    expect(rows.map((r) => r.id)).toContain('rfc5321-4.5.2-leading-dot-removed');
    expect(rows.every((r) => r.rfc === 5321 && r.section.startsWith('4.5.2'))).toBe(true);
    const musts = JSON.parse(
      (await mailspec('list', '--level', 'SHOULD', '--protocol', 'pop3', '--json')).out,
    ) as object[];
    expect(musts.every((r) => 'level' in r && r.level === 'SHOULD')).toBe(true);
  });

  it('divide requirements into tested and untested', async () => {
    const count = async (...more: string[]) =>
      (JSON.parse((await mailspec('list', 'requirements', '--json', ...more)).out) as object[]).length;
    expect((await count('--tested')) + (await count('--untested'))).toBe(await count());
  });

  it.each(['scenarios', 'steps', 'profiles', 'mutants', 'targets'])('list %s, for people and as JSON', async (what) => {
    const plain = await mailspec('list', what);
    expect([plain.code, plain.out === '']).toEqual([0, false]);
    expect(JSON.parse((await mailspec('list', what, '--json')).out)).not.toHaveLength(0);
  });

  it('explain a requirement on one screen', async () => {
    const { code, out } = await mailspec('explain', 'rfc5321-4.5.2-leading-dot-removed', '--report', dir);
    expect(code).toBe(0);
    for (const part of ['#section-4.5.2', 'Scenario\n', 'Server\n', 'Mutant\n']) expect(out).toContain(part);
    expect(out.split('\n').length).toBeLessThan(60);
  });

  it('print the states of a protocol', async () => {
    const { out } = await mailspec('explain', 'states', 'smtp');
    expect(out).toMatch(/^MAIL .*reference-server\/smtp\//m);
  });

  it('print four edits and write none', async () => {
    const { code, out } = await mailspec('new', 'rfc5321-4.5.2-no-such-rule-yet');
    expect(code).toBe(0);
    expect(out).toMatch(/1\. Row[\s\S]*2\. Scenario[\s\S]*3\. Mutant[\s\S]*4\. Code/);
    expect((await mailspec('list', 'no-such-rule-yet')).code).toBe(2);
  });

  it('count the inventory in the published form', async () => {
    const { out } = await mailspec('spec', 'stats', '--json');
    const stats = JSON.parse(out) as { rfcs: Record<string, unknown>[]; totals: Record<string, number> };
    const keys = ['sentences', 'covered', 'excused', 'open', 'requirements', 'testable', 'tested', 'killed'];
    expect(Object.keys(stats.rfcs[0]!)).toEqual(expect.arrayContaining(['rfc', 'complete', ...keys]));
    for (const key of keys) {
      expect(stats.totals[key]).toBe(stats.rfcs.reduce((n, r) => n + Number(r[key]), 0));
    }
  });
});

describe('the launcher', () => {
  const launcher = fileURLToPath(new URL('./mailspec.js', import.meta.url));
  const run = (...args: string[]) =>
    new Promise<{ code: number; err: string }>((resolve) => {
      const child = execFile(process.execPath, [launcher, ...args], (_error, _out, err) => {
        resolve({ code: child.exitCode ?? -1, err });
      });
    });

  it('hands the exit code to the shell', async () => {
    expect((await run('--version')).code).toBe(0);
    expect(await run('explian')).toEqual({ code: 2, err: expect.stringContaining('explain') });
    expect((await run('diff', good, bad)).code).toBe(1);
    expect((await run('fuzz', '--help')).code).toBe(0);
    expect((await run('fuzz', 'no-such-parser')).code).toBe(2);
  });
});
