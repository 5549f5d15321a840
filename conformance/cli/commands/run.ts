import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parse as parseYaml } from 'yaml';
import { type BaselineEntry, gate, parseBaseline } from '../../../matrix/gate.ts';
import type { RunRecord } from '../../../matrix/record.ts';
import { summaryText } from '../../../matrix/summary.ts';
import { checkReportDir, writeReport } from '../../../matrix/write.ts';
import { together } from '../../runner/again.ts';
import { missing } from '../../runner/applicable.ts';
import type { CellMode } from '../../runner/cells.ts';
import type { JobResult } from '../../runner/context.ts';
import { UsageError } from '../../runner/errors.ts';
import { plan, runJobs } from '../../runner/jobs.ts';
import { fileOf, openSuite, openTarget, prepare, profileOf, type Suite, targetWords } from '../../runner/open.ts';
import { progress } from '../../runner/progress.ts';
import { killedBy, readProof, readSources } from '../../runner/proof.ts';
import { select, selectionWords } from '../../runner/select.ts';
import { packageRoot, recordOf, rowsOf } from '../../runner/suite.ts';
import { transcriptLines, transcriptPath } from '../../runner/transcripts.ts';
import type { AttachFlags } from '../../targets/attach.ts';
import { EXIT, finish } from '../exit.ts';
import { loadMutants, mutantIds } from '../house.ts';
import { attachFlags, collect, targetOptions } from './target-options.ts';

/** What a run is asked for; also by `repeat`. */
export interface RunOptions {
  target: string | undefined;
  flags: AttachFlags;
  id: string[];
  section: string[];
  tag: string[];
  protocol: string[];
  profile?: string;
  slow: boolean;
  cells: CellMode;
  lanes?: number;
  features?: string;
  deadline?: number;
  report?: string;
  baseline?: string;
  gate: boolean;
  json: boolean;
  /** Told of each run of a scenario, and how many there will be, instead of the terminal. */
  onResult?: (r: JobResult, total: number) => void;
  /** Told what is done before the target is there, instead of standard error. */
  say?: (line: string) => void;
}

export interface RunDone {
  record: RunRecord;
  results: JobResult[];
  exit: 0 | 1 | 4;
}

export function number(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('must be a whole number from 1 on');
  return n;
}

/** Runs the suite once. @throws UsageError, TargetError, ReportError and errors of our own */
export async function runOnce(o: RunOptions, suite?: Suite): Promise<RunDone> {
  const { spec, root, scenarios: all } = suite ?? (await openSuite(o.features));
  const profile = profileOf(spec, o.profile);
  const selection = { ids: o.id, sections: o.section, tags: o.tag, protocols: o.protocol, slow: o.slow };
  const rows = profile ? new Set(rowsOf(spec, profile).map((r) => r.id)) : undefined;
  const scenarios = select(all, selection, spec, rows);
  const baseline = o.baseline === undefined ? undefined : await readBaseline(o.baseline);
  if (o.report !== undefined) await checkReportDir(o.report);
  const words = selectionWords(selection);
  const started = new Date();
  await using target = await openTarget(o.target, o.flags, o.say);
  const context = await prepare(target, spec);
  const lacking = missing(profile, context.survey);
  const lanes = o.lanes ?? target.facts.limits.lanes;
  const messages: string[] = [];
  const jobs = plan(scenarios, o.cells, context, lacking);
  const common = { ...context, root, ...(o.deadline === undefined ? {} : { deadlineMs: o.deadline }) };
  const results = await withProgress(o, jobs.length, async (onResult) => {
    const first = await runJobs({ ...common, jobs, lanes, onResult, onMessage: (m) => messages.push(m) });
    // Silence, hang-ups and temporary refusals once more, alone, and no more than once.
    const again = first.filter((r) => r.askAgain).map((r) => r.job);
    if (again.length === 0) return first;
    const second = await runJobs({ ...common, jobs: again, lanes: 1, onMessage: (m) => messages.push(m) });
    return together(first, second);
  });
  const [proof, sources, listed] = await Promise.all([
    readProof(packageRoot()),
    readSources(packageRoot()),
    loadMutants(),
  ]);
  const record = recordOf({
    ...context,
    scenarios,
    results,
    started,
    ...(profile ? { profile } : {}),
    ...(words ? { selection: words } : {}),
    targetWords: targetWords(o.target, o.flags),
    killed: killedBy(proof, mutantIds(listed), all, sources),
  });
  if (o.report !== undefined) {
    const transcripts = new Map<string, string>();
    for (const r of results) {
      if (r.transcript.entries.length === 0) continue;
      const path = transcriptPath(r.job.scenario.id);
      transcripts.set(path, (transcripts.get(path) ?? '') + transcriptLines(r));
    }
    await writeReport(o.report, record, { messages, transcripts });
  }
  const judged = gate(record, { gate: o.gate, ...(baseline ? { baseline } : {}) });
  if (o.gate || baseline) for (const line of [...judged.excused, ...judged.broken]) process.stderr.write(`${line}\n`);
  // A fault of ours counts even where a failure outweighs it in the verdict.
  const ours = results.some((r) => r.outcome === 'harness-error');
  return { record, results, exit: ours ? EXIT.ours : judged.exit };
}

async function withProgress<T>(
  { onResult }: RunOptions,
  total: number,
  work: (step: (r: JobResult) => void) => Promise<T>,
): Promise<T> {
  if (onResult) return await work((r) => onResult(r, total));
  using shown = progress(total);
  return await work((r) => shown.step(r.outcome === 'failed'));
}

async function readBaseline(file: string): Promise<BaselineEntry[]> {
  const text = await readFile(fileOf(file), 'utf8').catch((e: unknown) => {
    throw new UsageError(`${file}: cannot be read: ${e instanceof Error ? e.message : String(e)}`);
  });
  let data: unknown;
  try {
    data = parseYaml(text);
  } catch (e) {
    throw new UsageError(`${file}: ${e instanceof Error ? e.message : String(e)}`);
  }
  return parseBaseline(data, file);
}

/** The choices that `run` and `repeat` have in common. */
export function runOptions(command: Command): Command {
  return targetOptions(command)
    .option('--id <id>', 'only this requirement or scenario; a trailing * takes all that begin so', collect, [])
    .option('--section <rfc:section>', 'only this section and those below it, as in 5321:4.5', collect, [])
    .option('--tag <tag>', 'only scenarios with this tag', collect, [])
    .option('--protocol <service>', 'only smtp, submission, lmtp, imap or pop3', collect, [])
    .option('--profile <name>', 'only the rows of a profile, and what it requires to be announced')
    .option('--slow', 'also scenarios that wait for minutes', false)
    .addOption(
      new Option('--cells <mode>', 'base cells only, or the axes too').choices(['base', 'axes']).default('base'),
    )
    .option('--lanes <n>', 'scenarios at once', number)
    .option('--deadline <ms>', 'milliseconds the server may take for one answer', number)
    .option('--features <dir>', 'features to run instead of those of the suite');
}

/** Reads the options that `runOptions` defines. */
export function readOptions(target: string | undefined, raw: Record<string, unknown>): RunOptions {
  const text = (key: string) => (typeof raw[key] === 'string' ? { [key]: raw[key] } : {});
  const list = (key: string) => (Array.isArray(raw[key]) ? raw[key].map(String) : []);
  return {
    target,
    flags: attachFlags(raw),
    id: list('id'),
    section: list('section'),
    tag: list('tag'),
    protocol: list('protocol'),
    slow: raw.slow === true,
    cells: raw.cells === 'axes' ? 'axes' : 'base',
    ...(typeof raw.lanes === 'number' ? { lanes: raw.lanes } : {}),
    ...(typeof raw.deadline === 'number' ? { deadline: raw.deadline } : {}),
    ...text('profile'),
    ...text('features'),
    ...text('report'),
    ...text('baseline'),
    gate: raw.gate === true,
    json: raw.json === true,
  };
}

function summaryJson(record: RunRecord): string {
  const { target, profile, seconds, counts, violations, complete, coverage } = record;
  return `${JSON.stringify({ target: target.name, profile, seconds, violations, complete, coverage, counts })}\n`;
}

export function register(program: Command): void {
  const command = program
    .command('run')
    .description('ask a mail server what the RFCs ask of it')
    .argument('[target]', 'target file; or say where the server listens with the flags below');
  runOptions(command)
    .option('--report <dir>', 'write run.json, index.html, matrix.md, junit.xml and transcripts there')
    .option('--baseline <file>', 'known failures')
    .option('--gate', 'exit 1 for anything red or unverified that the baseline does not list, and for stale entries')
    .option('--json', 'print the sums as one line of JSON')
    .action(async (target: string | undefined, raw: Record<string, unknown>) => {
      const o = readOptions(target, raw);
      const { record, exit } = await runOnce(o);
      process.stdout.write(o.json ? summaryJson(record) : summaryText(record));
      finish(exit);
    });
}
