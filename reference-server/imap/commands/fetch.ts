import { match } from 'ts-pattern';
import type { MessageRow, Store } from '../../store/store.ts';
import { isRefusal } from '../../store/store.ts';
import { pieceOf, structureOf } from '../bodies.ts';
import * as grammar from '../grammar/command.ts';
import { printDateTime } from '../grammar/date.ts';
import { type FetchItem, printSection, type Section } from '../grammar/fetch.ts';
import { NUL_SHOWN } from '../grammar/print.ts';
import type { SequenceSet } from '../grammar/sequence.ts';
import { FETCH_PAGE, printFlags, rowsOf, SCAN_PAGE } from '../selected.ts';
import { printEnvelope, printStructure } from '../structure.ts';
import { define, type Effect, ok, SELECTED, type Selected, type Session, type Turn } from '../types.ts';
import { countOf, expungedMeanwhile, isEffect, named } from './messages.ts';

/** Octets written before the next are made: then the client has to have read. */
const BULK = 256 * 1024;

/** Writes answers with back-pressure, and knows whether a literal is half out. */
class Out {
  readonly #s: Session;
  #since = 0;

  constructor(s: Session) {
    this.#s = s;
  }
  async write(b: Buffer | string): Promise<void> {
    this.#s.peer.write(b);
    this.#since += b.length;
    if (this.#since < BULK) return;
    this.#since = 0;
    await this.#s.peer.flush();
  }
  /** A literal of `size` octets out of a stream that must have as many. */
  async literal(size: number, octets: AsyncIterable<Uint8Array>): Promise<void> {
    await this.write(`{${size}}\r\n`);
    this.#s.torn = size > 0;
    let sent = 0;
    for await (const chunk of octets) {
      sent += chunk.length;
      if (sent > size) break;
      await this.write(withoutNul(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    }
    if (sent !== size) throw new Error('a body is not as long as it was');
    this.#s.torn = false;
  }
}

/** Messages that came by another protocol may hold NUL: see `NUL_SHOWN`. */
function withoutNul(b: Buffer): Buffer {
  let at = b.indexOf(0);
  if (at < 0) return b;
  const copy = Buffer.from(b);
  for (; at >= 0; at = copy.indexOf(0, at)) copy[at] = NUL_SHOWN;
  return copy;
}

async function* just(b: Uint8Array): AsyncGenerator<Uint8Array> {
  yield b;
}

type BodyItem = Extract<FetchItem, { item: 'BODY[]' }>;
const TEXTS: Partial<Record<FetchItem['item'], Section>> = {
  RFC822: { part: [] },
  'RFC822.HEADER': { part: [], text: 'HEADER' },
  'RFC822.TEXT': { part: [], text: 'TEXT' },
};

/** Items that need no body: their pages can be longer. */
const COLUMNS = new Set<FetchItem['item']>(['FLAGS', 'UID', 'INTERNALDATE', 'RFC822.SIZE']);

/** Whether an item sets \Seen (RFC 3501 section 6.4.5): all texts but PEEK and RFC822.HEADER. */
function sets(item: FetchItem): boolean {
  return (
    match(item)
      // rfc3501-6.4.5-peek-leaves-seen
      .with({ item: 'BODY[]' }, ({ peek }) => !peek)
      .with({ item: 'RFC822' }, { item: 'RFC822.TEXT' }, () => true)
      .otherwise(() => false)
  );
}

/** Octets of one section of one message, under its name. */
async function text(
  out: Out,
  store: Store,
  row: MessageRow,
  name: string,
  section: Section,
  partial: BodyItem['partial'],
): Promise<void> {
  const piece = await pieceOf(store, row.body, row.size, section);
  // rfc3501-6.4.5-partial-starts-at-origin rfc3501-7.4.2-origin-only-if-asked
  await out.write(`${name}${partial === undefined ? '' : `<${partial.offset}>`} `);
  if (piece === undefined) {
    await out.write('NIL');
    return;
  }
  const [from, to] = 'range' in piece ? piece.range : [0, piece.bytes.length];
  // rfc3501-7.4.2-partial-past-the-end-is-empty
  const first = Math.min(to, from + (partial?.offset ?? 0));
  const last = partial === undefined ? to : Math.min(to, first + partial.length);
  const octets = 'range' in piece ? store.body(row.body, first, last) : just(piece.bytes.subarray(first, last));
  await out.literal(last - first, last > first ? octets : just(Buffer.alloc(0)));
}

async function item(out: Out, s: Session, sel: Selected, row: MessageRow, wanted: FetchItem): Promise<void> {
  const { store } = s.ctx;
  const name = wanted.item;
  if (wanted.item === 'BODY[]')
    return text(out, store, row, `BODY${printSection(wanted.section)}`, wanted.section, wanted.partial);
  const whole = TEXTS[name];
  if (whole !== undefined) return text(out, store, row, name, whole, undefined);
  switch (wanted.item) {
    case 'FLAGS':
      sel.view.told(row.uid, row.modseq);
      // rfc3501-6.4.5-fetch-flags
      return out.write(`FLAGS ${printFlags(row.flags, sel.view.isRecent(row.uid))}`);
    case 'UID':
      // rfc3501-6.4.5-fetch-uid
      return out.write(`UID ${row.uid}`);
    case 'INTERNALDATE':
      // rfc3501-6.4.5-fetch-internal-date rfc3501-2.3.3-internal-date-of-delivered-mail
      return out.write(`INTERNALDATE ${printDateTime(row)}`);
    case 'RFC822.SIZE':
      // rfc3501-6.4.5-size-is-that-of-the-body
      return out.write(`RFC822.SIZE ${row.size}`);
    case 'ENVELOPE':
      return out.write(`ENVELOPE ${printEnvelope(await structureOf(store, row.body, false))}`);
    case 'BODY':
    case 'BODYSTRUCTURE':
      return out.write(`${name} ${printStructure(await structureOf(store, row.body, true), name === 'BODYSTRUCTURE')}`);
  }
}

/** Sets \Seen on those of a page that lack it; the rows then carry the new flags. */
async function markSeen(s: Session, sel: Selected, page: MessageRow[]): Promise<Set<number>> {
  const unseen = page.filter((row) => !row.flags.includes('\\Seen'));
  if (unseen.length === 0 || sel.readOnly) return new Set();
  const uids = unseen.map((row): [number, number] => [row.uid, row.uid]);
  const done = await s.ctx.store.commit({ do: 'flag', mailbox: sel.mailbox.id, uids, op: 'add', flags: ['\\Seen'] });
  if (isRefusal(done)) return new Set();
  const changed = new Map(done.changed.map((c) => [c.uid, c]));
  for (const row of page) Object.assign(row, changed.get(row.uid));
  return new Set(changed.keys());
}

async function run({ session: s }: Turn, set: SequenceSet, asked: FetchItem[], uid: boolean): Promise<Effect> {
  const sel = s.selected!;
  const uids = named(sel, set, uid);
  if (isEffect(uids)) return uids;
  const out = new Out(s);
  const items = uid && !asked.some((i) => i.item === 'UID') ? [{ item: 'UID' as const }, ...asked] : asked;
  const seen = items.some(sets);
  const cheap = items.every((i) => COLUMNS.has(i.item));
  let found = 0;
  for await (const page of rowsOf(s.ctx.store, sel.mailbox.id, uids, cheap ? SCAN_PAGE : FETCH_PAGE)) {
    // rfc3501-6.4.5-body-sets-seen
    const marked = seen ? await markSeen(s, sel, page) : new Set<number>();
    for (const row of page) {
      const seq = sel.view.seqOf(row.uid);
      if (seq === undefined) continue;
      found++;
      // rfc3501-6.4.5-seen-told-in-fetch
      const extra = marked.has(row.uid) && !items.some((i) => i.item === 'FLAGS') ? [{ item: 'FLAGS' as const }] : [];
      await out.write(`* ${seq} FETCH (`);
      for (const [i, wanted] of [...items, ...extra].entries()) {
        if (i > 0) await out.write(' ');
        await item(out, s, sel, row, wanted);
      }
      // rfc3501-9-responses-follow-the-grammar
      await out.write(')\r\n');
    }
  }
  return uid || found >= countOf(uids) ? ok('Fetched') : expungedMeanwhile;
}

/** RFC 3501 section 6.4.5. */
export const fetch = define({
  verb: 'FETCH',
  states: SELECTED,
  parse: grammar.fetch,
  run: (turn, { set, items }) => run(turn, set, items, false),
});

export const uidFetch = define({
  verb: 'UID FETCH',
  states: SELECTED,
  parse: grammar.fetch,
  run: (turn, { set, items }) => run(turn, set, items, true),
});
