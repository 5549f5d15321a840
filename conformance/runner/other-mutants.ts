import type { Outcome } from '../../matrix/record.ts';
import type { Service } from '../../spec/types.ts';
import { hangUpOn, m, rewriteReply } from '../mutants/kit.ts';
import type { Mutant } from '../mutants/types.ts';

/**
 * What a filter on the wire cannot break, or must not: the server's own source, its TLS, and the verdicts of the suite.
 */

/** The reference server with one text of its source replaced, by a module hook on its command line. */
export interface SourceMutant {
  id: string;
  kills: string;
  does: string;
  /** End of the module's path. */
  file: string;
  /** Stands in it exactly once. */
  from: string;
  to: string;
}

export const sourceMutants: readonly SourceMutant[] = [
  {
    id: 'rfc5321-4.5.2-leading-dot-removed/source',
    kills: 'rfc5321-4.5.2-leading-dot-removed',
    does: 'keeps the dot of a stuffed line',
    file: 'reference-server/smtp/data.ts',
    from: "          from = i;\n          this.#state = 'dot';",
    to: "          from = i - 1;\n          this.#state = 'dot';",
  },
  {
    id: 'rfc1939-6-quit-keeps-unmarked-messages/source',
    kills: 'rfc1939-6-quit-keeps-unmarked-messages',
    does: 'removes every message as soon as one is marked',
    file: 'reference-server/pop3/commands/quit.ts',
    from: 'filter((m) => m.deleted)',
    to: 'filter((_, __, all) => all.some((m) => m.deleted))',
  },
];

/** A wrong TLS end in front of the target's service. */
export interface FrontMutant {
  id: string;
  kills: string;
  does: string;
  service: Service;
}

export const frontMutants: readonly FrontMutant[] = [
  {
    id: 'rfc3207-4.2-nothing-injected-before-tls/front',
    kills: 'rfc3207-4.2-nothing-injected-before-tls',
    does: 'carries what came in clear behind STARTTLS into the TLS session',
    service: 'smtp',
  },
];

/** Ids of what breaks a requirement off the wire: a proof of the requirement rests on these too. */
export const otherIds: readonly string[] = [...sourceMutants, ...frontMutants].map((x) => x.id);

/** Mutants of what a scenario stands on: they must end as said, and never as a failure of the rule. */
export interface HarnessMutant {
  mutant: Mutant;
  /** A requirement whose scenarios are asked. */
  asked: string;
  expects: Outcome;
}

const RCPT_NEEDS_MAIL = 'rfc5321-3.3-rcpt-needs-mail';

function harness(id: string, does: string, rule: Parameters<typeof m>[2], expects: Outcome): HarnessMutant {
  return { mutant: { ...m(id, does, rule), kind: 'harness' }, asked: RCPT_NEEDS_MAIL, expects };
}

export const harnessMutants: readonly HarnessMutant[] = [
  harness(
    'harness/ehlo-refused',
    'refuses what the scenario begins with',
    rewriteReply(/^EHLO/i, /^250/gm, '550'),
    'blocked',
  ),
  harness(
    'harness/closes-with-421',
    'closes with a word where it should answer',
    hangUpOn(/^RCPT/i, '421 4.3.2 Closing'),
    'blocked',
  ),
  harness('harness/changes-nothing', 'is never met', rewriteReply(/^NEVER/i, /^/, ''), 'passed'),
];
