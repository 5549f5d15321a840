import { match, P } from 'ts-pattern';
import {
  type Mailbox,
  type Path,
  parseAddressLiteral,
  parseDomain,
  parseMailbox,
  parsePath,
  parseQuoted,
  printPath,
} from '../mail/address.ts';
import { Cursor, isAlnum, isAtext, isDigit } from '../mail/cursor.ts';

/** An argument that does not fit the grammar. `parameter`: only an ESMTP parameter is at fault. */
export interface Malformed {
  malformed: string;
}
export function isMalformed(x: object): x is Malformed {
  return 'malformed' in x;
}

/** An ESMTP parameter, its keyword in capitals. */
export interface Parameter {
  keyword: string;
  value: string | undefined;
}
export interface MailArgs {
  path: Path | 'null';
  parameters: Parameter[];
}
export interface RcptArgs {
  path: Path;
  parameters: Parameter[];
}
export interface HelloArgs {
  /** Domain or address literal. */
  name: string;
}
export interface AuthArgs {
  mechanism: string;
  /** As sent: base64, `=` for an empty response, or absent. */
  initial: string | undefined;
}
export interface BdatArgs {
  size: number;
  last: boolean;
}
/** Argument of VRFY and EXPN: a mailbox, or a name without a domain. `utf8`: the answer may hold UTF-8 (RFC 6531 3.7.4.2). */
export type NameArgs = ({ mailbox: Mailbox } | { name: string }) & { utf8?: true };

/** Parameters one command may have; more than all that are registered. */
const PARAMETERS = 32;
const SP = 0x20;
const HT = 0x09;

/** The verb in capitals and what follows it, one space taken off. Trailing white space is taken off too. */
export function splitVerb(line: string): { verb: string; argument: string } {
  let end = line.length;
  // rfc5321-4.1.1-trailing-white-space-tolerated
  while (end > 0 && (line.charCodeAt(end - 1) === SP || line.charCodeAt(end - 1) === HT)) end -= 1;
  const text = line.slice(0, end);
  const space = text.indexOf(' ');
  // rfc5321-2.4-verb-case-ignored
  if (space < 0) return { verb: text.toUpperCase(), argument: '' };
  return { verb: text.slice(0, space).toUpperCase(), argument: text.slice(space + 1) };
}

/** Whether all octets are printable US-ASCII or HT: no command has others without an extension that says so. */
export function isPrintable(line: string): boolean {
  for (let i = 0; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if ((c < 32 || c > 126) && c !== HT) return false;
  }
  return true;
}

/**
 * A line of one character an octet, as text.
 * @returns the text; undefined where octets beyond US-ASCII are no UTF-8 (RFC 3629)
 */
export function decodeLine(line: string): string | undefined {
  try {
    // rfc6531-1.1-octets-that-are-no-utf-8-refused
    return utf8.decode(Buffer.from(line, 'latin1'));
  } catch (e) {
    if (e instanceof TypeError) return undefined;
    throw e;
  }
}
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether all is printable: US-ASCII, HT, or beyond US-ASCII. */
export function isText(line: string): boolean {
  for (let i = 0; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if ((c < 32 || c === 127) && c !== HT) return false;
  }
  return true;
}

/** Whether a text holds a character beyond US-ASCII. */
export function isInternational(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return true;
  return false;
}

export function parseHello(argument: string): HelloArgs | Malformed {
  const c = new Cursor(argument);
  c.eatWhile((x) => x === SP);
  // rfc5321-4.1.1.1-ehlo-takes-a-domain
  const domain = parseDomain(c);
  if (domain !== undefined && c.done) return { name: domain };
  // rfc5321-4.1.1.1-ehlo-takes-an-address-literal. What some clients say after the literal is not an error (RFC 5321 4.1.1.1).
  const literal = domain === undefined ? parseAddressLiteral(c) : undefined;
  if (literal !== undefined && (c.done || c.code() === SP)) return { name: literal };
  // rfc5321-4.1.1.1-ehlo-needs-an-argument, rfc5321-4.1.1.1-helo-needs-an-argument
  return { malformed: 'a domain or an address literal is needed' };
}

/** `FROM:<path> [parameters]` */
export function parseMail(argument: string): MailArgs | Malformed {
  const c = new Cursor(argument, 0, true);
  // rfc5321-4.1.1.2-mail-needs-a-reverse-path, rfc5321-2.4-argument-case-ignored
  if (!c.eatAnyCase('FROM:')) return { malformed: 'FROM: is needed' };
  // rfc5321-4.1.1.2-null-reverse-path-accepted
  const path = parsePath(c, false);
  // rfc6409-5.1-illegal-address-refused
  if (path === undefined) return { malformed: 'not a path' };
  return withParameters(c, { path });
}

/** `TO:<path> [parameters]`, or `TO:<Postmaster>` */
export function parseRcpt(argument: string): RcptArgs | Malformed {
  const c = new Cursor(argument, 0, true);
  // rfc5321-4.1.1.3-rcpt-needs-a-forward-path, rfc5321-2.4-argument-case-ignored
  if (!c.eatAnyCase('TO:')) return { malformed: 'TO: is needed' };
  const path = parsePath(c, true);
  if (path === undefined) return { malformed: 'not a path' };
  // rfc5321-4.1.1.3-null-forward-path-refused
  if (path === 'null') return { malformed: 'a recipient is needed' };
  return withParameters(c, { path });
}

function withParameters<T extends object>(c: Cursor, args: T): (T & { parameters: Parameter[] }) | Malformed {
  const parameters: Parameter[] = [];
  while (!c.done) {
    // rfc5321-4.1.2-text-after-path-refused
    if (!c.eat(' ')) return { malformed: 'a space is needed after the path' };
    // A second space before a parameter, or one at the end, does no harm.
    c.eatWhile((x) => x === SP);
    if (c.done) break;
    // rfc5321-2.4-parameter-case-ignored
    // rfc6531-3.4-parameter-in-any-case
    const keyword = c.eatWhile((x) => isAlnum(x) || x === 0x2d).toUpperCase();
    // rfc5321-4.1.2-parameter-keyword-grammar
    if (keyword === '' || keyword.startsWith('-')) return { malformed: 'not a parameter' };
    let value: string | undefined;
    if (c.eat('=')) {
      value = c.eatWhile((x) => (x >= 33 && x <= 126 && x !== 0x3d) || c.adds(x));
      // rfc5321-4.1.2-parameter-value-grammar
      if (value === '') return { malformed: `no value after ${keyword}=` };
    }
    if (parameters.length === PARAMETERS) return { malformed: 'too many parameters' };
    // rfc1870-6-one-size-parameter, rfc6152-3-one-body-parameter
    // rfc3461-5.1-two-ret-501, rfc3461-5.1-two-envid-501, rfc3461-5.1-two-notify-501, rfc3461-5.1-two-orcpt-501
    if (parameters.some((p) => p.keyword === keyword)) return { malformed: `${keyword} is given twice` };
    parameters.push({ keyword, value });
  }
  return { ...args, parameters };
}

/** `mechanism [initial-response]` (RFC 4954 4) */
// rfc4954-8-mechanism-names-in-any-case
export function parseAuth(argument: string): AuthArgs | Malformed {
  const c = new Cursor(argument);
  const mechanism = c.eatWhile((x) => isAlnum(x) || x === 0x2d || x === 0x5f).toUpperCase();
  if (mechanism === '' || mechanism.length > 20) return { malformed: 'a mechanism is needed' };
  if (c.done) return { mechanism, initial: undefined };
  const initial = c.eat(' ') ? c.rest() : '';
  if (initial === '' || initial.includes(' ')) return { malformed: 'not an initial response' };
  return { mechanism, initial };
}

/** `size [LAST]` (RFC 3030 2). A size that cannot be counted exactly is malformed. */
export function parseBdat(argument: string): BdatArgs | Malformed {
  const c = new Cursor(argument);
  // rfc3030-2-chunk-size-is-digits, rfc3030-2-leading-zeros-change-nothing
  const digits = c.eatWhile(isDigit);
  const size = Number(digits);
  if (digits === '' || !Number.isSafeInteger(size)) return { malformed: 'a size is needed' };
  if (c.done) return { size, last: false };
  // rfc3030-2-only-last-follows-the-size, rfc3030-2-last-in-any-case
  if (!c.eat(' ') || !c.eatAnyCase('LAST') || !c.done) return { malformed: 'only LAST may follow the size' };
  return { size, last: true };
}

/** RFC 5321 3.5.1: a mailbox with or without brackets, or a name; SMTPUTF8 may stand behind it (RFC 6531 3.7.4.2). */
export function parseName(argument: string): NameArgs | Malformed {
  // rfc6531-3.1-vrfy-parameter-accepted, rfc6531-3.1-expn-parameter-accepted, rfc6531-3.7.4.2-vrfy-parameter-for-one-command
  const from = argument.length - SMTPUTF8.length;
  if (from <= 0 || argument.slice(from).toUpperCase() !== SMTPUTF8) return parseString(argument);
  const name = parseString(argument.slice(0, from));
  return isMalformed(name) ? name : { ...name, utf8: true };
}
const SMTPUTF8 = ' SMTPUTF8';

function parseString(argument: string): NameArgs | Malformed {
  if (argument === '') return { malformed: 'a name is needed' };
  const c = new Cursor(argument, 0, true);
  const bracket = c.eat('<');
  const mailbox = parseMailbox(c);
  if (mailbox !== undefined && c.eat('>') === bracket && c.done) return { mailbox };
  if (bracket) return { malformed: 'not a mailbox' };
  const plain = new Cursor(argument, 0, true);
  const quoted = plain.code() === 0x22 ? parseQuoted(plain) : undefined;
  // rfc5321-4.1.1.6-vrfy-takes-a-quoted-string
  if (quoted !== undefined && plain.done) return { name: quoted };
  // neither an Atom nor a Quoted-string can hold a tab
  if (argument.includes('\t')) return { malformed: 'not a name' };
  return { name: argument };
}

/** A whole command line as data, for the verbs whose arguments have a grammar. */
export type CommandLine =
  | { verb: 'EHLO' | 'HELO' | 'LHLO'; args: HelloArgs }
  | { verb: 'MAIL'; args: MailArgs }
  | { verb: 'RCPT'; args: RcptArgs }
  | { verb: 'AUTH'; args: AuthArgs }
  | { verb: 'BDAT'; args: BdatArgs }
  | { verb: 'VRFY' | 'EXPN'; args: NameArgs }
  | { verb: 'OTHER'; name: string; argument: string };

const parsers = new Map<string, (argument: string) => object | Malformed>([
  ['EHLO', parseHello],
  ['HELO', parseHello],
  ['LHLO', parseHello],
  ['MAIL', parseMail],
  ['RCPT', parseRcpt],
  ['AUTH', parseAuth],
  ['BDAT', parseBdat],
  ['VRFY', parseName],
  ['EXPN', parseName],
]);

/** Verbs in whose arguments UTF-8 may stand (RFC 6531 3.1). */
export const INTERNATIONAL: ReadonlySet<string> = new Set(['MAIL', 'RCPT', 'VRFY', 'EXPN']);

/** Parses one line without its line end, a character an octet. Never throws; linear in the length of the line. */
export function parseCommandLine(line: string): CommandLine | Malformed {
  const text = decodeLine(line);
  if (text === undefined || !isText(text)) return { malformed: 'not printable' };
  const { verb, argument } = splitVerb(text);
  if (text !== line && !INTERNATIONAL.has(verb)) return { malformed: 'not printable' };
  const parse = parsers.get(verb);
  if (parse === undefined) return { verb: 'OTHER', name: verb, argument };
  const args = parse(argument);
  return isMalformed(args) ? args : ({ verb, args } as CommandLine);
}

/** The line that parses to `c` again, a character an octet. */
export function printCommandLine(c: CommandLine): string {
  return Buffer.from(commandLine(c)).toString('latin1');
}

function commandLine(c: CommandLine): string {
  return match(c)
    .with({ verb: 'OTHER' }, (o) => (o.argument === '' ? o.name : `${o.name} ${o.argument}`))
    .with({ verb: 'MAIL' }, ({ args }) => `MAIL FROM:${printPath(args.path)}${printParameters(args.parameters)}`)
    .with({ verb: 'RCPT' }, ({ args }) => `RCPT TO:${printPath(args.path)}${printParameters(args.parameters)}`)
    .with(
      { verb: 'AUTH' },
      ({ args }) => `AUTH ${args.mechanism}${args.initial === undefined ? '' : ` ${args.initial}`}`,
    )
    .with({ verb: 'BDAT' }, ({ args }) => `BDAT ${args.size}${args.last ? ' LAST' : ''}`)
    .with({ verb: P.union('VRFY', 'EXPN') }, ({ verb, args }) => `${verb} ${printName(args)}`)
    .with({ verb: P.union('EHLO', 'HELO', 'LHLO') }, ({ verb, args }) => `${verb} ${args.name}`)
    .exhaustive();
}

function printParameters(ps: Parameter[]): string {
  return ps.map((p) => ` ${p.keyword}${p.value === undefined ? '' : `=${p.value}`}`).join('');
}

function printName(n: NameArgs): string {
  const parameter = n.utf8 ? SMTPUTF8 : '';
  if ('mailbox' in n) return printPath({ route: [], ...n.mailbox }) + parameter;
  const c = new Cursor(n.name);
  c.eatWhile(isAtext);
  if (c.done && n.name !== '') return n.name + parameter;
  let s = '"';
  for (const x of n.name) s += x === '"' || x === '\\' ? `\\${x}` : x;
  return `${s}"${parameter}`;
}
