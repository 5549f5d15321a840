import { SERVICES, type Spec } from '../../spec/types.ts';
import { parseDialogue } from '../dialogue/parse.ts';
import { DialogueSyntaxError } from '../dialogue/types.ts';
import { stepFor } from '../steps/all.ts';
import { servicesOf } from './cells.ts';
import { UsageError } from './errors.ts';
import type { FeatureScenario } from './features.ts';

const PLAIN_TAGS = new Set<string>([
  ...SERVICES,
  'framing',
  'base-only',
  'own',
  'slow',
  'serial',
  'secure',
  'interop',
  'temporary-counts',
]);
const TAG_WITH_VALUE = new RegExp(`^(?:service:(?:${SERVICES.join('|')})|accounts:[1-9])$`);

/** What is wrong with features before anything runs, a line each: unknown steps, tags without a row, bad dialogue. */
export function problems(scenarios: readonly FeatureScenario[], spec: Spec): string[] {
  return [...new Set(scenarios.flatMap((s) => problemsOf(s, spec)))];
}

/** @throws UsageError naming file and line of everything that is wrong. */
export function preflight(scenarios: readonly FeatureScenario[], spec: Spec): void {
  const bad = problems(scenarios, spec);
  if (bad.length > 0) throw new UsageError(bad.join('\n'));
}

function problemsOf(s: FeatureScenario, spec: Spec): string[] {
  const at = `${s.feature}:${s.line}`;
  const bad: string[] = [];
  if (s.requirements.length === 0) bad.push(`${at}: no tag names a requirement`);
  if (servicesOf(s).length === 0)
    bad.push(`${at}: no tag names the home service: ${SERVICES.map((x) => `@${x}`).join(', ')}`);
  for (const tag of s.tags) {
    if (s.requirements.includes(tag)) {
      if (!spec.byId.has(tag)) bad.push(`${at}: @${tag}: no such row in spec/rfc`);
    } else if (!PLAIN_TAGS.has(tag) && !TAG_WITH_VALUE.test(tag)) bad.push(`${at}: unknown tag @${tag}`);
  }
  for (const step of s.steps) {
    const definition = stepFor(step.text);
    const where = `${s.feature}:${step.line}`;
    if (!definition) {
      bad.push(`${where}: unknown step "${step.text}" (mailspec list steps shows them all)`);
    } else if ((definition.docString === true) !== (step.docString !== undefined)) {
      bad.push(`${where}: "${step.text}" ${definition.docString ? 'needs' : 'takes no'} docstring`);
    } else if (step.docString && definition.usage.includes(' says')) {
      try {
        parseDialogue(step.docString.content, { file: s.feature, line: step.docString.line, column: 1 });
      } catch (e) {
        if (!(e instanceof DialogueSyntaxError)) throw e;
        bad.push(e.message);
      }
    }
  }
  return bad;
}
