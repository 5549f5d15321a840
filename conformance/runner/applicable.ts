import type { Failure, Observation, Outcome } from '../../matrix/record.ts';
import { type Applicability, announces, applies, type Situation } from '../../spec/applies.ts';
import { type Profile, type Requirement, SERVICES, type Service, type Spec } from '../../spec/types.ts';
import type { Policy } from '../targets/types.ts';
import { baseTransport, logsIn, offered, servicesOf } from './cells.ts';
import type { FeatureScenario } from './features.ts';
import type { Survey } from './survey.ts';
import type { Cell } from './types.ts';

/**
 * The lists a scenario may stand before: over the transport, after login too, and over STARTTLS with what was announced before it.
 * Apart, because a rule may also ask that something is not announced.
 */
function lists(survey: Survey, { service, transport }: Place, before: boolean): string[][] {
  const of = (...states: string[]) => states.flatMap((state) => survey.announced[`${service}@${state}`] ?? []);
  const all = [of(transport), of(transport, 'auth')];
  return before && transport === 'starttls' ? [...all, of('clear', transport, 'auth')] : all;
}

function revisionOf(service: Service, list: readonly string[]): Situation['revision'] {
  if (service !== 'imap') return undefined;
  // Both announced: rev2 is in force only after ENABLE.
  return !announces(list, 'IMAP4rev1') && announces(list, 'IMAP4rev2') ? 'imap4rev2' : 'imap4rev1';
}

function situations(survey: Survey, stated: Policy, at: Place, before: boolean): Situation[] {
  // A site that lets clients log in without TLS has chosen so, also where its target file does not say it.
  const policy = survey.offers.clearLogin.has(at.service) ? { cleartext_login: true, ...stated } : stated;
  return lists(survey, at, before).map((list): Situation => {
    const revision = revisionOf(at.service, list);
    // CAPA announces all but itself, and binds only those who have it.
    const capabilities = new Set(at.service === 'pop3' && list.length > 0 ? [...list, 'CAPA'] : list);
    return { service: at.service, capabilities, policy, ...(revision ? { revision } : {}) };
  });
}

type Place = Pick<Cell, 'service' | 'transport'>;

const CLIENT_OF = /^an? (SMTP|Submission|LMTP|IMAP|POP3) client\b/;

/** What the clients of a scenario speak that are not of the cell's own service. */
function others(s: FeatureScenario, cell: Cell): Service[] {
  const [home] = servicesOf(s);
  const words = s.steps.flatMap((step) => {
    const library = /^a library (finds|watches) /.test(step.text) ? 'imap' : [];
    return CLIENT_OF.exec(step.text)?.[1]?.toLowerCase() ?? library;
  });
  return SERVICES.filter((x) => words.includes(x) && x !== home && x !== cell.service);
}

/** Where a scenario of that cell stands: the cell's service, and what other clients of it speak. */
function places(s: FeatureScenario, cell: Cell, survey: Survey): Place[] {
  return [
    cell,
    ...others(s, cell).flatMap((service): Place[] => {
      const transport = baseTransport(service, logsIn(s, service), survey.offers);
      return transport ? [{ service, transport }] : [];
    }),
  ];
}

/** Of several answers the one that lets most be asked. */
const BEST: readonly Applicability[] = ['holds', 'policy', 'not-applicable'];
const best = (list: readonly Applicability[]): Applicability => BEST.find((a) => list.includes(a)) ?? 'not-applicable';

/** What a profile wants announced and the target does not announce anywhere. */
export function missing(profile: Profile | undefined, survey: Survey): Profile['requires'] {
  return (profile?.requires ?? []).filter((r) => {
    const lists = Object.entries(survey.announced).filter(([k]) => k.startsWith(`${r.service}@`));
    return lists.length > 0 && !lists.some(([, list]) => announces(list, r.capability));
  });
}

/** Failures, and passes, of the rows a profile's required announcements belong to. */
export function requiredObservations(profile: Profile | undefined, survey: Survey): Observation[] {
  const lacking = missing(profile, survey);
  return (profile?.requires ?? [])
    .filter((r) => Object.keys(survey.announced).some((k) => k.startsWith(`${r.service}@`)))
    .map((r): Observation => {
      const by = `profile ${profile?.name ?? ''}`;
      if (!lacking.includes(r)) return { requirement: r.row, by, outcome: 'passed' };
      const message = `${r.service} does not announce ${r.capability}, which the profile requires`;
      return {
        requirement: r.row,
        by,
        outcome: 'failed',
        why: { message, expected: r.capability, got: 'not announced' },
      };
    });
}

/**
 * Whether any row of a scenario binds the server in this cell.
 * @param base the base cell, where what was announced on the way counts too
 * @returns undefined where one does; else the outcome without running
 */
export function settledBefore(
  s: FeatureScenario,
  cell: Cell,
  spec: Spec,
  survey: Survey,
  policy: Policy,
  lacking: Profile['requires'],
  base = true,
): { outcome: Outcome; why: Failure } | undefined {
  const absent = others(s, cell).find((x) => offered(survey.offers.services[x]).length === 0);
  if (absent) return { outcome: 'not-applicable', why: { message: `the target offers no ${absent}` } };
  const rows = s.requirements.flatMap((id) => spec.byId.get(id) ?? []);
  const all = places(s, cell, survey).flatMap((p) => situations(survey, policy, p, base));
  const sum = best(rows.flatMap((r) => all.map((at) => applies(r.applies, at))));
  if (rows.length === 0 || sum === 'holds') return undefined;
  if (sum === 'policy')
    return { outcome: 'policy', why: { message: 'what the site states decides: see policy of the target' } };
  const mine = lacking.filter((l) => l.service === cell.service);
  const blocker = mine.find((l) => {
    const then = all.map((at) => ({ ...at, capabilities: new Set([...at.capabilities, l.capability.toUpperCase()]) }));
    return rows.some((r) => r.id !== l.row && then.some((at) => applies(r.applies, at) === 'holds'));
  });
  if (blocker) {
    const message = `blocked by ${blocker.row}: ${blocker.capability} is not announced`;
    return { outcome: 'blocked', why: { message, requirement: blocker.row } };
  }
  return { outcome: 'not-applicable', why: { message: 'the server does not offer what this rule is about' } };
}

/** Whether a row binds the target anywhere: in any service, over any transport, before or after login. */
export function rowApplies(row: Requirement, survey: Survey, policy: Policy): Applicability {
  const all = SERVICES.flatMap((service) =>
    offered(survey.offers.services[service]).flatMap((transport) =>
      situations(survey, policy, { service, transport }, true),
    ),
  );
  return best(all.map((at) => applies(row.applies, at)));
}
