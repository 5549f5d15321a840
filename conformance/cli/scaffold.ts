import { type Requirement, SERVICES, type Service } from '../../spec/types.ts';
import { partsOf } from './ids.ts';

/** Where a new requirement is asked and by what it is bound, as far as its RFC tells. */
interface Home {
  service: Service;
  folder: string;
  role: string;
}

const HOMES: ReadonlyMap<Service, Home> = new Map([
  ['smtp', { service: 'smtp', folder: 'smtp', role: 'delivery' }],
  ['submission', { service: 'submission', folder: 'submission', role: 'submission' }],
  ['lmtp', { service: 'lmtp', folder: 'lmtp', role: 'lmtp' }],
  ['imap', { service: 'imap', folder: 'imap', role: 'imap' }],
  ['pop3', { service: 'pop3', folder: 'pop3', role: 'pop3' }],
]);

/** Home services of RFCs whose inventory has no row yet to learn from. */
const BY_RFC: ReadonlyMap<number, Service> = new Map([
  [1939, 'pop3'],
  [2449, 'pop3'],
  [5034, 'pop3'],
  [2033, 'lmtp'],
  [6409, 'submission'],
  [2177, 'imap'],
  [3501, 'imap'],
  [4315, 'imap'],
  [9051, 'imap'],
]);

/** The service most rows of an RFC are about. */
export function homeOf(rfc: number, rows: Iterable<Requirement>): Service {
  const count = new Map<string, number>();
  for (const row of rows) {
    if (row.rfc === rfc)
      for (const m of JSON.stringify(row.applies).matchAll(/"service":"(\w+)"/g))
        count.set(m[1]!, (count.get(m[1]!) ?? 0) + 1);
  }
  const [most] = [...count].sort((a, b) => b[1] - a[1]);
  return SERVICES.find((s) => s === most?.[0]) ?? BY_RFC.get(rfc) ?? 'smtp';
}

export interface Scaffold {
  row: { file: string; text: string };
  scenario: { file: string; text: string; fresh: string };
  mutant: { file: string; text: string };
  comment: { folder: string; text: string };
}

const CLIENT: Record<Service, string> = {
  smtp: 'an SMTP client that has said EHLO',
  submission: 'a Submission client that has logged in',
  lmtp: 'an LMTP client that has said EHLO',
  imap: 'an IMAP client that has logged in',
  pop3: 'a POP3 client that has logged in',
};

/** What stands in for the rule: a command, its answer, and what the mutant makes of the answer. */
const DIALOGUE: Record<Service, [say: string, answer: string, wrong: string]> = {
  smtp: ['C: NOOP', 'S: 250', '500 5.5.1 no'],
  submission: ['C: NOOP', 'S: 250', '500 5.5.1 no'],
  lmtp: ['C: NOOP', 'S: 250', '500 5.5.1 no'],
  imap: ['C: NOOP', 'S: OK', 'BAD no'],
  pop3: ['C: NOOP', 'S: +OK ...', '-ERR no'],
};

/**
 * The four edits of a new requirement.
 *
 * @param there files in which the section is asked and its mutants stand already
 */
export function scaffold(id: string, home: Service, there: { feature?: string; mutants?: string }): Scaffold {
  const parts = partsOf(id);
  if (parts === undefined) throw new TypeError(`${id} is no id`);
  const { rfc, section, rule } = parts;
  const { service, folder, role } = HOMES.get(home)!;
  const words = rule.replaceAll('-', ' ');
  const title = `${words[0]!.toUpperCase()}${words.slice(1)}`;
  const [say, answer, wrong] = DIALOGUE[service];
  const scenario = [
    `  @${id}`,
    `  Scenario: ${title}`,
    `    Given ${CLIENT[service]}`,
    '    When it says',
    '      """',
    `      ${say}`,
    `      ${answer}`,
    '      """',
    '    Then the session is still usable',
    '',
  ].join('\n');
  const place = `rfc${rfc}-${section}`.toLowerCase();
  return {
    row: {
      file: `spec/rfc/${rfc}.yaml`,
      text: [
        `  - id: ${id}`,
        `    section: "${section}"`,
        '    level: MUST',
        '    basis: prose',
        `    role: [${role}]`,
        `    applies: { service: ${service} }`,
        `    asks: "${title}: say here what the server does, in your own words."`,
        '',
      ].join('\n'),
    },
    scenario: {
      file: there.feature ?? `features/${folder}/${place}.feature`,
      text: scenario,
      fresh: `@${service}\nFeature: RFC ${rfc} section ${section}\n`,
    },
    mutant: {
      file: there.mutants ?? `conformance/mutants/rfc${rfc}.ts`,
      text: `  m('${id}', 'say here what the broken server does', refuse(/^NOOP/i, '${wrong}')),\n`,
    },
    comment: { folder: `reference-server/${folder}/`, text: `// ${id}` },
  };
}

/** The scaffold for a terminal: four edits, with the file of each. */
export function scaffoldText(s: Scaffold): string {
  return [
    `1. Row, in ${s.row.file}: level, basis, role, applies, and the sentence it covers, from the open text.`,
    '',
    s.row.text,
    `2. Scenario, in ${s.scenario.file}: the rule stands in a When or a Then.`,
    '',
    s.scenario.text,
    `3. Mutant, in ${s.mutant.file}: a server that breaks this rule and nothing else.`,
    '',
    s.mutant.text,
    `4. Code: in ${s.comment.folder}, beside the line that makes it so.`,
    '',
    `  ${s.comment.text}`,
    '',
  ].join('\n');
}

/** Puts a row where its section belongs among the rows, else at the end of them. @throws TypeError where there are no rows */
export function insertRow(yaml: string, id: string, text: string): string {
  const lines = yaml.split('\n');
  const start = lines.findIndex((l) => /^requirements:/.test(l));
  if (start < 0) throw new TypeError('the inventory has no requirements');
  if (/^requirements:\s*\[\]/.test(lines[start]!)) lines[start] = 'requirements:';
  const after = lines.findIndex((l, i) => i > start && /^\S/.test(l) && !l.startsWith('#'));
  const end = after < 0 ? lines.length - (lines.at(-1) === '' ? 1 : 0) : after;
  const section = partsOf(id)!.section;
  const next = lines.findIndex((l, i) => {
    const other = i > start && i < end ? /^ {2}- id: (\S+)/.exec(l)?.[1] : undefined;
    const parts = other === undefined ? undefined : partsOf(other);
    return parts !== undefined && compareSections(parts.section, section) > 0;
  });
  lines.splice(next < 0 ? end : next, 0, ...text.trimEnd().split('\n'));
  return lines.join('\n');
}

/** Sections as a reader orders them: numbers as numbers, appendices after them. */
export function compareSections(a: string, b: string): number {
  const x = a.split('.');
  const y = b.split('.');
  for (let i = 0; i < Math.max(x.length, y.length); i += 1) {
    const [p, q] = [x[i], y[i]];
    if (p === q) continue;
    if (p === undefined) return -1;
    if (q === undefined) return 1;
    const [m, n] = [Number(p), Number(q)];
    if (!Number.isNaN(m) && !Number.isNaN(n)) return m - n;
    if (Number.isNaN(m) !== Number.isNaN(n)) return Number.isNaN(m) ? 1 : -1;
    return p < q ? -1 : 1;
  }
  return 0;
}

/** Puts a mutant at the end of its table. @returns undefined where the text has no table to end */
export function insertMutant(table: string, text: string): string | undefined {
  const start = table.search(/export const mutants\b/);
  const length = start < 0 ? -1 : table.slice(start).search(/\n\]\)?;/);
  const end = start + length;
  return length < 0 ? undefined : `${table.slice(0, end + 1)}${text}${table.slice(end + 1)}`;
}

/** Puts a scenario at the end of a feature. */
export function appendScenario(feature: string, text: string): string {
  return `${feature.trimEnd()}\n\n${text}`;
}
