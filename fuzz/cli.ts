import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { keep } from './corpus.ts';
import { guided } from './coverage/guided.ts';
import { inputs } from './grammar/mutate.ts';
import { superlinear } from './scaling.ts';
import type { FuzzTarget } from './target.ts';
import { targets } from './targets/index.ts';

/** Inputs between two looks at the clock. */
const BATCH = 2000;

function positive(text: string): number {
  const n = Number(text);
  if (!Number.isFinite(n) || n <= 0) throw new InvalidArgumentError('a number above 0, please.');
  return n;
}

function show(bytes: Buffer): string {
  return bytes.length > 400
    ? `${JSON.stringify(bytes.toString('latin1').slice(0, 400))}…`
    : JSON.stringify(bytes.toString('latin1'));
}

/** @returns true where nothing was found */
function generated(target: FuzzTarget, seconds: number, seed: number): boolean {
  const until = performance.now() + seconds * 1000;
  let runs = 0;
  for (let s = seed; performance.now() < until; s++) {
    const out = fc.check(
      fc.property(inputs(target.grammar), (input) => target.check(input)),
      { seed: s, numRuns: BATCH },
    );
    runs += out.numRuns;
    if (out.failed) {
      const [smallest] = out.counterexample ?? [];
      const path = smallest === undefined ? undefined : keep(target.name, smallest);
      console.log(`${target.name}: found after ${runs} inputs (seed ${s})`);
      if (smallest !== undefined) console.log(`  input ${show(smallest)}\n  kept as ${path}`);
      console.log(`  ${out.errorInstance instanceof Error ? out.errorInstance.message : String(out.errorInstance)}`);
      return false;
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${target.name}: ${runs} inputs, nothing found`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  console.log(`${target.name}: ${runs} inputs in ${seconds} s, nothing found (first seed ${seed})`);
  const slow = superlinear(target);
  for (const { shape, ratio } of slow)
    console.log(`  ${shape}: eight times the input took ${ratio.toFixed(1)} times the work`);
  return slow.length === 0;
}

/** @returns true where nothing was found; a blind run throws */
async function byCoverage(target: FuzzTarget, seconds: number): Promise<boolean> {
  if (target.instrumented === undefined)
    throw new Error(`${target.name} has no instrumented form; those that have: ${withCoverage()}`);
  const work = mkdtempSync(join(tmpdir(), 'mailspec-fuzz-'));
  const r = await guided(target.instrumented, seconds, work);
  if (r.cov === 0)
    throw new Error(
      `the coverage-guided run of ${target.name} saw no coverage, so it proves nothing:\n${r.output.slice(-2000)}`,
    );
  if (r.crash !== undefined) {
    console.log(`${target.name}: found by coverage\n  input ${show(r.crash)}\n  kept as ${keep(target.name, r.crash)}`);
    return false;
  }
  console.log(`${target.name}: ${r.executions} executions in ${seconds} s, cov ${r.cov}, nothing found`);
  return true;
}

function withCoverage(): string {
  return targets
    .filter((t) => t.instrumented !== undefined)
    .map((t) => t.name)
    .join(', ');
}

async function main(): Promise<number> {
  let code = 0;
  const program = new Command('fuzz')
    .description('Feeds grammatical, mutated and random input to a parser and keeps what breaks it.')
    .argument('<target>', `one of: ${targets.map((t) => t.name).join(', ')}, or all`)
    .option('--seconds <n>', 'how long, for each target', positive, 30)
    .option('--seed <n>', 'first seed, for a run to be repeated', positive, Date.now() % 1_000_000)
    .option('--coverage', `guided by coverage (${withCoverage()})`)
    .addHelpText(
      'after',
      `\n${targets.map((t) => `  ${t.name.padEnd(14)} ${t.about}`).join('\n')}\n\nExit codes: 0 nothing found, 1 found (the input is kept in the corpus), 2 usage, 4 the fuzzer itself failed.`,
    )
    .exitOverride((e) => process.exit(e.exitCode === 0 ? 0 : 2))
    .action(async (name: string, o: { seconds: number; seed: number; coverage?: boolean }) => {
      const chosen = name === 'all' ? targets : targets.filter((t) => t.name === name);
      if (chosen.length === 0) {
        console.error(`fuzz: no target '${name}'; there are ${targets.map((t) => t.name).join(', ')}, and all`);
        code = 2;
        return;
      }
      for (const t of chosen) {
        const clean = o.coverage ? await byCoverage(t, o.seconds) : generated(t, o.seconds, o.seed);
        if (!clean) code = 1;
      }
    });
  await program.parseAsync();
  return code;
}

main().then(
  (code) => process.exit(code),
  (e: unknown) => {
    console.error(`fuzz: ${e instanceof Error ? e.message : String(e)}`);
    process.exit(4);
  },
);
