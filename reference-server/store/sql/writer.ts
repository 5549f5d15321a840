import type { DatabaseSync } from 'node:sqlite';
import { type AnyResult, applyWith, type CommandOf, type Writers } from '../dispatch.ts';
import { canonicalFlags, combineFlags, DELETED, foldFlag, packFlags, sameFlags, unpackFlags } from '../flags.ts';
import { canonicalName, nameFault } from '../names.ts';
import type { Command, FlagSet, MailboxId, ModSeq, Refusal, Results, UidSet } from '../store.ts';
import { MAX_UID } from '../uidset.ts';
import { keywordsOf } from './columns.ts';
import { type Prepared, prepare } from './hot.ts';
import { Mailboxes } from './mailboxes.ts';
import type { MessageTable } from './schema.ts';
import type { WriteQueries } from './write-queries.ts';

/** What a batch came to: results in order, and the mailboxes touched with the modseq they reached. */
export interface Applied {
  results: AnyResult[];
  touched: [MailboxId, ModSeq][];
}

const refuse = (refused: Refusal['refused'], why: string): Refusal => ({ refused, why });
const noDeferred = () => refuse('gone', 'no such message waits');
const noMailbox = () => refuse('gone', 'no such mailbox');

/** Applies commands to a SQLite database; synchronous, for the thread that owns the connection. */
export class Writer {
  readonly #db: DatabaseSync;
  readonly #do: Prepared<WriteQueries>;
  readonly #mailboxes: Mailboxes;
  #touched = new Map<MailboxId, ModSeq>();
  #now = 0;

  constructor(db: DatabaseSync, queries: WriteQueries) {
    this.#db = db;
    this.#do = prepare(db, queries);
    this.#mailboxes = new Mailboxes(this.#do);
  }

  /** One transaction. A refusal has written nothing. @throws what the database throws; then nothing of the batch is kept */
  apply(batch: Command[], now: number): Applied {
    this.#now = now;
    this.#mailboxes.now = now;
    this.#touched = this.#mailboxes.touched = new Map();
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const results = batch.map((c) => applyWith(this.#writers, c));
      this.#db.exec('COMMIT');
      return { results, touched: [...this.#touched] };
    } catch (e) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw e;
    }
  }

  /** Forgets bodies that no message has named since `before`. @returns those kept as files, to be removed, and whether there may be more */
  sweep(before: number, limit: number): { files: string[]; more: boolean } {
    const files: string[] = [];
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const found = this.#do.garbage.all({ before, limit });
      for (const { body, used, file } of found) {
        this.#do.forgetGarbage.run({ body });
        if (Number(used) !== 0) continue;
        this.#do.deleteBody.run({ id: body });
        if (Number(file) !== 0) files.push(body);
      }
      this.#db.exec('COMMIT');
      return { files, more: found.length === limit };
    } catch (e) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw e;
    }
  }

  readonly #writers: Writers = {
    deliver: (c) => this.#deliver(c),
    flag: (c) => this.#flag(c),
    copy: (c) => this.#transfer(c, false),
    move: (c) => this.#transfer(c, true),
    expunge: (c) => this.#expunge(c),
    createMailbox: (c) => this.#mailboxes.create(c),
    deleteMailbox: (c) => this.#mailboxes.delete(c.mailbox),
    renameMailbox: (c) => this.#mailboxes.rename(c.mailbox, c.name),
    subscribe: (c) => {
      if (this.#do.account.get({ account: c.account }) === undefined) return refuse('gone', 'no such account');
      const name = canonicalName(c.name);
      const fault = c.on ? nameFault(name) : undefined;
      if (fault !== undefined) return refuse('invalid', fault);
      this.#do[c.on ? 'subscribe' : 'unsubscribe'].run({ account: c.account, name });
      return {};
    },
    claimRecent: (c) => {
      const row = this.#do.mailbox.get({ mailbox: c.mailbox });
      if (row === undefined || row.noselect !== 0) return noMailbox();
      const claimed = row.uid_next - 1;
      if (claimed !== row.claimed) this.#do.setClaimed.run({ mailbox: c.mailbox, claimed });
      return { from: row.claimed + 1, to: claimed };
    },
    createAccount: (c) => this.#mailboxes.createAccount(c),
    setSecret: (c) =>
      this.#do.setSecret.run({ account: c.account, secret: c.secret }) === 0 ? refuse('gone', 'no such account') : {},
    deleteAccount: (c) => this.#mailboxes.deleteAccount(c.account),
    defer: (c) => {
      if ((this.#do.deferredCount.get({})?.count ?? 0) >= c.most) return refuse('full', 'too many messages wait');
      const { id: body, size, inline } = c.body;
      this.#do.insertBody.run({ id: body, size, bytes: inline ?? null, now: this.#now });
      const made = this.#do.insertDeferred.get({ body, size, due: c.due, state: c.state });
      return { id: made?.id ?? 0 };
    },
    postpone: (c) => (this.#do.updateDeferred.run({ id: c.id, due: c.due, state: c.state }) === 0 ? noDeferred() : {}),
    settle: (c) => {
      const body = this.#do.deleteDeferred.get({ id: c.id })?.body;
      if (body === undefined) return noDeferred();
      this.#do.discard.run({ body, now: this.#now });
      return {};
    },
  };

  #deliver(c: CommandOf<'deliver'>): Results['deliver'] | Refusal {
    const { id, size, inline } = c.body;
    const uids: Results['deliver']['uids'] = [];
    for (const { mailbox, flags, date, zone } of c.to) {
      const at = this.#step(mailbox, 1);
      if (at === undefined) continue;
      // The body stands before the first row that names it.
      if (uids.length === 0) this.#do.insertBody.run({ id, size, bytes: inline ?? null, now: this.#now });
      const uid = at.uid_next - 1;
      this.#insert(mailbox, uid, at.highest_modseq, flags, { date, zone, size, body: id });
      uids.push({ mailbox, uidValidity: at.uid_validity, uid });
    }
    return uids.length === 0 ? noMailbox() : { uids };
  }

  #flag(c: CommandOf<'flag'>): Results['flag'] | Refusal {
    const { mailbox } = c;
    if (!this.#selectable(mailbox)) return noMailbox();
    const flags = this.#spell(mailbox, c.flags, c.op !== 'remove');
    const changed: Results['flag']['changed'] = [];
    const modified: number[] = [];
    let modseq: number | undefined;
    for (const row of this.#rows(mailbox, c.uids)) {
      if (c.unchangedSince !== undefined && row.modseq > c.unchangedSince) {
        modified.push(row.uid);
        continue;
      }
      const old = unpackFlags(row.flags, keywordsOf(row.keywords));
      const next = combineFlags(old, c.op, flags);
      if (sameFlags(old, next)) {
        changed.push({ uid: row.uid, modseq: row.modseq, flags: old });
        continue;
      }
      modseq ??= this.#step(mailbox, 0)?.highest_modseq ?? row.modseq;
      const { mask, keywords } = packFlags(next);
      this.#do.setFlags.run({ mailbox, uid: row.uid, modseq, flags: mask, keywords: keywords.join(' ') });
      changed.push({ uid: row.uid, modseq, flags: next });
    }
    return { changed, modified };
  }

  #transfer(c: CommandOf<'copy'>, move: boolean): Results['copy'] | Refusal {
    const to = this.#do.mailbox.get({ mailbox: c.to });
    if (to === undefined || to.noselect !== 0 || !this.#selectable(c.from)) return noMailbox();
    const taken = this.#rows(c.from, c.uids);
    const pairs: [number, number][] = [];
    if (taken.length > 0) {
      const at = this.#step(c.to, taken.length);
      if (at === undefined) return refuse('full', 'the mailbox has no UIDs left');
      let uid = at.uid_next - taken.length;
      for (const row of taken) {
        pairs.push([row.uid, uid]);
        this.#insert(c.to, uid++, at.highest_modseq, unpackFlags(row.flags, keywordsOf(row.keywords)), row);
      }
      if (move) this.#remove(c.from, taken);
    }
    return { uidValidity: to.uid_validity, pairs };
  }

  #expunge(c: CommandOf<'expunge'>): Results['expunge'] | Refusal {
    const { mailbox, uids, force } = c;
    if (!this.#selectable(mailbox)) return noMailbox();
    const rows =
      uids !== undefined && force === true
        ? this.#rows(mailbox, uids)
        : (uids ?? [[1, MAX_UID]]).flatMap(([from, to]) =>
            this.#do.rangeWithFlag.all({ mailbox, from, to: Math.min(to, MAX_UID), mask: DELETED }),
          );
    if (rows.length > 0) this.#remove(mailbox, rows);
    const modseq = this.#do.mailbox.get({ mailbox })?.highest_modseq ?? 0;
    return { uids: rows.map((r) => r.uid), modseq };
  }

  #selectable(mailbox: MailboxId): boolean {
    return this.#do.mailbox.get({ mailbox })?.noselect === 0;
  }

  #rows(mailbox: MailboxId, uids: UidSet): MessageTable[] {
    return uids.flatMap(([from, to]) => this.#do.range.all({ mailbox, from, to: Math.min(to, MAX_UID) }));
  }

  // rfc3501-2.3.1.1-uids-strictly-ascending, rfc3501-2.3.1.1-uid-never-means-another-message: the counter only grows.
  #step(mailbox: MailboxId, uids: number) {
    const at = this.#do.step.get({ mailbox, uids });
    if (at !== undefined) this.#touched.set(mailbox, at.highest_modseq);
    return at;
  }

  #spell(mailbox: MailboxId, flags: FlagSet, learn: boolean): FlagSet {
    return canonicalFlags(flags, (name) => {
      const fold = foldFlag(name);
      const known = this.#do.keyword.get({ mailbox, fold })?.name;
      if (known === undefined && learn) this.#do.insertKeyword.run({ mailbox, fold, name });
      return known ?? name;
    });
  }

  #insert(
    mailbox: MailboxId,
    uid: number,
    modseq: ModSeq,
    flags: FlagSet,
    m: Pick<MessageTable, 'date' | 'zone' | 'size' | 'body'>,
  ): void {
    const { mask, keywords } = packFlags(this.#spell(mailbox, flags, true));
    const { date, zone, size, body } = m;
    this.#do.insertMessage.run({
      mailbox,
      uid,
      modseq,
      flags: mask,
      keywords: keywords.join(' '),
      date,
      zone,
      size,
      body,
      now: this.#now,
    });
  }

  #remove(mailbox: MailboxId, rows: Pick<MessageTable, 'uid' | 'body'>[]): void {
    const modseq = this.#step(mailbox, 0)?.highest_modseq ?? 0;
    for (const { uid, body } of rows) {
      this.#do.deleteMessage.run({ mailbox, uid });
      this.#do.insertVanished.run({ mailbox, uid, modseq });
      this.#do.discard.run({ body, now: this.#now });
    }
  }
}
