/** When a requirement applies: evaluates the `applies` expression of a row in a situation. Pure. */
import type { Applies, AppliesLeaf, Service } from './types.ts';

/** The situation a scenario runs in. A facet left out is not known yet, and keeps no row from holding. */
export interface Situation {
  service: Service;
  revision?: 'imap4rev1' | 'imap4rev2';
  /** What ENABLE has switched on, upper case. */
  enabled?: ReadonlySet<string>;
  /** Lines of the list in force in this state, upper case: `PIPELINING`, `SIZE 1000`, `AUTH=PLAIN`, `AUTH PLAIN LOGIN`. */
  capabilities: ReadonlySet<string>;
  state?: string;
  tls?: boolean;
  auth?: boolean;
  /** What the site states; a knob holds where its value is neither absent, false nor an empty text. */
  policy: Readonly<Record<string, unknown>>;
}

/** `policy`: only what the site states keeps the row from holding. */
export type Applicability = 'holds' | 'policy' | 'not-applicable';

/** True, false, or not known. */
type Truth = boolean | undefined;

/**
 * Whether a keyword stands in a list of announced lines. `AUTH` is found in `AUTH PLAIN LOGIN` and in `AUTH=PLAIN`;
 * `AUTH=PLAIN` is found in both as well; `SIZE` in `SIZE 1000`.
 */
export function announces(lines: Iterable<string>, keyword: string): boolean {
  const [name, parameter] = split(keyword);
  for (const line of lines) {
    const [announced, ...parameters] = line.toUpperCase().split(/[ =]/);
    if (announced === name && (parameter === undefined || parameters.includes(parameter))) return true;
  }
  return false;
}

function split(keyword: string): [string, string?] {
  const upper = keyword.toUpperCase();
  const mark = upper.search(/[ =]/);
  return mark < 0 ? [upper] : [upper.slice(0, mark), upper.slice(mark + 1)];
}

function stated(policy: Situation['policy'], knob: string): boolean {
  const value = Object.hasOwn(policy, knob) ? policy[knob] : undefined;
  return value !== undefined && value !== null && value !== false && value !== '';
}

/** The truth of a leaf that is no policy leaf. */
function leafTruth(leaf: Exclude<AppliesLeaf, { policy: string }>, s: Situation): Truth {
  if ('service' in leaf) return leaf.service === s.service;
  if ('revision' in leaf) return s.revision && leaf.revision === s.revision;
  if ('enabled' in leaf) return s.enabled?.has(leaf.enabled.toUpperCase());
  if ('capability' in leaf) return announces(s.capabilities, leaf.capability);
  if ('state' in leaf) return s.state === undefined ? undefined : leaf.state === s.state;
  if ('tls' in leaf) return s.tls === undefined ? undefined : leaf.tls === s.tls;
  return s.auth === undefined ? undefined : leaf.auth === s.auth;
}

/** Three-valued logic: what is not known stays so unless the rest decides. */
function truth(a: Applies, s: Situation, knob: (name: string) => Truth): Truth {
  if ('any' in a) {
    const parts = a.any.map((part) => truth(part, s, knob));
    if (parts.includes(true)) return true;
    return parts.includes(undefined) ? undefined : false;
  }
  if ('all' in a) {
    const parts = a.all.map((part) => truth(part, s, knob));
    if (parts.includes(false)) return false;
    return parts.includes(undefined) ? undefined : true;
  }
  if ('not' in a) {
    const part = truth(a.not, s, knob);
    return part === undefined ? undefined : !part;
  }
  return 'policy' in a ? knob(a.policy) : leafTruth(a, s);
}

/**
 * Evaluates `applies` in a situation.
 *
 * @returns `holds`; `policy` where another choice of the site would make it hold; else `not-applicable`
 */
export function applies(expression: Applies, situation: Situation): Applicability {
  if (truth(expression, situation, (name) => stated(situation.policy, name)) !== false) return 'holds';
  return truth(expression, situation, () => undefined) !== false ? 'policy' : 'not-applicable';
}

/** The services a row can ever hold for, in the order of `services`. */
export function servicesOf(expression: Applies, services: readonly Service[]): Service[] {
  const anything = (a: Applies): Applies => {
    if ('any' in a) return { any: a.any.map(anything) };
    if ('all' in a) return { all: a.all.map(anything) };
    if ('not' in a) return { not: anything(a.not) };
    return 'service' in a ? a : { policy: 'open' };
  };
  const open = anything(expression);
  return services.filter(
    (service) => applies(open, { service, capabilities: new Set(), policy: {} }) !== 'not-applicable',
  );
}
