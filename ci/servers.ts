import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunRecord } from '../matrix/record.ts';
import { parseRecordText } from '../matrix/schema.ts';
import { targetTable } from '../matrix/targets-table.ts';
import { containerChecks } from './container-checks.ts';
import { type Count, lastLine, sum } from './counts.ts';
import { run, SUITE } from './parts.ts';
import { resultOf, saveResults } from './results.ts';
import { type Listed, listTargets, newest } from './target-list.ts';

const HELP = `Runs the suite against real servers in containers, each with its committed baseline.

usage: npm run test:servers -- [--all] [--only NAME …] [--at-once N] [--report DIR] [--save] [--list]

  --all          every version and variant, not only the newest of each server
  --only NAME    only targets of this server; may be given several times
  --at-once N    servers asked at a time (2)
  --report DIR   a report a target, and the table of all of them (report/servers)
  --save         renew the committed results, conformance/targets/results.json
  --list         only print what would be run
`;

const TARGETS = 'conformance/targets';
/** One server may take this long, its image built already. */
const TARGET_MS = 10 * 60_000;
const IMAGES_MS = 40 * 60_000;

interface Judged {
  target: Listed;
  count: Count;
  record?: RunRecord;
}

async function judge(target: Listed, report: string): Promise<Judged> {
  const started = performance.now();
  const at = join(report, target.file.replace(/^conformance\/targets\//, '').replace(/\.toml$/, ''));
  const words = ['run', target.file, '--report', at, '--baseline', target.baseline, '--gate'];
  const ended = await run([...SUITE, ...words], TARGET_MS);
  const text = await readFile(join(at, 'run.json'), 'utf8').catch(() => undefined);
  const record = text === undefined ? undefined : parseRecordText(text, at);
  const broken = ended.output.split('\n').filter((l) => /^(?:new|stale|expired|violation): /.test(l));
  // Rows that passed; what the baseline knows counts neither way, what it does not know has failed.
  const passed = record?.counts.pass ?? 0;
  const failed = ended.code === 0 ? 0 : Math.max(1, broken.length);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const title = [target.name, target.version, target.variant].filter(Boolean).join(' ');
  console.log(`${title}: ${lastLine({ passed, failed })} (${seconds} s)`);
  if (failed > 0) console.log(broken.length > 0 ? broken.join('\n') : ended.output.trimEnd().slice(-4_000));
  return { target, count: { passed, failed }, ...(record ? { record } : {}) };
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      'at-once': { type: 'string', default: '2' },
      report: { type: 'string', default: 'report/servers' },
      list: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  const all = await listTargets(TARGETS);
  const { only } = values;
  const unknown = only.filter((n) => !all.some((t) => t.name === n));
  if (unknown.length > 0) {
    console.error(`no server ${unknown.join(', ')}; there are ${[...new Set(all.map((t) => t.name))].join(', ')}`);
    return false;
  }
  const chosen = (values.all ? all : newest(all)).filter((t) => only.length === 0 || only.includes(t.name));
  if (values.list) {
    for (const t of chosen) console.log(t.file);
    return true;
  }
  const began = performance.now();
  const images = await run([...SUITE, 'images', ...chosen.map((t) => t.file)], IMAGES_MS, true);
  console.log(`images: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  if (images.code !== 0) {
    console.log(lastLine({ passed: 0, failed: 1 }));
    return false;
  }
  const first = chosen[0];
  const checked = first ? await containerChecks(first.file) : { passed: 0, failed: 1 };
  const done: Judged[] = [];
  const waiting = [...chosen];
  const atOnce = Math.max(1, Number(values['at-once']) || 1);
  const worker = async () => {
    for (let t = waiting.shift(); t; t = waiting.shift()) done.push(await judge(t, values.report));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  done.sort((a, b) => chosen.indexOf(a.target) - chosen.indexOf(b.target));
  const table = targetTable(done.flatMap((d) => d.record ?? []));
  await mkdir(values.report, { recursive: true });
  await writeFile(join(values.report, 'servers.md'), table);
  if (values.save) {
    const now = done.flatMap((d) => (d.record ? [resultOf(d.target.file, d.record)] : []));
    await saveResults(
      now,
      all.map((t) => t.file),
    );
  }
  console.log(`\n${table}`);
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
  const total = sum([checked, ...done.map((d) => d.count)]);
  console.log(lastLine(total));
  return total.failed === 0;
}

process.exitCode = (await main()) ? 0 : 1;
