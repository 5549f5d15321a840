import { After, Before, BeforeStep, defineStep, setDefaultTimeout, setWorldConstructor } from '@cucumber/cucumber';
import type { FeatureStep } from '../runner/features.ts';
import { STEPS } from './all.ts';
import { MailWorld } from './world.ts';

// Deadlines are the suite's own.
setDefaultTimeout(-1);
setWorldConstructor(MailWorld);

Before(async function (this: MailWorld, { pickle }) {
  return (await this.begin(pickle.id)) ? undefined : 'skipped';
});

BeforeStep(function (this: MailWorld, { pickle, pickleStep }) {
  const place = pickle.steps.findIndex((s) => s.id === pickleStep.id);
  const step: FeatureStep | undefined = this.job.scenario.steps[place];
  this.step = step;
});

After(async function (this: MailWorld, { result }) {
  await this.finish(result?.status === 'FAILED' ? (result.message ?? 'a step failed') : undefined);
});

for (const step of STEPS) {
  const code = async function (this: MailWorld, ...args: (string | number | null | undefined)[]) {
    if (this.settled) return 'skipped';
    await this.run(() => step.run(this, ...args.map((a) => (a === null || a === undefined ? undefined : String(a)))));
    return undefined;
  };
  // The engine counts parameters: the groups of the pattern, and the docstring.
  const groups = new RegExp(`${step.pattern.source}|`).exec('')?.length ?? 1;
  Object.defineProperty(code, 'length', { value: groups - 1 + (step.docString ? 1 : 0) });
  defineStep(step.pattern, code);
}
