import { type MailboxId, type Store, StoreFault, type Uid } from '../store/store.ts';

/** Rows read at a time while a maildrop is opened. */
const PAGE = 1024;
/** Messages whose ends are looked at together. */
const SIZES_AT_ONCE = 256;

export interface Message {
  readonly uid: Uid;
  readonly body: string;
  /** Octets as RETR sends them, without stuffing; undefined until the end of the text was looked at. */
  wire: number | undefined;
  readonly size: number;
  deleted: boolean;
}

/** Maildrops that a session of this process has open, by store. */
const held = new WeakMap<Store, Set<MailboxId>>();

/** An INBOX as it was at login, locked against other POP3 sessions until disposed. Numbers never change (RFC 1939 section 4). */
// rfc1939-4-maildrop-stays-as-opened rfc1939-4-messages-numbered-from-one
export class Maildrop implements Disposable {
  readonly #store: Store;
  readonly #release: () => void;
  readonly mailbox: MailboxId;
  readonly uidValidity: number;
  readonly messages: readonly Message[];

  private constructor(
    store: Store,
    release: () => void,
    box: { id: MailboxId; uidValidity: number },
    messages: Message[],
  ) {
    this.#store = store;
    this.#release = release;
    this.mailbox = box.id;
    this.uidValidity = box.uidValidity;
    this.messages = messages;
  }

  /** Locks and reads. @throws StoreFault, the lock released */
  static async open(store: Store, account: number): Promise<Maildrop | 'in-use' | 'gone'> {
    const box = await store.read({ ask: 'mailbox', account, name: 'INBOX' });
    if (box === undefined) return 'gone';
    const locks = held.get(store) ?? new Set();
    held.set(store, locks);
    if (locks.has(box.id)) return 'in-use';
    locks.add(box.id);
    const release = (): void => {
      locks.delete(box.id);
    };
    try {
      const messages: Message[] = [];
      for (let after = 0; ; ) {
        const page = await store.read({ ask: 'messages', mailbox: box.id, after, limit: PAGE });
        for (const { uid, body, size } of page) messages.push({ uid, body, size, wire: undefined, deleted: false });
        if (page.length < PAGE) return new Maildrop(store, release, box, messages);
        after = page.at(-1)!.uid;
      }
    } catch (e) {
      // rfc1939-4-lock-released-on-refusal
      release();
      throw e;
    }
  }

  /** A message that is there and not marked. */
  get(msg: number): Message | undefined {
    const m = this.messages[msg - 1];
    return m === undefined || m.deleted ? undefined : m;
  }

  /** Numbers and messages that are not marked. */
  *listed(): Generator<[number, Message]> {
    for (const [i, m] of this.messages.entries()) if (!m.deleted) yield [i + 1, m];
  }

  /**
   * Octets of a message as RETR sends it: what is stored, and a line end where its last line lacks one.
   * That agrees with `BODY[]` for every message that ends with a line end.
   */
  async sizeOf(m: Message): Promise<number> {
    if (m.wire !== undefined) return m.wire;
    m.wire = m.size + ((await this.#endsWithLine(m)) ? 0 : 2);
    return m.wire;
  }

  async #endsWithLine({ size, body }: Message): Promise<boolean> {
    let last: number | undefined;
    try {
      if (size > 0) for await (const chunk of this.#store.body(body, size - 1, size)) last = chunk[0];
    } catch (e) {
      // What is gone is not sent either.
      if (!(e instanceof StoreFault) || e.refused !== 'gone') throw e;
    }
    return last === undefined || last === 0x0a;
  }

  /** Numbers and octets of what is not marked, `SIZES_AT_ONCE` looked at together. */
  async sizes(): Promise<[number, number][]> {
    const listed = [...this.listed()];
    const out: [number, number][] = [];
    for (let i = 0; i < listed.length; i += SIZES_AT_ONCE) {
      const some = listed.slice(i, i + SIZES_AT_ONCE);
      out.push(
        ...(await Promise.all(some.map(async ([n, m]): Promise<[number, number]> => [n, await this.sizeOf(m)]))),
      );
    }
    return out;
  }

  /** Count and octets of what is not marked. */
  async total(): Promise<{ count: number; octets: number }> {
    const sizes = await this.sizes();
    return { count: sizes.length, octets: sizes.reduce((sum, [, n]) => sum + n, 0) };
  }

  /** Whether nobody has removed the message through another protocol. */
  async isThere(m: Message): Promise<boolean> {
    const rows = await this.#store.read({ ask: 'messages', mailbox: this.mailbox, after: m.uid - 1, limit: 1 });
    return rows[0]?.uid === m.uid;
  }

  octets(m: Message): AsyncIterable<Uint8Array> {
    return this.#store.body(m.body);
  }

  // rfc1939-7-uidl-ids-printable rfc1939-7-uidl-ids-differ rfc1939-7-uidl-ids-persist rfc1939-7-uidl-ids-not-reused
  // rfc1939-7-uidl-ids-persist-without-update
  uniqueId(m: Message): string {
    return `${this.uidValidity}.${m.uid}`;
  }

  [Symbol.dispose](): void {
    this.#release();
  }
}
