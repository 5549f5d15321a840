import { clientSteps } from './clients.ts';
import type { StepDefinition } from './definition.ts';
import { enduranceSteps } from './endurance.ts';
import { interopSteps } from './interop.ts';
import { measureSteps } from './measures.ts';
import { messageSteps } from './messages.ts';
import { reportSteps } from './reports.ts';
import { valueSteps } from './values.ts';

/** The whole vocabulary. A new feature normally needs nothing beyond it. */
export const STEPS: readonly StepDefinition[] = [
  ...clientSteps,
  ...messageSteps,
  ...reportSteps,
  ...enduranceSteps,
  ...valueSteps,
  ...measureSteps,
  ...interopSteps,
];

/** The step a text stands for. */
export function stepFor(text: string): StepDefinition | undefined {
  return STEPS.find((s) => s.pattern.test(text));
}

/** The vocabulary in words, as `mailspec list steps` prints it. */
export function stepsText(): string {
  const lines = STEPS.map((s) => `${s.usage}${s.docString ? '\n    """ … """' : ''}\n    ${s.doc}`);
  return `${lines.join('\n\n')}\n`;
}
