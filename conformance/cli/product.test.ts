import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { json } from '../../matrix/render/json.ts';
import { sampleRecord } from '../../matrix/sample.ts';
import { loadProducts } from '../../spec/product.ts';
import { ROOT } from './house.ts';
import { main } from './main.ts';
import { checkProblem, scenariosByTag, testTitles } from './product.ts';

let dir: string;
let record: string;
let evidence: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailspec-product-'));
  record = join(dir, 'run.json');
  evidence = join(dir, 'vitest.json');
  await writeFile(record, json(sampleRecord()));
  const title = 'implemented where all proofs are green';
  const result = { ancestorTitles: ['the status of a row is'], title, status: 'passed' };
  const testResults = [{ name: '/x/matrix/product.test.ts', status: 'passed', assertionResults: [result] }];
  await writeFile(evidence, JSON.stringify({ startTime: 0, testResults }));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function mailspec(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const spies = (
    [
      ['stdout', 'out'],
      ['stderr', 'err'],
    ] as const
  ).map(([stream, key]) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[key] += String(text);
      return true;
    }),
  );
  try {
    return { code: await main(argv), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('spec audit', () => {
  const sibling = fileURLToPath(new URL('../../../shared/seeds', import.meta.url));
  const lists = [process.env.MAILSPEC_SEEDS, sibling].find((place) => place !== undefined && existsSync(place));

  it('finds a line for each row, as the lists have it where they are at hand, and something behind each proof', async () => {
    const { code, out } = await mailspec('spec', 'audit', ...(lists === undefined ? [] : ['--seeds', lists]));
    expect(out).toContain('product lightmail: 60 rows for 60 lines');
    expect(out).toContain('product smtp-server: 607 rows for 607 lines');
    expect(code, out).toBe(0);
  });

  it('counts as JSON too', async () => {
    const { out } = await mailspec('spec', 'audit', '--json');
    expect((JSON.parse(out) as { products: unknown }).products).toEqual([
      { name: 'lightmail', rows: 60, lines: 60 },
      { name: 'smtp-server', rows: 607, lines: 607 },
    ]);
  });

  it('breaks where a list says something else, or is missing', async () => {
    const seeds = join(dir, 'lists');
    await mkdir(seeds);
    await writeFile(join(seeds, 'my-lightmail-list.md'), '## 1. Mail\n- One: **Partial**\n');
    const { code, out } = await mailspec('spec', 'audit', '--seeds', seeds);
    expect(code).toBe(1);
    expect(out).toContain('line 2 of my-lightmail-list.md has no row: - One: **Partial**');
    expect(out).toContain('no file of the folder has "smtp-server" in its name');
  });

  it('refuses a folder that is not there', async () => {
    const { code, err } = await mailspec('spec', 'audit', '--seeds', join(dir, 'none'));
    expect([code, err]).toEqual([2, expect.stringMatching(/--seeds .*none cannot be read/)]);
  });
});

describe('report --product', () => {
  it('prints both products as tables, one behind the other', async () => {
    const { code, out } = await mailspec('report', record, '--product', '--evidence', evidence);
    expect(code).toBe(0);
    for (const { title } of loadProducts()) expect(out).toContain(`# ${title}\n`);
    expect(out).toContain('✓ matrix/product#implemented where all proofs are green: passed');
    expect(out).toContain('- Evidence: vitest.json, 1 tests, 1970-01-01T00:00:00.000Z');
  });

  it('says that checks count for nothing without evidence', async () => {
    const { out } = await mailspec('report', record, '--product');
    expect(out).toContain('No evidence of checks was given');
    expect(out).not.toContain('green: passed');
  });

  it('prints JSON whose sums are those of its rows', async () => {
    const { out } = await mailspec('report', record, '--product', '--json');
    const reports = JSON.parse(out) as { totals: Record<string, number>; sections: { rows: unknown[] }[] }[];
    const sums = reports.map((r) => Object.values(r.totals).reduce((a, b) => a + b, 0));
    expect(sums).toEqual([60, 607]);
    expect(reports.map((r) => r.sections.flatMap((s) => s.rows).length)).toEqual(sums);
  });

  it('fills a folder, the same each time, and prints the counts', async () => {
    const out = join(dir, 'product');
    const files = async () =>
      Object.fromEntries(
        await Promise.all(
          (await readdir(out)).sort().map(async (f) => [f, await readFile(join(out, f), 'utf8')] as const),
        ),
      );
    const first = await mailspec('report', record, '--product', '--evidence', evidence, '--out', out);
    expect(first.out).toMatch(/^LightMail: .*\n {2}60 rows: \d+ Implemented, /);
    const before = await files();
    expect(Object.keys(before)).toEqual(
      ['lightmail', 'smtp-server'].flatMap((name) => ['html', 'json', 'md'].map((form) => `${name}.${form}`)),
    );
    await mailspec('report', record, '--product', '--evidence', evidence, '--out', out);
    expect(await files()).toEqual(before);
    await mailspec('report', record, '--product', '--format', 'text', '--out', join(dir, 'text'));
    expect(await readdir(join(dir, 'text'))).toEqual(['lightmail.txt', 'smtp-server.txt']);
  });

  it.each([
    [['--evidence', '/nowhere.json', '--product'], /--evidence \/nowhere\.json cannot be read/],
    [['--evidence', 'package.json', '--product'], /package\.json is not what `vitest run --reporter=json` writes/],
    [['--evidence', 'README.md', '--product'], /README\.md is no JSON/],
    [['--evidence', 'package.json'], /--evidence is for the status lists: give --product too/],
    [['--product', '--format', 'junit'], /--product has no form junit: use one of md, html, json, text/],
    [['--json', '--format', 'md'], /--json and --format md ask for two forms/],
  ])('refuses %j with one message', async (argv, message) => {
    const { code, err } = await mailspec(
      'report',
      record,
      ...argv.map((a) => (/^[A-Za-z]\S*\./.test(a) ? join(ROOT, a) : a)),
    );
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('leaves the report of a run as it was', async () => {
    expect((await mailspec('report', record, '--json')).out).toBe(json(sampleRecord()));
    expect((await mailspec('report', record)).out).toMatch(/^fail {2}/);
  });
});

describe('the names of proofs', () => {
  it('are tags of features, with their scenarios', () => {
    const scenario = { title: 't', feature: 'f', line: 1, requirements: [], steps: [], key: 'k' };
    const tags = scenariosByTag([
      { ...scenario, id: 'one', tags: ['a', 'b'] },
      { ...scenario, id: 'two', tags: ['a'] },
    ]);
    expect([...tags]).toEqual([
      ['@a', ['one', 'two']],
      ['@b', ['one']],
    ]);
  });

  it('are tests of the house, by their own titles and those of files they import, and checks of real clients', async () => {
    const tests = await testTitles(ROOT);
    expect(checkProblem('conformance/cli/product#by their own titles', tests)).toBeUndefined();
    expect(checkProblem('store/store#a message comes back octet for octet', tests)).toBeUndefined();
    expect(checkProblem('store/store#no such title', tests)).toMatch(
      /no title of reference-server\/store\/store holds/,
    );
    expect(checkProblem('clients/openssl-s-client#handshakes', tests)).toBeUndefined();
    expect(checkProblem('clients/openssl-s-client#no such check', tests)).toMatch(/no title of ci\/clients\/openssl/);
    expect(checkProblem('store/torture', tests)).toMatch(/names no test file/);
  });

  it('must fit one file, and are not looked at where there are no tests', () => {
    const tests = new Map([
      ['a/cli', ['x']],
      ['b/cli', ['x']],
    ]);
    expect(checkProblem('cli', tests)).toMatch(/fits a\/cli and b\/cli: name more/);
    expect(checkProblem('a/cli#x', tests)).toBeUndefined();
    expect(checkProblem('cli', new Map())).toBeUndefined();
  });
});
