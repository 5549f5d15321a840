import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RESULTS, resultsTable } from './results.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILE = join(ROOT, 'README.md');

function mailspec(...args: string[]): string {
  const launcher = join(ROOT, 'conformance', 'cli', 'mailspec.js');
  return execFileSync(process.execPath, [launcher, ...args], { cwd: ROOT, encoding: 'utf8' });
}

/** The screen of one requirement, without what the last run of whoever reads it has left in report/. */
function explain(): string {
  const text = mailspec('explain', 'rfc5321-4.5.2-leading-dot-removed');
  const lastRun = text.search(/\n\nLast run/);
  return ['```text', (lastRun < 0 ? text : text.slice(0, lastRun)).trimEnd(), '```'].join('\n');
}

interface Stats {
  rfcs: {
    rfc: number;
    complete: boolean | string[];
    requirements: number;
    testable: number;
    tested: number;
    killed: number;
  }[];
  totals: Omit<Stats['rfcs'][number], 'rfc' | 'complete'>;
}

function stats(): string {
  const { rfcs, totals } = JSON.parse(mailspec('spec', 'stats', '--json')) as Stats;
  const row = (name: string, complete: string, r: Stats['totals']): string =>
    `| ${name} | ${complete} | ${r.requirements} | ${r.testable} | ${r.tested} | ${r.killed} |`;
  const whole = (c: boolean | string[]): string =>
    c === true ? 'yes' : c === false ? 'started' : `sections ${c.join(', ')}`;
  return [
    '| RFC | complete | requirements | testable | tested | killed by their mutant |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rfcs.map((r) => row(String(r.rfc), whole(r.complete), r)),
    row('all', '', totals),
  ].join('\n');
}

function servers(): string {
  return resultsTable(readFileSync(join(ROOT, RESULTS), 'utf8'));
}

/** README.md with its generated parts made anew. */
export function generated(text: string): string {
  const parts: Record<string, () => string> = { explain, stats, servers };
  return Object.entries(parts).reduce((t, [name, make]) => {
    const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [t.indexOf(from), t.indexOf(to)];
    if (start < 0 || end < start) throw new Error(`README.md has no ${from} … ${to}`);
    return `${t.slice(0, start)}${from}\n\n${make()}\n\n${t.slice(end)}`;
  }, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(FILE, generated(readFileSync(FILE, 'utf8')));
}
