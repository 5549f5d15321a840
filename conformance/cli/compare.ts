import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunRecord } from '../../matrix/record.ts';
import { targetName } from '../../matrix/render/text.ts';
import type { Requirement, Spec } from '../../spec/types.ts';
import { UsageError } from '../runner/errors.ts';
import type { FeatureScenario } from '../runner/features.ts';
import { plan, runJobs } from '../runner/jobs.ts';
import { openTarget, prepare } from '../runner/open.ts';
import { visible, wireText } from '../runner/transcripts.ts';
import { readRecord } from './records.ts';

/** What one server said in one run of one scenario. */
export interface ComparedRun {
  scenario: string;
  cell: string;
  outcome: string;
  message?: string;
  expected?: string;
  got?: string;
  /** The conversation, a line of the wire a line; CR, LF and controls visible. */
  wire: string[];
}

export interface ComparedTarget {
  target: string;
  runs: ComparedRun[];
  /** Why it could not be asked. */
  error?: string;
}

export interface Comparison {
  id: string;
  requirement?: Pick<Requirement, 'id' | 'level' | 'rfc' | 'section' | 'asks'>;
  scenarios: { id: string; title: string; feature: string; line: number }[];
  targets: ComparedTarget[];
}

const entrySchema = z.object({
  cell: z.string(),
  at: z.number(),
  conn: z.string(),
  from: z.enum(['C', 'S', 'note']),
  tls: z.boolean(),
  bytes: z.string(),
});

/** The scenarios an id stands for, and the row where it is one. @throws UsageError for an id nobody knows */
export function comparison(id: string, spec: Spec, all: readonly FeatureScenario[]): Comparison {
  const mine = all.filter((s) => s.id === id || s.requirements.includes(id));
  const row = spec.byId.get(id);
  if (mine.length === 0 && !row)
    throw new UsageError(`${id}: no such requirement or scenario; mailspec list shows them`);
  if (mine.length === 0) throw new UsageError(`${id}: no scenario asks this requirement`);
  return {
    id,
    ...(row
      ? { requirement: { id: row.id, level: row.level, rfc: row.rfc, section: row.section, asks: row.asks } }
      : {}),
    scenarios: mine.map(({ id: s, title, feature, line }) => ({ id: s, title, feature, line })),
    targets: [],
  };
}

/** Asks a server now. @throws UsageError, TargetError */
export async function askTarget(
  file: string,
  mine: readonly FeatureScenario[],
  suite: { spec: Spec; root: string },
): Promise<ComparedTarget> {
  await using target = await openTarget(file, {});
  const context = await prepare(target, suite.spec);
  const results = await runJobs({ ...context, root: suite.root, jobs: plan([...mine], 'base', context), lanes: 1 });
  const { name, version, variant } = target.facts;
  return {
    target: [name, version, variant === undefined ? undefined : `(${variant})`].filter(Boolean).join(' '),
    runs: results.map((r) => ({
      scenario: r.job.scenario.id,
      cell: r.job.key,
      outcome: r.outcome,
      ...(r.why ? { message: r.why.message } : {}),
      ...(r.why?.expected === undefined ? {} : { expected: r.why.expected }),
      ...(r.why?.got === undefined ? {} : { got: r.why.got }),
      wire: r.transcript.entries.flatMap((e) => wireText(e).split('\n')),
    })),
  };
}

/** Takes what a server said in an earlier run from its report. @throws UsageError, RecordError */
export async function askReport(folder: string, mine: readonly { id: string }[]): Promise<ComparedTarget> {
  const record: RunRecord = await readRecord(folder);
  const runs: ComparedRun[] = [];
  for (const s of record.scenarios.filter((x) => mine.some((m) => m.id === x.id))) {
    for (const run of s.runs) {
      runs.push({
        scenario: s.id,
        cell: run.cell,
        outcome: run.outcome,
        ...(run.why ? { message: run.why.message } : {}),
        ...(run.why?.expected === undefined ? {} : { expected: run.why.expected }),
        ...(run.why?.got === undefined ? {} : { got: run.why.got }),
        wire: run.transcript === undefined ? [] : await storedWire(join(folder, run.transcript), run.cell),
      });
    }
  }
  return { target: targetName(record), runs };
}

async function storedWire(file: string, cell: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((e: unknown) => {
    throw new UsageError(`${file} cannot be read: ${e instanceof Error ? e.message : String(e)}`);
  });
  return text
    .split('\n')
    .filter((l) => l !== '')
    .flatMap((l, i) => {
      const read = entrySchema.safeParse(JSON.parse(l));
      if (!read.success) throw new UsageError(`${file}, line ${i + 1}: no entry of a transcript`);
      const e = read.data;
      return e.cell === cell ? wireText({ ...e, bytes: Buffer.from(e.bytes, 'latin1') }).split('\n') : [];
    });
}

/** Whether a name is a report rather than a target file. */
export async function isReport(name: string): Promise<boolean> {
  const found = await stat(name).catch(() => undefined);
  return found?.isDirectory() === true || name.endsWith('.json');
}

const RULE = 78;

/** The comparison as text: a table of outcomes, then the bytes of each server, scenario by scenario. */
export function compareText(c: Comparison): string {
  const lines: string[] = [];
  const row = c.requirement;
  if (row) lines.push(`${row.id} (${row.level}, RFC ${row.rfc} section ${row.section})`, row.asks, '');
  const width = Math.max(...c.targets.map((t) => t.target.length), 6);
  for (const t of c.targets) {
    const outcomes = t.error === undefined ? t.runs.map((r) => r.outcome) : ['not asked'];
    lines.push(`${t.target.padEnd(width)}  ${outcomes.join(', ') || 'not in its report'}`);
  }
  for (const s of c.scenarios) {
    lines.push('', '='.repeat(RULE), s.title, `${s.feature}:${s.line}`);
    for (const t of c.targets) {
      if (t.error !== undefined) {
        lines.push('', `-- ${t.target}: ${t.error}`);
        continue;
      }
      for (const r of t.runs.filter((x) => x.scenario === s.id)) {
        lines.push('', `-- ${t.target}${r.cell === 'base' ? '' : `, cell ${r.cell}`}: ${r.outcome}`, ...r.wire);
        if (r.message !== undefined) lines.push(`   ${visible(Buffer.from(r.message, 'latin1'))}`);
        if (r.expected !== undefined) lines.push(`   expected  ${r.expected}`);
        if (r.got !== undefined) lines.push(`   got       ${r.got}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
