import { match } from 'ts-pattern';
import { parseFields } from '../mail/fields.ts';
import { encodingOf, fieldOf, type Part } from '../mail/mime.ts';
import type { MessageRow, Store } from '../store/store.ts';
import { structureOf } from './bodies.ts';
import { decodeHeader, decoderFor, Finder, fold, undoEncoding } from './decode.ts';
import { dayOf } from './grammar/date.ts';
import type { DateKey, SearchKey, TextField } from './grammar/search.ts';
import { resolveSequenceSet, type SequenceSet } from './grammar/sequence.ts';
import { parseSentDay } from './sent.ts';
import type { MailboxView } from './view.ts';

/** Octets of a header that a search looks at. */
const HEADER_SEARCHED = 1024 * 1024;

interface Candidate {
  row: MessageRow;
  seq: number;
}

/** A search made ready for one mailbox: sets resolved, strings folded. */
export class Matcher {
  readonly #store: Store;
  readonly #view: MailboxView;
  readonly #sets = new Map<SequenceSet, SequenceSet>();
  readonly #needles = new Map<string, string>();

  constructor(store: Store, view: MailboxView) {
    this.#store = store;
    this.#view = view;
  }

  /** Whether a message matches all keys. Texts are read only where the columns do not decide. */
  async matches(keys: readonly SearchKey[], c: Candidate): Promise<boolean> {
    // rfc3501-6.4.4-keys-are-anded
    const all: SearchKey = { key: 'AND', of: [...keys] };
    return this.#quick(all, c) ?? (await this.#slow(all, c));
  }

  #needle(value: string): string {
    let needle = this.#needles.get(value);
    if (needle === undefined) {
      needle = fold(Buffer.from(value, 'latin1').toString('utf8'));
      this.#needles.set(value, needle);
    }
    return needle;
  }
  #holds(set: SequenceSet, n: number, max: number): boolean {
    let ranges = this.#sets.get(set);
    if (ranges === undefined) {
      ranges = resolveSequenceSet(set, max);
      this.#sets.set(set, ranges);
    }
    let lo = 0;
    let hi = ranges.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (ranges[mid]![1] < n) lo = mid + 1;
      else hi = mid;
    }
    return lo < ranges.length && ranges[lo]![0] <= n;
  }

  /** By the columns alone; undefined where a text decides. */
  #quick(k: SearchKey, c: Candidate): boolean | undefined {
    const { row, seq } = c;
    const view = this.#view;
    const seen = (): boolean => row.flags.includes('\\Seen');
    switch (k.key) {
      case 'ALL':
        return true;
      case 'RECENT':
        return view.isRecent(row.uid);
      case 'OLD':
        return !view.isRecent(row.uid);
      case 'NEW':
        return view.isRecent(row.uid) && !seen();
      case 'FLAG':
        // rfc3501-6.4.4-search-by-flag
        return row.flags.some((f) => f.toLowerCase() === k.flag.toLowerCase()) === k.set;
      case 'SEQ':
        // rfc3501-6.4.4-search-by-number
        return this.#holds(k.set, seq, view.size);
      case 'UID':
        // rfc3501-6.4.4-search-by-uid
        return this.#holds(k.set, row.uid, view.lastUid);
      case 'SIZE':
        return k.rule === 'LARGER' ? row.size > k.octets : row.size < k.octets;
      case 'DATE':
        // rfc3501-6.4.4-search-by-internal-date
        return k.rule.startsWith('SENT') ? undefined : onDay(k.rule, dayOf(row), k.day);
      case 'FIELD':
      case 'HEADER':
        return undefined;
      case 'NOT': {
        const of = this.#quick(k.of, c);
        return of === undefined ? undefined : !of;
      }
      case 'OR': {
        const a = this.#quick(k.a, c);
        if (a === true) return true;
        const b = this.#quick(k.b, c);
        return b === true ? true : a === undefined || b === undefined ? undefined : false;
      }
      case 'AND': {
        let unknown = false;
        for (const of of k.of) {
          const one = this.#quick(of, c);
          if (one === false) return false;
          if (one === undefined) unknown = true;
        }
        return unknown ? undefined : true;
      }
    }
  }

  async #slow(k: SearchKey, c: Candidate): Promise<boolean> {
    const quick = this.#quick(k, c);
    if (quick !== undefined) return quick;
    switch (k.key) {
      case 'NOT':
        return !(await this.#slow(k.of, c));
      case 'OR':
        return (await this.#slow(k.a, c)) || this.#slow(k.b, c);
      case 'AND':
        for (const of of k.of) if (!(await this.#slow(of, c))) return false;
        return true;
      case 'DATE': {
        const day = parseSentDay(fieldOf(await structureOf(this.#store, c.row.body, false), 'date') ?? '');
        return day !== undefined && onDay(k.rule, day, k.day);
      }
      case 'HEADER':
        return this.#inField(c.row, k.name, k.value);
      case 'FIELD':
        return this.#inText(k.in, k.value, c.row);
      default:
        throw new Error(`no slow way for ${k.key}`);
    }
  }

  async #inText(where: TextField, value: string, row: MessageRow): Promise<boolean> {
    return match(where)
      .with('BODY', () => this.#inBody(row, value))
      .with('TEXT', async () => (await this.#inHeader(row, value)) || this.#inBody(row, value))
      .with('BCC', 'CC', 'FROM', 'SUBJECT', 'TO', (name) => this.#inField(row, name, value))
      .exhaustive();
  }

  async #octets(row: MessageRow, from: number, to: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const chunk of this.#store.body(row.body, from, to)) parts.push(chunk);
    return Buffer.concat(parts);
  }

  async #inField(row: MessageRow, name: string, value: string): Promise<boolean> {
    const { header } = await structureOf(this.#store, row.body, false);
    const text = await this.#octets(row, header[0], Math.min(header[1], HEADER_SEARCHED));
    const needle = this.#needle(value);
    const wanted = name.toLowerCase();
    return parseFields(text.toString('latin1').split('\n')).some(
      ([n, v]) => n.toLowerCase() === wanted && fold(decodeHeader(v)).includes(needle),
    );
  }

  async #inHeader(row: MessageRow, value: string): Promise<boolean> {
    const { header } = await structureOf(this.#store, row.body, false);
    const text = await this.#octets(row, header[0], Math.min(header[1], HEADER_SEARCHED));
    const needle = this.#needle(value);
    return parseFields(text.toString('latin1').split('\n')).some(([n, v]) =>
      fold(`${n}: ${decodeHeader(v)}`).includes(needle),
    );
  }

  async #inBody(row: MessageRow, value: string): Promise<boolean> {
    const root = await structureOf(this.#store, row.body, true);
    return this.#inPart(row, root, this.#needle(value));
  }

  /** Texts of all parts, and headers of messages inside; other media are left out, as RFC 3501 section 6.4.4 permits. */
  async #inPart(row: MessageRow, part: Part, needle: string): Promise<boolean> {
    for (const p of part.parts) if (await this.#inPart(row, p, needle)) return true;
    if (part.message !== undefined) {
      const [from, to] = part.message.header;
      const header = await this.#octets(row, from, Math.min(to, from + HEADER_SEARCHED));
      const found = parseFields(header.toString('latin1').split('\n')).some(([n, v]) =>
        fold(`${n}: ${decodeHeader(v)}`).includes(needle),
      );
      return found || this.#inPart(row, part.message, needle);
    }
    if (part.type !== 'TEXT' || part.parts.length > 0) return false;
    const charset = part.params.find(([n]) => n.toLowerCase() === 'charset')?.[1] ?? '';
    const decoder = decoderFor(charset);
    const undo = undoEncoding(encodingOf(part));
    const finder = new Finder(needle);
    for await (const chunk of this.#store.body(row.body, ...part.body)) {
      finder.push(decoder.decode(undo.push(Buffer.from(chunk)), { stream: true }));
      if (finder.found) return true;
    }
    finder.push(decoder.decode(undo.end()));
    return finder.found;
  }
}

function onDay(rule: DateKey, day: number, wanted: number): boolean {
  return match(rule)
    .with('BEFORE', 'SENTBEFORE', () => day < wanted)
    .with('ON', 'SENTON', () => day === wanted)
    .with('SINCE', 'SENTSINCE', () => day >= wanted)
    .exhaustive();
}
