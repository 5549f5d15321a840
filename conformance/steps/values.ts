import { matchBytes, matchText } from '../dialogue/match.ts';
import { parsePattern } from '../dialogue/parse.ts';
import type { StepDefinition } from './definition.ts';
import { expectThat, type MailWorld } from './world.ts';

function fits(w: MailWorld, got: Buffer, pattern: string): boolean {
  return matchText(parsePattern(pattern), got, w.bindings);
}

export const valueSteps: StepDefinition[] = [
  {
    usage: '"{NAME}" is [not] "TEXT"',
    doc: 'Compares a bound value, octet for octet, with a text in which names are filled in.',
    pattern: /^"\{([^}"]+)\}" is (not )?"([^"]*)"$/,
    run: (w, name = '', not = undefined, wanted = '') => {
      const got = w.value(name).toString('latin1');
      const expected = w.fill(wanted);
      const holds = (got === expected) === (not === undefined);
      expectThat(holds, `{${name}} is ${JSON.stringify(got)}`, `${not ?? ''}${expected}`, got);
    },
  },
  {
    usage: 'the scenario ends here unless "{NAME}" is "TEXT" | matches "PATTERN"',
    doc: 'Where a rule holds only as long as a value stays what it was, or can be seen only in some, nothing more is asked once it is another.',
    pattern: /^the scenario ends here unless "\{([^}"]+)\}" (is|matches) "([^"]*)"$/,
    run: (w, name = '', how = '', wanted = '') => {
      const got = w.value(name);
      const holds = how === 'is' ? got.toString('latin1') === w.fill(wanted) : fits(w, got, wanted);
      if (!holds) w.settle('not-applicable', `{${name}} is ${got.toString('latin1')}`);
    },
  },
  {
    usage: 'it is enough if "{NAME}" matches|does not match "PATTERN"',
    doc: 'Where several outcomes keep the rule, and this is one with which the scenario ends: it has passed.',
    pattern: /^it is enough if "\{([^}"]+)\}" (matches|does not match) "(.*)"$/,
    run: (w, name = '', how = '', pattern = '') => {
      const holds = fits(w, w.value(name), pattern) === (how === 'matches');
      if (holds) w.settle('passed', `{${name}} ${how} ${pattern}`);
    },
  },
  {
    usage: '"{NAME}" [does not] match[es] "PATTERN"',
    doc: 'Compares a bound value with a pattern of the dialogue language. Where it matches, the names in it are bound.',
    pattern: /^"\{([^}"]+)\}" (matches|does not match) "(.*)"$/,
    run: (w, name = '', how = '', pattern = '') => {
      const got = w.value(name);
      const found = matchBytes(parsePattern(pattern), got, { bindings: w.bindings });
      const holds = found instanceof Map === (how === 'matches');
      if (holds && found instanceof Map) for (const [bound, value] of found) w.bindings.set(bound, value);
      expectThat(
        holds,
        `{${name}} ${how === 'matches' ? 'does not match' : 'matches'}`,
        pattern,
        got.toString('latin1'),
      );
    },
  },
  {
    usage: '"{NAME}" is [not] less than "NUMBER"',
    doc: 'Compares a bound number with another, or with the name of one.',
    pattern: /^"\{([^}"]+)\}" is (not )?less than "([^"]*)"$/,
    run: (w, name = '', not = undefined, other = '') => {
      const [got, bound] = [w.value(name).toString('latin1'), w.fill(other)];
      expectThat(/^\d+$/.test(got) && /^\d+$/.test(bound), `${got} or ${bound} is no number`, 'two numbers', got);
      const holds = BigInt(got) < BigInt(bound) === (not === undefined);
      expectThat(holds, `{${name}} is ${got}`, `${not ?? ''}less than ${bound}`, got);
    },
  },
];
