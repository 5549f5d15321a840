import { match } from 'ts-pattern';
import { Cursor, SyntaxFault } from './cursor.ts';
import { type DateTime, parseDateTime, printDateTime } from './date.ts';
import { type FetchItem, parseFetchItems, printFetchItem } from './fetch.ts';
import { parseFlag, parseFlagList } from './flags.ts';
import { printAstring, printListMailbox, printNstring, printString } from './print.ts';
import { parseSearch, printSearch, type Search } from './search.ts';
import { parseSequenceSet, printSequenceSet, type SequenceSet } from './sequence.ts';

/** Pairs of an ID command (RFC 2971 section 3.3): at most 30. */
const ID_PAIRS = 30;
const STATUS_ITEMS = ['MESSAGES', 'RECENT', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN'] as const;
export type StatusItem = (typeof STATUS_ITEMS)[number];

export interface AppendHead {
  mailbox: string;
  flags: string[] | undefined;
  at: DateTime | undefined;
}
export interface StoreArgs {
  set: SequenceSet;
  op: 'set' | 'add' | 'remove';
  silent: boolean;
  flags: string[];
}
type Bare =
  | 'CAPABILITY'
  | 'NOOP'
  | 'LOGOUT'
  | 'STARTTLS'
  | 'CHECK'
  | 'CLOSE'
  | 'UNSELECT'
  | 'EXPUNGE'
  | 'IDLE'
  | 'NAMESPACE';
type OnMailbox = 'SELECT' | 'EXAMINE' | 'CREATE' | 'DELETE' | 'SUBSCRIBE' | 'UNSUBSCRIBE';

/** Every command this server knows. Strings are octets as latin1, mailbox names as they stand on the wire. */
export type Request =
  | { verb: Bare }
  | { verb: OnMailbox; mailbox: string }
  | { verb: 'LOGIN'; user: string; password: string }
  | { verb: 'AUTHENTICATE'; mechanism: string; initial: string | undefined }
  | { verb: 'RENAME'; from: string; to: string }
  | { verb: 'LIST' | 'LSUB'; reference: string; pattern: string }
  | { verb: 'STATUS'; mailbox: string; items: StatusItem[] }
  | ({ verb: 'APPEND'; message: string } & AppendHead)
  | { verb: 'SEARCH' | 'UID SEARCH'; search: Search }
  | { verb: 'FETCH' | 'UID FETCH'; set: SequenceSet; items: FetchItem[] }
  | ({ verb: 'STORE' | 'UID STORE' } & StoreArgs)
  | { verb: 'COPY' | 'UID COPY'; set: SequenceSet; mailbox: string }
  | { verb: 'UID EXPUNGE'; set: SequenceSet }
  | { verb: 'ENABLE'; names: string[] }
  | { verb: 'ID'; pairs: [string, string | undefined][] | undefined };
export type Verb = Request['verb'];
/** The arm of `Request` that has the verb `V`. */
export type RequestOf<V extends Verb> = Request extends infer R
  ? R extends { verb: infer U }
    ? V extends U
      ? R
      : never
    : never
  : never;

export const mailbox = (c: Cursor): { mailbox: string } => {
  c.sp();
  return { mailbox: c.astring() };
};
export const none = (): Record<never, never> => ({});
export const login = (c: Cursor): { user: string; password: string } => {
  c.sp();
  const user = c.astring();
  c.sp();
  return { user, password: c.astring() };
};
/** The initial response is that of RFC 4959: base64, or a single `=`. */
export const authenticate = (c: Cursor): { mechanism: string; initial: string | undefined } => {
  c.sp();
  const mechanism = c.atom();
  return { mechanism, initial: c.eat(' ') ? c.astring() : undefined };
};
export const rename = (c: Cursor): { from: string; to: string } => {
  c.sp();
  const from = c.astring();
  c.sp();
  return { from, to: c.astring() };
};
export const list = (c: Cursor): { reference: string; pattern: string } => {
  c.sp();
  const reference = c.astring();
  c.sp();
  return { reference, pattern: c.listMailbox() };
};
export const status = (c: Cursor): { mailbox: string; items: StatusItem[] } => {
  c.sp();
  const name = c.astring();
  c.sp();
  const items = c.list(() => {
    const word = c.atom().toUpperCase();
    const item = STATUS_ITEMS.find((s) => s === word);
    if (item === undefined) throw c.fault('no such status item');
    return item;
  });
  return { mailbox: name, items };
};
/** APPEND up to its message literal, which is not touched: the cursor stands on the `{`. */
export const appendHead = (c: Cursor): AppendHead => {
  c.sp();
  const name = c.astring();
  c.sp();
  let flags: string[] | undefined;
  if (c.peek() === '(') {
    flags = parseFlagList(c);
    c.sp();
  }
  let at: DateTime | undefined;
  if (c.peek() === '"') {
    at = parseDateTime(c);
    c.sp();
  }
  return { mailbox: name, flags, at };
};
export const append = (c: Cursor): AppendHead & { message: string } => {
  const head = appendHead(c);
  return { ...head, message: c.literal() };
};
export const search = (c: Cursor): { search: Search } => {
  c.sp();
  return { search: parseSearch(c) };
};
const sequence = (c: Cursor): SequenceSet => {
  c.sp();
  return parseSequenceSet(c);
};
export const fetch = (c: Cursor): { set: SequenceSet; items: FetchItem[] } => {
  const set = sequence(c);
  c.sp();
  return { set, items: parseFetchItems(c) };
};
export const store = (c: Cursor): StoreArgs => {
  const set = sequence(c);
  c.sp();
  const op = c.eat('+') ? 'add' : c.eat('-') ? 'remove' : 'set';
  if (!c.eatAnyCase('FLAGS')) throw c.fault('expected FLAGS');
  const silent = c.eatAnyCase('.SILENT');
  c.sp();
  if (c.peek() === '(') return { set, op, silent, flags: parseFlagList(c) };
  const flags = [parseFlag(c)];
  while (c.eat(' ')) flags.push(parseFlag(c));
  return { set, op, silent, flags };
};
export const copy = (c: Cursor): { set: SequenceSet; mailbox: string } => {
  const set = sequence(c);
  return { set, ...mailbox(c) };
};
export const uidExpunge = (c: Cursor): { set: SequenceSet } => ({ set: sequence(c) });
export const enable = (c: Cursor): { names: string[] } => {
  const names: string[] = [];
  do {
    c.sp();
    names.push(c.atom());
  } while (!c.done);
  return { names };
};
export const id = (c: Cursor): { pairs: [string, string | undefined][] | undefined } => {
  c.sp();
  if (c.eatAnyCase('NIL')) return { pairs: undefined };
  const pairs: [string, string | undefined][] = [];
  const pair = (): void => {
    if (pairs.length === ID_PAIRS) throw c.fault('too many fields');
    const name = c.string();
    c.sp();
    pairs.push([name, c.eatAnyCase('NIL') ? undefined : c.string()]);
  };
  c.list(pair, true);
  return { pairs };
};

type Parsers = { [V in Verb]: (c: Cursor) => Omit<RequestOf<V>, 'verb'> };
/** What stands behind each verb, from its space on. */
const PARSERS: Parsers = {
  CAPABILITY: none,
  NOOP: none,
  LOGOUT: none,
  STARTTLS: none,
  CHECK: none,
  CLOSE: none,
  UNSELECT: none,
  EXPUNGE: none,
  IDLE: none,
  NAMESPACE: none,
  SELECT: mailbox,
  EXAMINE: mailbox,
  CREATE: mailbox,
  DELETE: mailbox,
  SUBSCRIBE: mailbox,
  UNSUBSCRIBE: mailbox,
  LOGIN: login,
  AUTHENTICATE: authenticate,
  RENAME: rename,
  LIST: list,
  LSUB: list,
  STATUS: status,
  APPEND: append,
  SEARCH: search,
  'UID SEARCH': search,
  FETCH: fetch,
  'UID FETCH': fetch,
  STORE: store,
  'UID STORE': store,
  COPY: copy,
  'UID COPY': copy,
  'UID EXPUNGE': uidExpunge,
  ENABLE: enable,
  ID: id,
};
export const VERBS = Object.keys(PARSERS) as readonly Verb[];
const verbs = new Map<string, Verb>(VERBS.map((v) => [v, v]));

/** Reads `tag SP verb` and leaves the cursor behind it. `verb` is in capitals and may be unknown; `UID` takes the next word with it. */
export function parseHead(c: Cursor): { tag: string; verb: string } {
  const tag = c.tag();
  c.sp();
  let verb = c.atom().toUpperCase();
  if (verb === 'UID' && c.eat(' ')) verb = `UID ${c.atom().toUpperCase()}`;
  return { tag, verb };
}

/**
 * Parses a whole command, literals in place, without its last CRLF.
 * @throws SyntaxFault and nothing else
 */
export function parseCommand(text: string): { tag: string; request: Request } {
  const c = new Cursor(text);
  const head = parseHead(c);
  const verb = verbs.get(head.verb);
  if (verb === undefined) throw new SyntaxFault('unknown command', c.pos);
  const request = { verb, ...PARSERS[verb](c) } as Request;
  c.end();
  return { tag: head.tag, request };
}

const flagList = (flags: string[]): string => `(${flags.join(' ')})`;

function printArguments(r: Request): string {
  switch (r.verb) {
    case 'APPEND': {
      const flags = r.flags === undefined ? '' : `${flagList(r.flags)} `;
      const at = r.at === undefined ? '' : `${printDateTime(r.at)} `;
      return ` ${printAstring(r.mailbox)} ${flags}${at}{${r.message.length}}\r\n${r.message}`;
    }
    case 'SEARCH':
    case 'UID SEARCH':
      return ` ${printSearch(r.search)}`;
    case 'FETCH':
    case 'UID FETCH':
      return ` ${printSequenceSet(r.set)} (${r.items.map(printFetchItem).join(' ')})`;
    case 'STORE':
    case 'UID STORE': {
      const sign = match(r.op)
        .with('set', () => '')
        .with('add', () => '+')
        .with('remove', () => '-')
        .exhaustive();
      return ` ${printSequenceSet(r.set)} ${sign}FLAGS${r.silent ? '.SILENT' : ''} ${flagList(r.flags)}`;
    }
    case 'COPY':
    case 'UID COPY':
      return ` ${printSequenceSet(r.set)} ${printAstring(r.mailbox)}`;
    case 'UID EXPUNGE':
      return ` ${printSequenceSet(r.set)}`;
    case 'LOGIN':
      return ` ${printAstring(r.user)} ${printAstring(r.password)}`;
    case 'AUTHENTICATE':
      return ` ${r.mechanism}${r.initial === undefined ? '' : ` ${printAstring(r.initial)}`}`;
    case 'RENAME':
      return ` ${printAstring(r.from)} ${printAstring(r.to)}`;
    case 'LIST':
    case 'LSUB':
      return ` ${printAstring(r.reference)} ${printListMailbox(r.pattern)}`;
    case 'STATUS':
      return ` ${printAstring(r.mailbox)} (${r.items.join(' ')})`;
    case 'ENABLE':
      return ` ${r.names.join(' ')}`;
    case 'ID':
      if (r.pairs === undefined) return ' NIL';
      return ` (${r.pairs.map(([k, v]) => `${printString(k)} ${printNstring(v)}`).join(' ')})`;
    default:
      return 'mailbox' in r ? ` ${printAstring(r.mailbox)}` : '';
  }
}

/** The inverse of `parseCommand`: parsing what this prints gives the same tag and request. */
export function printCommand(tag: string, request: Request): string {
  return `${tag} ${request.verb}${printArguments(request)}`;
}
