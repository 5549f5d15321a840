import type { Service } from '../../spec/types.ts';
import type { MutantId } from '../mutants/types.ts';
import type { Cut, Endpoint, Transport } from '../wire/types.ts';
import type { FeatureScenario } from './features.ts';
import type { Cell } from './types.ts';

/** What of a target decides which cells there are. */
export interface Offers {
  services: Partial<Record<Service, Endpoint[]>>;
  /** Services where a login without TLS is possible. */
  clearLogin: ReadonlySet<Service>;
}

export type CellMode = 'base' | 'axes';

const TRANSPORTS: readonly Transport[] = ['clear', 'starttls', 'implicit'];
const CUTS: readonly Cut[] = ['octet', 'coalesced', 'split'];

/** Transports a service can be reached over at all. */
export function offered(endpoints: readonly Endpoint[] | undefined): Transport[] {
  const has = (tls: Endpoint['tls']) => endpoints?.some((e) => e.tls === tls) ?? false;
  return TRANSPORTS.filter((t) => (t === 'clear' ? has('none') || has('starttls') : has(t)));
}

/** The endpoint that carries a transport. */
export function endpointFor(endpoints: readonly Endpoint[] | undefined, transport: Transport): Endpoint | undefined {
  if (transport === 'clear') return endpoints?.find((e) => e.tls !== 'implicit');
  return endpoints?.find((e) => e.tls === transport);
}

/** Whether a scenario logs in to a service, so that a server may rightly ask for TLS first. */
export function logsIn(s: Pick<FeatureScenario, 'steps' | 'tags'>, service: Service): boolean {
  return (
    s.tags.includes('secure') ||
    (service === 'submission' && s.steps.some((step) => / that can send mail$/.test(step.text))) ||
    s.steps.some((step) => /\bclient\b.* that has (logged in|selected)\b|^a library (finds|watches)\b/.test(step.text))
  );
}

/** Clear where it is allowed, else STARTTLS, else implicit TLS. Undefined: the service is not offered at all. */
export function baseTransport(service: Service, login: boolean, o: Offers): Transport | undefined {
  const all = offered(o.services[service]);
  const allowed = login && !o.clearLogin.has(service) ? all.filter((t) => t !== 'clear') : all;
  return allowed[0] ?? all[0];
}

/** Scenarios that handle TLS or look at the greeting themselves run over the transports that leave them these. */
function lawful(s: FeatureScenario, t: Transport): boolean {
  const does = (re: RegExp) => s.steps.some((step) => re.test(step.text));
  if (t === 'clear') return true;
  if (does(/\bstarts TLS\b/)) return false;
  return t === 'implicit' || !does(/ that has dialled$/);
}

/** Services the scenario's rule holds for: its home and what `@service:` names. */
export function servicesOf(s: Pick<FeatureScenario, 'home' | 'tags'>): Service[] {
  const also = s.tags.filter((t) => t.startsWith('service:')).map((t) => t.slice('service:'.length) as Service);
  return s.home ? [s.home, ...also.filter((x) => x !== s.home)] : also;
}

/**
 * The cells of one scenario: the base cell first, then one factor changed at a time.
 * @returns an empty list where the target offers none of the scenario's services.
 */
export function cells(s: FeatureScenario, mode: CellMode, o: Offers): Cell[] {
  const services = servicesOf(s).filter((x) => offered(o.services[x]).length > 0);
  const home = services[0];
  if (!home) return [];
  const login = logsIn(s, home);
  const transport = baseTransport(home, login, o) ?? 'clear';
  const base: Cell = { transport, cut: 'as-written', service: home };
  if (mode === 'base' || s.tags.includes('base-only')) return [base];
  const others = offered(o.services[home]).filter(
    (t) => t !== transport && lawful(s, t) && !(t === 'clear' && login && !o.clearLogin.has(home)),
  );
  return [
    base,
    ...others.map((t): Cell => ({ ...base, transport: t })),
    ...(s.tags.includes('framing') ? CUTS.map((cut): Cell => ({ ...base, cut })) : []),
    ...services
      .slice(1)
      .map((x): Cell => ({ ...base, service: x, transport: baseTransport(x, logsIn(s, x), o) ?? 'clear' })),
  ];
}

/** The base cell through each of these mutants; `undefined` stands for the identity filter. */
export function mutantCells(s: FeatureScenario, ids: readonly MutantId[], o: Offers): Cell[] {
  return cells(s, 'base', o).flatMap((base) => ids.map((mutant): Cell => ({ ...base, mutant })));
}

/**
 * `base`, or what differs from it, joined by `+`.
 * @param base the first cell of the scenario
 * @param home the scenario's home service, which a target may lack
 */
export function cellKey(cell: Cell, base: Cell, home: Service = base.service): string {
  const parts = [
    cell.service === home ? '' : cell.service,
    cell.service === base.service && cell.transport !== base.transport ? cell.transport : '',
    cell.cut === base.cut ? '' : cell.cut,
    cell.mutant === undefined ? '' : `mutant:${cell.mutant}`,
  ].filter((p) => p !== '');
  return parts.length === 0 ? 'base' : parts.join('+');
}
