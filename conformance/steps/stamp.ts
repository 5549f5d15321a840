/**
 * The Received field, parsed by the grammar of RFC 5321 section 4.4 (`Stamp`), with as many additional clauses as there are by erratum 1683, and
 * its date by RFC 5322 section 3.3 without the obsolete forms. Each fault is told under the rule it breaks, so that a scenario asks one at a time.
 */
import { readPath } from './path.ts';

/** What can be wrong, one word a rule. */
export const STAMP_RULES = [
  'structure',
  'from',
  'by',
  'via',
  'with',
  'id',
  'for',
  'clauses',
  'order',
  'date',
  'year',
  'zone',
] as const;
export type StampRule = (typeof STAMP_RULES)[number];

/** The clauses of a Received field, as far as they could be read. */
export type Stamp = Partial<Record<'from' | 'by' | 'via' | 'with' | 'id' | 'for' | 'date', string>>;

/** What is wrong by each rule, in words; empty where nothing is. */
export type StampFaults = Record<StampRule, string>;

/** Link types of VIA and names of additional clauses that IANA has registered (Mail Parameters: RFC 5321, 8314, 6710). */
const LINKS: readonly string[] = ['TCP', 'UUCP'];
const ADDITIONAL: readonly string[] = ['TLS', 'PRIORITY'];
/** WITH types of RFC 5321, 3848, 6531 and their registry. */
const PROTOCOL = /^(?:SMTP|(?:ESMTP|LMTP|UTF8SMTP|UTF8LMTP)(?:S|A|SA)?|MMS)$/i;

const ATOM = /^[\w!#$%&'*+\-/=?^`{|}~]+$/;
const STRING = /^(?:[\w!#$%&'*+\-/=?^`{|}~]+|"(?:[ !#-[\]-~]|\\[ -~])*")$/;
const DOMAIN = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i;
const MSG_ID = /^<[^\s<>@]+@(?:[^\s<>@[\]]+|\[[^\s<>[\]]*\])>$/;
const TCP_INFO = /^\((?:\S+[ \t]+)?\[[^\s[\]]+\]\)$/;

/** A word, a comment with its parentheses, or the semicolon. */
interface Token {
  text: string;
  kind: 'word' | 'comment' | ';';
}

/** Takes a value apart; nested comments and quoted pairs count. @returns undefined where one does not end */
export function stampTokens(value: string): Token[] | undefined {
  const list: Token[] = [];
  let at = 0;
  while (at < value.length) {
    const c = value[at] ?? '';
    if (c === ' ' || c === '\t') {
      at++;
      continue;
    }
    const end = c === '(' ? endOfComment(value, at) : c === ';' ? at + 1 : endOfWord(value, at);
    if (end === undefined) return undefined;
    list.push({ text: value.slice(at, end), kind: c === '(' ? 'comment' : c === ';' ? ';' : 'word' });
    at = end;
  }
  return list;
}

function endOfComment(value: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === '(') depth++;
    else if (value[at] === ')') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function endOfWord(value: string, from: number): number | undefined {
  let quoted = false;
  let at = from;
  while (at < value.length && (quoted || !' \t(;'.includes(value[at] ?? ''))) {
    if (value[at] === '\\' && quoted) at++;
    else if (value[at] === '"') quoted = !quoted;
    at++;
  }
  return quoted ? undefined : at;
}

/** Domain, or address literal with what the connection says in parentheses behind it. */
function extendedDomain(name: string, token: Token | undefined, next: Token | undefined): string {
  if (token?.kind !== 'word') return `no domain right behind ${name}`;
  if (DOMAIN.test(token.text)) return '';
  if (!/^\[[^\s[\]]+\]$/.test(token.text)) return `"${token.text}" is neither a domain nor an address literal`;
  if (next?.kind === 'comment' && TCP_INFO.test(next.text)) return '';
  return `${token.text} without the address of the connection in parentheses behind it`;
}

const NAMED = ['VIA', 'WITH', 'ID', 'FOR'] as const;
type Named = (typeof NAMED)[number];

const OPERAND: Record<Named, (text: string) => string> = {
  VIA: (s) => (LINKS.includes(s.toUpperCase()) ? '' : `"${s}" is no registered link`),
  WITH: (s) => (PROTOCOL.test(s) ? '' : `"${s}" is no registered protocol`),
  ID: (s) => (ATOM.test(s) || MSG_ID.test(s) ? '' : `"${s}" is neither an atom nor a msg-id`),
  FOR: (s) => (readPath(s) !== undefined || readPath(`<${s}>`) !== undefined ? '' : `"${s}" is no path`),
};

/** A Received field, read. */
export interface ReadStamp {
  stamp: Stamp;
  faults: StampFaults;
}

/**
 * Reads the value of a Received field.
 * @param value what stands behind the colon, unfolded, with the white space around it
 */
export function readStamp(value: string): ReadStamp {
  const read: ReadStamp = { stamp: {}, faults: none() };
  const tokens = stampTokens(value);
  const semicolon = tokens?.findIndex((t) => t.kind === ';') ?? -1;
  if (!tokens || semicolon < 0) {
    read.faults.structure = tokens ? 'no semicolon before the date' : 'a comment or quoted string does not end';
    return read;
  }
  readOptions(readClauses(tokens.slice(0, semicolon), read), read);
  const date = value.slice(dateStart(value));
  read.stamp.date = date.trim();
  Object.assign(read.faults, dateFaults(date));
  return read;
}

/** Where a message has no such field, nothing is right about it. */
export function noStamp(): ReadStamp {
  const faults = none();
  for (const rule of STAMP_RULES) faults[rule] = 'there is no Received field';
  return { stamp: {}, faults };
}

function none(): StampFaults {
  return Object.fromEntries(STAMP_RULES.map((rule) => [rule, ''])) as StampFaults;
}

/** FROM and BY. @returns what stands behind them */
function readClauses(tokens: Token[], { stamp, faults }: ReadStamp): Token[] {
  const is = (t: Token | undefined, word: string) => t?.kind === 'word' && t.text.toUpperCase() === word;
  let at = 0;
  if (is(tokens[at], 'FROM')) {
    faults.from = extendedDomain('FROM', tokens[at + 1], tokens[at + 2]);
    stamp.from = tokens[at + 1]?.text ?? '';
    at += 2;
  } else faults.structure ||= 'FROM does not come first';
  while (tokens[at]?.kind === 'comment') at++;
  if (is(tokens[at], 'BY')) {
    faults.by = extendedDomain('BY', tokens[at + 1], tokens[at + 2]);
    stamp.by = tokens[at + 1]?.text ?? '';
    at += 2;
  } else faults.structure ||= 'BY does not follow FROM';
  return tokens.slice(at);
}

/** Pairs of a name and a value, with comments before each name. */
function readOptions(tokens: Token[], { stamp, faults }: ReadStamp): void {
  let place = -1;
  let at = 0;
  for (;;) {
    while (tokens[at]?.kind === 'comment') at++;
    const name = tokens[at]?.text;
    if (name === undefined) return;
    const operand = tokens[at + 1];
    at += 2;
    if (operand?.kind !== 'word') {
      faults.structure ||= `no value right behind "${name}"`;
      continue;
    }
    const named = NAMED.find((n) => n === name.toUpperCase());
    const rank = named === undefined ? NAMED.length : NAMED.indexOf(named);
    if (rank < place || (rank === place && named !== undefined)) faults.order ||= `"${name}" twice or out of order`;
    place = Math.max(place, rank);
    if (named !== undefined) {
      const clause = named.toLowerCase() as Lowercase<Named>;
      stamp[clause] ??= operand.text;
      faults[clause] ||= OPERAND[named](operand.text);
    } else if (!ATOM.test(name) || !STRING.test(operand.text))
      faults.structure ||= `"${name} ${operand.text}" is no clause`;
    else if (!ADDITIONAL.includes(name.toUpperCase())) faults.clauses ||= `"${name}" is no registered clause`;
  }
}

/** Where the date begins: behind the first semicolon outside comments and quotes. */
function dateStart(value: string): number {
  let at = 0;
  while (at < value.length) {
    const c = value[at];
    if (c === ';') return at + 1;
    if (c === '(') at = endOfComment(value, at) ?? value.length;
    else if (c === ' ' || c === '\t') at++;
    else at = endOfWord(value, at) ?? value.length;
  }
  return at;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FWS = '[ \\t]+';
const DATE = new RegExp(
  `^${FWS}(?:(${DAYS.join('|')}),)?${FWS.replace('+', '*')}(\\d{1,2})${FWS}(${MONTHS.join('|')})${FWS}(\\d+)${FWS}(\\d{2}):(\\d{2})(?::(\\d{2}))?${FWS}([+-]\\d{4}|[A-Za-z]+)(.*)$`,
  'i',
);

/** The rules that a date breaks. `year` and `zone` are obsolete forms; `date` is everything else. */
export function dateFaults(text: string): Partial<StampFaults> {
  const m = DATE.exec(text);
  if (!m) return { date: `"${text.trim()}" is no date` };
  const [, weekday = '', day = '', month = '', year = '', hour = '', minute = '', second = '0', zone = '', rest = ''] =
    m;
  const faults: Partial<StampFaults> = {};
  if (year.length < 4) faults.year = `the year is ${year}`;
  if (!/^[+-]/.test(zone)) faults.zone = `the zone is ${zone}`;
  if (!isComments(rest)) faults.date = `"${rest.trim()}" behind the date`;
  const when = new Date(
    Date.UTC(
      Number(year),
      MONTHS.findIndex((x) => same(x, month)),
      Number(day),
    ),
  );
  if (when.getUTCDate() !== Number(day)) faults.date = `${month} has no ${day}`;
  else if (year.length >= 4 && weekday !== '' && !same(DAYS[when.getUTCDay()] ?? '', weekday))
    faults.date = `${day} ${month} ${year} is no ${weekday}`;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) faults.date = 'no such time of the day';
  if (/^[+-]\d\d[6-9]/.test(zone)) faults.date = 'no such offset';
  return faults;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** White space and comments only. */
function isComments(text: string): boolean {
  return stampTokens(text)?.every((t) => t.kind === 'comment') ?? false;
}
