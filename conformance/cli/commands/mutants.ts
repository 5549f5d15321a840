import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { put } from '../../../matrix/write.ts';
import type { Mutant } from '../../mutants/types.ts';
import { HarnessError, UsageError } from '../../runner/errors.ts';
import { type Breadth, type MutantResult, type MutantRun, proofOf, runMutants } from '../../runner/mutants.ts';
import { openSuite, openTarget, prepare } from '../../runner/open.ts';
import { runHarnessMutants, runOtherMutants } from '../../runner/other.ts';
import { frontMutants, harnessMutants, sourceMutants } from '../../runner/other-mutants.ts';
import {
  EMPTY_PROOF,
  type Proof,
  type ProofOutcome,
  proofFile,
  proofText,
  readProof,
  readSources,
} from '../../runner/proof.ts';
import { packageRoot } from '../../runner/suite.ts';
import { openFile } from '../../targets/open.ts';
import { EXIT, finish } from '../exit.ts';
import { loadMutants, mutantIds, needsClone } from '../house.ts';
import { number } from './run.ts';

const REFERENCE = 'conformance/targets/reference-server/current.toml';
const REFERENCE_FILE = `${packageRoot()}${REFERENCE}`;
/** The same server where it has chosen otherwise: asked what the first one's choices leave unasked. */
const OTHERWISE_FILE = `${packageRoot()}conformance/targets/reference-server/clear-login.toml`;

const CALM_LANES = 4;

/** What differs between the committed proof and what was shown now, a line each. What else dies is not compared. */
export function differences(old: Proof, now: Proof): string[] {
  const ids = [...new Set([...Object.keys(old.requirements), ...Object.keys(now.requirements)])].sort();
  return ids.flatMap((id) => {
    const [a, b] = [old.requirements[id], now.requirements[id]];
    if (!a || !b) return [`${id}: ${a ? 'is in the proof alone' : 'is not in the proof'}`];
    const keys = (['mutant', 'variants', 'scenarios', 'outcome', 'digest'] as const).filter(
      (k) => JSON.stringify(a[k]) !== JSON.stringify(b[k]),
    );
    return keys.length === 0 ? [] : [`${id}: the proof has another ${keys.join(', ')}; now ${b.outcome}`];
  });
}

function undeclared(r: MutantResult, tagsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const declared = new Set(r.mutant.also ?? []);
  return r.also.filter((id) => !declared.has(id) && !(tagsOf.get(id) ?? []).some((t) => declared.has(t)));
}

/** What else dies is recorded, not compared: a check does without it unless told otherwise. */
function breadthOf(raw: Record<string, unknown>): Breadth {
  if (raw.all === true) return 'all';
  if (raw.breadth === 'own' || raw.breadth === 'feature' || raw.breadth === 'all') return raw.breadth;
  return raw.check === true ? 'own' : 'feature';
}

/** A table may hand on those of another: each mutant counts once. @throws UsageError for two of one id */
function unique(all: readonly Mutant[]): Mutant[] {
  const mutants = [...new Set(all)];
  const twice = [...Map.groupBy(mutants, (m) => m.id)].find(([, list]) => list.length > 1);
  if (twice) throw new UsageError(`${twice[0]}: two mutants have this id`);
  return mutants;
}

export function register(program: Command): void {
  program
    .command('mutants')
    .description('break the server rule by rule and see whether the scenarios notice')
    .argument('[target]', 'target file', REFERENCE)
    .option('--only <id>', 'only mutants whose id begins so')
    .addOption(
      new Option('--breadth <how>', 'which scenarios besides those it must kill (feature, with --check own)').choices([
        'own',
        'feature',
        'all',
      ]),
    )
    .option('--all', 'the same as --breadth all')
    .option('--also', 'list what else each mutant kills and does not declare')
    .option('--check', 'change nothing; exit 1 where the committed proof differs')
    .option('--lanes <n>', 'scenarios at once', number)
    .option('--features <dir>', 'features to run instead of those of the suite')
    .action(async (file: string, raw: Record<string, unknown>) => {
      if (raw.check !== true) needsClone('writing the proof (mutants without --check)');
      const started = performance.now();
      const { spec, root, scenarios } = await openSuite(typeof raw.features === 'string' ? raw.features : undefined);
      const tables = await loadMutants();
      const listed = unique(tables.map((l) => l.mutant));
      const only = typeof raw.only === 'string' ? raw.only : undefined;
      const mutants = listed.filter((m) => only === undefined || m.id.startsWith(only));
      const others = [...sourceMutants, ...frontMutants, ...harnessMutants.map((h) => h.mutant)];
      if (mutants.length === 0 && !others.some((m) => m.id.startsWith(only ?? ''))) {
        throw new UsageError(`--only ${only}: no mutant is called so`);
      }
      const sources = await readSources(packageRoot());
      await using target = await openTarget(file, {});
      const context = await prepare(target, spec);
      const breadth = breadthOf(raw);
      const lanes = typeof raw.lanes === 'number' ? raw.lanes : target.facts.limits.lanes;
      const wired = await runMutants({ ...context, root, scenarios, mutants, breadth, lanes });
      const { identity } = wired;
      const of = (outcome: ProofOutcome) => wired.results.filter((r) => r.outcome === outcome).map((r) => r.mutant);
      const later = new Map<string, MutantResult>();
      const ask = async (more: MutantRun) => {
        for (const r of (await runMutants(more)).results) later.set(r.mutant.id, r);
      };
      // A scenario that a busy machine kept from the mutant shows nothing: those are asked once more, with little beside them.
      const idle = of('idle');
      if (idle.length > 0) await ask({ ...context, root, scenarios, mutants: idle, breadth, lanes: CALM_LANES });
      const unasked = of('not-asked');
      if (file === REFERENCE && unasked.length > 0) {
        await using second = await openTarget(OTHERWISE_FILE, {});
        await ask({ ...(await prepare(second, spec)), root, scenarios, mutants: unasked, breadth, lanes });
      }
      const open = async (env: Record<string, string>) => await prepare(await openFile(REFERENCE_FILE, env), spec);
      const other = { root, scenarios, lanes, open, ...(only === undefined ? {} : { only }) };
      const shown = wired.results.map((r) => later.get(r.mutant.id) ?? r);
      const results = [...shown, ...(await runOtherMutants(other, context))];
      const verdicts = await runHarnessMutants(other, context);
      const out = (line: string) => process.stdout.write(`${line}\n`);
      const tags = new Map(scenarios.map((s) => [s.id, s.requirements]));
      let overlaps = 0;
      for (const r of identity) {
        out(
          `not green through a filter that changes nothing: ${r.job.scenario.id}: ${r.outcome} ${r.why?.message ?? ''}`,
        );
      }
      for (const r of results) {
        if (r.outcome !== 'killed') out(`${r.outcome}: ${r.mutant.id}\n    ${r.why.join('\n    ')}`);
        const more = undeclared(r, tags);
        if (more.length > 0) overlaps++;
        if (more.length > 0 && raw.also === true) out(`${r.mutant.id} also kills ${more.join(', ')}`);
      }
      const now = proofOf(results, mutantIds(tables), sources);
      const old = await readProof(packageRoot());
      const killed = results.filter((r) => r.outcome === 'killed').length;
      for (const v of verdicts.filter((x) => !x.good))
        out(`${v.id} does not end as it should\n    ${v.why.join('\n    ')}`);
      const fair = verdicts.filter((v) => v.good).length;
      if (verdicts.length > 0) out(`${fair} of ${verdicts.length} mutants of the harness end as they should`);
      const good = killed === results.length && identity.length === 0 && fair === verdicts.length;
      if (overlaps > 0 && raw.also !== true) out(`${overlaps} mutants kill other scenarios too (--also lists them)`);
      out(`${killed} of ${results.length} mutants killed, ${((performance.now() - started) / 1000).toFixed(1)} s`);
      if (raw.check === true) {
        const asked = new Set(results.map((r) => r.mutant.kills));
        const mine = (p: Proof): Proof => ({
          ...p,
          requirements: Object.fromEntries(Object.entries(p.requirements).filter(([id]) => asked.has(id))),
        });
        const differ = differences(only === undefined ? old : mine(old), now);
        for (const line of differ) out(line);
        if (differ.length > 0) out('mailspec mutants writes the proof anew');
        finish(differ.length > 0 || !good ? EXIT.broken : EXIT.holds);
        return;
      }
      const merged: Proof = {
        ...EMPTY_PROOF,
        requirements: { ...(only === undefined ? {} : old.requirements), ...now.requirements },
      };
      await put(proofFile(packageRoot()), proofText(merged));
      const written = await readFile(proofFile(packageRoot()), 'utf8');
      if (written !== proofText(merged)) throw new HarnessError('proof.json was changed while it was written');
      finish(good ? EXIT.holds : EXIT.broken);
    });
}
