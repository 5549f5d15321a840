/** What other tests than scenarios came to, found by the name of a check: `folder/file#part of a title`. */
import { z } from 'zod';

/** A file that holds no evidence: names it and what is wrong. Usage error (exit 2). */
export class EvidenceError extends Error {
  override name = 'EvidenceError';
}

export interface TestRun {
  /** What the test belongs to: the path of its file without `.test.ts`, or `ci/clients/` and the name of a client. */
  unit: string;
  /** Titles of the groups it stands in, and its own. */
  titles: string[];
  outcome: 'passed' | 'failed' | 'skipped';
}

/** One record of tests that ran. */
export interface Evidence {
  /** How a report names it. */
  source: string;
  /** ISO 8601, where the record says. */
  started?: string;
  tests: TestRun[];
}

/** What a check came to; green only where at least one test ran and all that it names passed. */
export interface CheckResult {
  green: boolean;
  said: string;
}

const STATUSES = ['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled'] as const;

/** What is read of vitest's JSON reporter; it writes more, and may write more still. */
const vitest = z.object({
  startTime: z.number().nonnegative(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.enum(STATUSES) }),
      ),
    }),
  ),
});

/** What is read of the real clients' results. */
const clients = z.object({
  results: z.array(z.object({ client: z.string(), check: z.string(), outcome: z.enum(['passed', 'failed', 'gap']) })),
});

const OUTCOMES: Record<(typeof STATUSES)[number], TestRun['outcome']> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
};

/**
 * Reads the JSON that `vitest run --reporter=json` or `ci/clients/run.ts --json` writes.
 *
 * @param source its name, for messages and reports
 * @throws EvidenceError
 */
export function parseEvidence(text: string, source: string): Evidence {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    throw new EvidenceError(`${source} is no JSON: ${e instanceof Error ? e.message : String(e)}`);
  }
  const ofClients = typeof data === 'object' && data !== null && 'results' in data;
  return ofClients ? ofClientResults(data, source) : ofVitest(data, source);
}

function ofVitest(data: unknown, source: string): Evidence {
  const read = vitest.safeParse(data);
  if (!read.success) throw misread(read.error, source, '`vitest run --reporter=json`');
  const tests = read.data.testResults.flatMap((result): TestRun[] => {
    const unit = result.name.replaceAll('\\', '/').replace(/\.test\.ts$/, '');
    // A file that could not be loaded has no tests, and is no reason to call them passed.
    if (result.assertionResults.length === 0) return [{ unit, titles: [], outcome: 'failed' }];
    return result.assertionResults.map((a) => ({
      unit,
      titles: [...a.ancestorTitles, a.title],
      outcome: OUTCOMES[a.status],
    }));
  });
  return { source, started: new Date(read.data.startTime).toISOString(), tests };
}

function ofClientResults(data: unknown, source: string): Evidence {
  const read = clients.safeParse(data);
  if (!read.success) throw misread(read.error, source, '`ci/clients/run.ts --json`');
  const tests = read.data.results.flatMap(({ client, check, outcome }): TestRun[] =>
    // A gap is what a client wants and the server does not have; it checks nothing that it has.
    outcome === 'gap' ? [] : [{ unit: clientUnit(client), titles: [check], outcome }],
  );
  return { source, tests };
}

function misread(error: z.ZodError, source: string, writer: string): EvidenceError {
  const first = error.issues[0];
  const fault = `${first?.path.join('.') || 'top'}: ${first?.message}`;
  return new EvidenceError(`${source} is not what ${writer} writes: ${fault}`);
}

/** The unit of a real client's checks: `Net::SMTP` is `ci/clients/net-smtp`. */
export function clientUnit(client: string): string {
  return `ci/clients/${client.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** A check's name in its two parts. */
export function partsOfCheck(check: string): { unit: string; part: string | undefined } {
  const at = check.indexOf('#');
  return at < 0 ? { unit: check, part: undefined } : { unit: check.slice(0, at), part: check.slice(at + 1) };
}

/** Whether a check names this unit: `store/crash` is any that ends in `/store/crash`. */
export function isUnitOf(check: string, unit: string): boolean {
  return `/${unit}`.endsWith(`/${partsOfCheck(check).unit}`);
}

/** Whether one of the titles holds the part that a check names. */
export function namesTitle(check: string, titles: readonly string[]): boolean {
  const { part } = partsOfCheck(check);
  return part === undefined || titles.some((title) => title.includes(part));
}

/** What a check came to in all the evidence there is. */
export function checkResult(check: string, evidence: readonly Evidence[]): CheckResult {
  const tests = evidence.flatMap((e) => e.tests).filter((t) => isUnitOf(check, t.unit));
  if (tests.length === 0) return { green: false, said: evidence.length === 0 ? 'no evidence given' : 'did not run' };
  const mine = tests.filter((t) => t.titles.length === 0 || namesTitle(check, t.titles));
  if (mine.length === 0) return { green: false, said: 'no such test ran' };
  const count = (outcome: TestRun['outcome']): number => mine.filter((t) => t.outcome === outcome).length;
  const passed = count('passed');
  if (passed === mine.length) return { green: true, said: 'passed' };
  const rest = [
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
  ];
  return { green: false, said: `${rest.join(', ')} of ${mine.length}` };
}

/** A string right behind the name of a group or test, or behind the table of one. */
const TITLE =
  /(?:\b(?:describe|it|test)(?:\.(?:concurrent|sequential))?|[\])])\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1\s*,/g;

/** Titles that the source of a test file gives to its groups and tests; a title made at run time is not among them. */
export function titlesIn(source: string): string[] {
  return [...source.matchAll(TITLE)].map(([, , raw]) => (raw ?? '').replace(/\\(.)/g, '$1'));
}
