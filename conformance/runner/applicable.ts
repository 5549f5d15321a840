import type { Failure, Observation, Outcome } from '../../matrix/record.ts';
import { type Applicability, announces, applies, type Situation } from '../../spec/applies.ts';
import { type Profile, type Requirement, SERVICES, type Service, type Spec } from '../../spec/types.ts';
import type { Policy } from '../targets/types.ts';
import { logsIn, offered } from './cells.ts';
import type { FeatureScenario } from './features.ts';
import type { Survey } from './survey.ts';
import type { Cell } from './types.ts';

/** What was announced where a scenario of that cell stands: before and, where it logs in, after login. */
function announcedIn(survey: Survey, service: Service, transport: string, login: boolean): string[] {
  const before = survey.announced[`${service}@${transport}`] ?? [];
  const after = login ? (survey.announced[`${service}@auth`] ?? []) : [];
  return [...before, ...after];
}

function revisionOf(service: Service, list: readonly string[]): Situation['revision'] {
  if (service !== 'imap') return undefined;
  // Both announced: rev2 is in force only after ENABLE.
  return !announces(list, 'IMAP4rev1') && announces(list, 'IMAP4rev2') ? 'imap4rev2' : 'imap4rev1';
}

function situation(
  survey: Survey,
  policy: Policy,
  cell: Pick<Cell, 'service' | 'transport'>,
  login: boolean,
): Situation {
  const list = announcedIn(survey, cell.service, cell.transport, login);
  const revision = revisionOf(cell.service, list);
  return {
    service: cell.service,
    capabilities: new Set(list),
    policy,
    ...(revision ? { revision } : {}),
  };
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
 * @returns undefined where one does; else the outcome without running
 */
export function settledBefore(
  s: FeatureScenario,
  cell: Cell,
  spec: Spec,
  survey: Survey,
  policy: Policy,
  lacking: Profile['requires'],
): { outcome: Outcome; why: Failure } | undefined {
  const rows = s.requirements.flatMap((id) => spec.byId.get(id) ?? []);
  const at = situation(survey, policy, cell, logsIn(s));
  const verdicts = rows.map((r) => applies(r.applies, at));
  const sum = best(verdicts);
  if (rows.length === 0 || sum === 'holds') return undefined;
  if (sum === 'policy')
    return { outcome: 'policy', why: { message: 'what the site states decides: see policy of the target' } };
  const mine = lacking.filter((l) => l.service === cell.service);
  const blocker = mine.find((l) => {
    const capabilities = new Set([...at.capabilities, l.capability.toUpperCase()]);
    return rows.some((r) => r.id !== l.row && applies(r.applies, { ...at, capabilities }) === 'holds');
  });
  if (blocker) {
    const message = `blocked by ${blocker.row}: ${blocker.capability} is not announced`;
    return { outcome: 'blocked', why: { message, requirement: blocker.row } };
  }
  return { outcome: 'not-applicable', why: { message: 'the server does not offer what this rule is about' } };
}

/** Whether a row binds the target anywhere: in any service, over any transport, before or after login. */
export function rowApplies(row: Requirement, survey: Survey, policy: Policy): Applicability {
  const places = SERVICES.flatMap((service) =>
    offered(survey.offers.services[service]).map((transport) =>
      situation(survey, policy, { service, transport }, true),
    ),
  );
  return best(places.map((p) => applies(row.applies, p)));
}
