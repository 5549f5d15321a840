import type { CommandOf, Readers, Writers } from './dispatch.ts';
import { canonicalFlags, combineFlags, foldFlag, sameFlags } from './flags.ts';
import { addressKey, canonicalAddress, canonicalName, nameFault, SEPARATOR, superiors } from './names.ts';
import type {
  Account,
  AccountId,
  Change,
  Deferred,
  DeferredId,
  FlagSet,
  Mailbox,
  MailboxId,
  MessageRow,
  Refusal,
  Results,
} from './store.ts';
import { holds } from './uidset.ts';

interface Message extends MessageRow {
  /** modseq at which it came. */
  created: number;
}

interface Box {
  row: Omit<Mailbox, 'subscribed'>;
  messages: Map<number, Message>;
  vanished: Map<number, number>;
  /** Folded keyword to its first spelling. */
  keywords: Map<string, string>;
  /** Highest UID that some session has had as \Recent. */
  claimed: number;
}

const refuse = (refused: Refusal['refused'], why: string): Refusal => ({ refused, why });

/** All of a mail store as plain maps; every method is synchronous and either does all or nothing. */
export class MemoryState {
  readonly bodies = new Map<string, Uint8Array>();
  readonly #now: () => number;
  readonly #accounts = new Map<AccountId, Account>();
  readonly #boxes = new Map<MailboxId, Box>();
  readonly #subscriptions = new Map<AccountId, Set<string>>();
  /** UIDVALIDITY a name had when it was last given up, by account and name. */
  readonly #retired = new Map<string, number>();
  readonly #deferred = new Map<DeferredId, Deferred>();
  readonly #touched = new Map<MailboxId, number>();
  #lastId = 0;
  #lastValidity = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Mailboxes touched since the last call, with the modseq they reached. */
  takeTouched(): [MailboxId, number][] {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  readonly writers: Writers = {
    deliver: (c) => {
      const uids: Results['deliver']['uids'] = [];
      for (const entry of c.to) {
        const box = this.#selectable(entry.mailbox);
        if (box === undefined) continue;
        const { flags, date, zone } = entry;
        const uid = this.#insert(box, { flags, date, zone, size: c.body.size, body: c.body.id }, this.#step(box));
        uids.push({ mailbox: box.row.id, uidValidity: box.row.uidValidity, uid });
      }
      if (uids.length === 0) return refuse('gone', 'no such mailbox');
      if (c.body.inline !== undefined) this.bodies.set(c.body.id, c.body.inline);
      return { uids };
    },
    flag: (c) => this.#flag(c),
    copy: (c) => this.#transfer(c, false),
    move: (c) => this.#transfer(c, true),
    expunge: (c) => {
      const box = this.#selectable(c.mailbox);
      if (box === undefined) return refuse('gone', 'no such mailbox');
      const { uids: set, force } = c;
      const uids = this.#sorted(box)
        .filter((m) => set === undefined || holds(set, m.uid))
        .filter((m) => (force === true && set !== undefined) || m.flags.includes('\\Deleted'))
        .map((m) => m.uid);
      if (uids.length > 0) this.#remove(box, uids, this.#step(box));
      return { uids, modseq: box.row.highestModSeq };
    },
    createMailbox: (c) => {
      if (!this.#accounts.has(c.account)) return refuse('gone', 'no such account');
      const name = canonicalName(c.name);
      const fault = nameFault(name);
      if (fault !== undefined) return refuse('invalid', fault);
      const old = this.#named(c.account, name);
      if (old !== undefined && !old.row.noselect) return refuse('exists', 'the mailbox exists');
      this.#makeSuperiors(c.account, name);
      if (old !== undefined) this.#boxes.delete(old.row.id);
      return { mailbox: this.#view(this.#make(c.account, name, c.specialUse)) };
    },
    deleteMailbox: (c) => {
      const box = this.#boxes.get(c.mailbox);
      if (box === undefined) return refuse('gone', 'no such mailbox');
      const { account, name, noselect } = box.row;
      if (name === 'INBOX') return refuse('invalid', 'INBOX cannot be deleted');
      const parent = this.#below(account, name).length > 0;
      if (noselect && parent) return refuse('invalid', 'the name has inferior names');
      this.#retire(box);
      this.#boxes.delete(c.mailbox);
      this.#touched.set(c.mailbox, box.row.highestModSeq);
      if (parent) this.#make(account, name).row.noselect = true;
      return {};
    },
    renameMailbox: (c) => this.#rename(c),
    subscribe: (c) => {
      const names = this.#subscriptions.get(c.account);
      if (names === undefined) return refuse('gone', 'no such account');
      const name = canonicalName(c.name);
      if (!c.on) names.delete(name);
      else {
        const fault = nameFault(name);
        if (fault !== undefined) return refuse('invalid', fault);
        names.add(name);
      }
      return {};
    },
    claimRecent: (c) => {
      const box = this.#selectable(c.mailbox);
      if (box === undefined) return refuse('gone', 'no such mailbox');
      const from = box.claimed + 1;
      box.claimed = box.row.uidNext - 1;
      return { from, to: box.claimed };
    },
    createAccount: (c) => {
      const address = canonicalAddress(c.address);
      if (this.#byAddress(address) !== undefined) return refuse('exists', 'the account exists');
      for (const { name } of c.mailboxes) {
        const fault = nameFault(canonicalName(name));
        if (fault !== undefined) return refuse('invalid', fault);
      }
      const account: Account = { id: ++this.#lastId, address, secret: c.secret };
      this.#accounts.set(account.id, account);
      this.#subscriptions.set(account.id, new Set());
      this.#make(account.id, 'INBOX');
      for (const { name, specialUse } of c.mailboxes) {
        const wanted = canonicalName(name);
        if (this.#named(account.id, wanted) !== undefined) continue;
        this.#makeSuperiors(account.id, wanted);
        this.#make(account.id, wanted, specialUse);
      }
      return { account };
    },
    setSecret: (c) => {
      const account = this.#accounts.get(c.account);
      if (account === undefined) return refuse('gone', 'no such account');
      account.secret = c.secret;
      return {};
    },
    deleteAccount: (c) => {
      if (!this.#accounts.delete(c.account)) return refuse('gone', 'no such account');
      this.#subscriptions.delete(c.account);
      for (const box of [...this.#boxes.values()]) {
        if (box.row.account !== c.account) continue;
        this.#boxes.delete(box.row.id);
        this.#touched.set(box.row.id, box.row.highestModSeq);
      }
      return {};
    },
    defer: (c) => {
      if (this.#deferred.size >= c.most) return refuse('full', 'too many messages wait');
      const { id: body, size, inline } = c.body;
      if (inline !== undefined) this.bodies.set(body, inline);
      const id = ++this.#lastId;
      this.#deferred.set(id, { id, body, size, due: c.due, state: c.state });
      return { id };
    },
    postpone: ({ id, due, state }) => {
      const row = this.#deferred.get(id);
      if (row === undefined) return refuse('gone', 'no such message waits');
      this.#deferred.set(id, { ...row, due, state });
      return {};
    },
    settle: (c) => (this.#deferred.delete(c.id) ? {} : refuse('gone', 'no such message waits')),
  };

  readonly readers: Readers = {
    account: (q) => this.#byAddress(q.address),
    accounts: () => [...this.#accounts.values()],
    inbox: (q) => {
      const account = this.#byAddress(q.address);
      const box = account === undefined ? undefined : this.#named(account.id, 'INBOX');
      if (account === undefined || box === undefined) return undefined;
      return { account: account.id, address: account.address, mailbox: box.row.id };
    },
    mailboxes: (q) =>
      [...this.#boxes.values()]
        .filter((b) => b.row.account === q.account)
        .map((b) => this.#view(b))
        .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))),
    subscriptions: (q) =>
      [...(this.#subscriptions.get(q.account) ?? [])].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    mailbox: (q) => {
      const box = this.#named(q.account, canonicalName(q.name));
      return box === undefined ? undefined : this.#view(box);
    },
    mailboxById: (q) => {
      const box = this.#boxes.get(q.mailbox);
      return box === undefined ? undefined : this.#view(box);
    },
    deferred: (q) =>
      [...this.#deferred.values()]
        .filter((d) => d.due <= q.due)
        .sort((a, b) => a.due - b.due || a.id - b.id)
        .slice(0, q.limit),
    messages: (q) => {
      const box = this.#boxes.get(q.mailbox);
      if (box === undefined) return [];
      const page = this.#sorted(box).filter((m) => m.uid > q.after);
      return page.slice(0, q.limit).map(plain);
    },
    count: (q) => {
      const box = this.#boxes.get(q.mailbox);
      const all = box === undefined ? [] : [...box.messages.values()];
      return {
        messages: all.length,
        unseen: all.filter((m) => !m.flags.includes('\\Seen')).length,
        recent: all.filter((m) => m.uid > (box?.claimed ?? 0)).length,
        size: all.reduce((sum, m) => sum + m.size, 0),
        deleted: all.filter((m) => m.flags.includes('\\Deleted')).length,
      };
    },
  };

  /** As `Store.changes`. */
  changes(mailbox: MailboxId, since: number): Change[] {
    const box = this.#boxes.get(mailbox);
    if (box === undefined) return [];
    const found: { at: number; change: Change }[] = [];
    for (const m of box.messages.values()) {
      if (m.modseq <= since) continue;
      const { uid, modseq, flags } = m;
      if (m.created > since) found.push({ at: m.created, change: { kind: 'exists', uid, modseq, row: plain(m) } });
      else found.push({ at: modseq, change: { kind: 'flags', uid, modseq, flags } });
    }
    for (const [uid, modseq] of box.vanished) {
      if (modseq > since) found.push({ at: modseq, change: { kind: 'vanished', uid, modseq } });
    }
    return found.sort((a, b) => a.at - b.at || a.change.uid - b.change.uid).map((f) => f.change);
  }

  #flag(c: CommandOf<'flag'>): Results['flag'] | Refusal {
    const box = this.#selectable(c.mailbox);
    if (box === undefined) return refuse('gone', 'no such mailbox');
    const flags = this.#spell(box, c.flags, c.op !== 'remove');
    const changed: Results['flag']['changed'] = [];
    const modified: number[] = [];
    let modseq: number | undefined;
    for (const m of this.#sorted(box)) {
      if (!holds(c.uids, m.uid)) continue;
      if (c.unchangedSince !== undefined && m.modseq > c.unchangedSince) {
        modified.push(m.uid);
        continue;
      }
      const next = combineFlags(m.flags, c.op, flags);
      if (!sameFlags(m.flags, next)) {
        modseq ??= this.#step(box);
        m.flags = next;
        m.modseq = modseq;
      }
      changed.push({ uid: m.uid, modseq: m.modseq, flags: m.flags });
    }
    return { changed, modified };
  }

  #transfer(c: CommandOf<'copy'>, move: boolean): Results['copy'] | Refusal {
    const from = this.#selectable(c.from);
    const to = this.#selectable(c.to);
    if (from === undefined || to === undefined) return refuse('gone', 'no such mailbox');
    const taken = this.#sorted(from).filter((m) => holds(c.uids, m.uid));
    const pairs: [number, number][] = [];
    if (taken.length > 0) {
      const modseq = this.#step(to);
      for (const m of taken) pairs.push([m.uid, this.#insert(to, m, modseq)]);
      if (move) {
        const uids = taken.map((m) => m.uid);
        this.#remove(from, uids, this.#step(from));
      }
    }
    return { uidValidity: to.row.uidValidity, pairs };
  }

  #rename(c: CommandOf<'renameMailbox'>): Results['renameMailbox'] | Refusal {
    const box = this.#boxes.get(c.mailbox);
    if (box === undefined) return refuse('gone', 'no such mailbox');
    const { account, name: old } = box.row;
    const name = canonicalName(c.name);
    const fault = nameFault(name);
    if (fault !== undefined) return refuse('invalid', fault);
    if (old === 'INBOX') return refuse('invalid', 'INBOX is not renamed but emptied');
    if (this.#named(account, name) !== undefined) return refuse('exists', 'the mailbox exists');
    if (name.startsWith(old + SEPARATOR)) return refuse('invalid', 'a mailbox cannot be put below itself');
    const moved = [box, ...this.#below(account, old)];
    const longest = moved.map((b) => name + b.row.name.slice(old.length)).find((n) => nameFault(n) !== undefined);
    if (longest !== undefined) return refuse('invalid', nameFault(longest) ?? '');
    this.#makeSuperiors(account, name);
    for (const b of moved) {
      this.#retire(b);
      b.row.name = name + b.row.name.slice(old.length);
      const retired = this.#retired.get(`${account} ${b.row.name}`) ?? 0;
      if (retired > b.row.uidValidity) b.row.uidValidity = this.#validity();
    }
    return { mailbox: this.#view(box) };
  }

  #byAddress(address: string): Account | undefined {
    const wanted = addressKey(address);
    return [...this.#accounts.values()].find((a) => addressKey(a.address) === wanted);
  }

  #selectable(id: MailboxId): Box | undefined {
    const box = this.#boxes.get(id);
    return box === undefined || box.row.noselect ? undefined : box;
  }

  #named(account: AccountId, name: string): Box | undefined {
    return [...this.#boxes.values()].find((b) => b.row.account === account && b.row.name === name);
  }

  #below(account: AccountId, name: string): Box[] {
    return [...this.#boxes.values()].filter(
      (b) => b.row.account === account && b.row.name.startsWith(name + SEPARATOR),
    );
  }

  #sorted(box: Box): Message[] {
    return [...box.messages.values()].sort((a, b) => a.uid - b.uid);
  }

  #view(box: Box): Mailbox {
    return { ...box.row, subscribed: this.#subscriptions.get(box.row.account)?.has(box.row.name) ?? false };
  }

  #validity(): number {
    this.#lastValidity = Math.max(this.#lastValidity + 1, Math.floor(this.#now() / 1000));
    return this.#lastValidity;
  }

  #retire(box: Box): void {
    this.#retired.set(`${box.row.account} ${box.row.name}`, box.row.uidValidity);
  }

  #makeSuperiors(account: AccountId, name: string): void {
    for (const above of superiors(name)) if (this.#named(account, above) === undefined) this.#make(account, above);
  }

  #make(account: AccountId, name: string, specialUse?: string): Box {
    const id = ++this.#lastId;
    const row: Box['row'] = {
      id,
      account,
      name,
      uidValidity: this.#validity(),
      uidNext: 1,
      highestModSeq: 1,
      noselect: false,
    };
    if (specialUse !== undefined) row.specialUse = specialUse;
    const box: Box = { row, messages: new Map(), vanished: new Map(), keywords: new Map(), claimed: 0 };
    this.#boxes.set(id, box);
    return box;
  }

  #step(box: Box): number {
    box.row.highestModSeq += 1;
    this.#touched.set(box.row.id, box.row.highestModSeq);
    return box.row.highestModSeq;
  }

  #spell(box: Box, flags: FlagSet, learn: boolean): FlagSet {
    return canonicalFlags(flags, (keyword) => {
      const fold = foldFlag(keyword);
      const known = box.keywords.get(fold);
      if (known === undefined && learn) box.keywords.set(fold, keyword);
      return known ?? keyword;
    });
  }

  #insert(box: Box, m: Pick<MessageRow, 'flags' | 'date' | 'zone' | 'size' | 'body'>, modseq: number): number {
    const uid = box.row.uidNext;
    box.row.uidNext += 1;
    const { date, zone, size, body } = m;
    const flags = this.#spell(box, m.flags, true);
    box.messages.set(uid, { uid, modseq, created: modseq, flags, date, zone, size, body, saved: this.#now() });
    return uid;
  }

  #remove(box: Box, uids: number[], modseq: number): void {
    for (const uid of uids) {
      box.messages.delete(uid);
      box.vanished.set(uid, modseq);
    }
  }
}

function plain({ created, ...row }: Message): MessageRow {
  return created > 0 ? row : { ...row };
}
