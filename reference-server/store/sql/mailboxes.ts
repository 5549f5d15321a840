import { randomUUID } from 'node:crypto';
import type { CommandOf } from '../dispatch.ts';
import { addressKey, canonicalAddress, canonicalName, nameFault, SEPARATOR, superiors } from '../names.ts';
import type { AccountId, Mailbox, MailboxId, ModSeq, Refusal, Results } from '../store.ts';
import type { Prepared } from './hot.ts';
import type { MailboxTable } from './schema.ts';
import type { WriteQueries } from './write-queries.ts';

const refuse = (refused: Refusal['refused'], why: string): Refusal => ({ refused, why });
/** The first name that does not begin with the separator: names below `x` lie between `x/` and `x0`. */
const AFTER_SEPARATOR = String.fromCharCode(SEPARATOR.charCodeAt(0) + 1);

/** Rows of mailboxes as the contract has them. */
export function toMailbox(row: MailboxTable, subscribed: boolean): Mailbox {
  const mailbox: Mailbox = {
    id: row.id,
    account: row.account,
    name: row.name,
    uidValidity: row.uid_validity,
    uidNext: row.uid_next,
    highestModSeq: row.highest_modseq,
    subscribed,
    noselect: row.noselect !== 0,
  };
  if (row.special_use !== null) mailbox.specialUse = row.special_use;
  return mailbox;
}

/** Commands on names: accounts and mailboxes. Part of the writer, inside its transaction. */
export class Mailboxes {
  now = 0;
  touched = new Map<MailboxId, ModSeq>();
  readonly #do: Prepared<WriteQueries>;

  constructor(statements: Prepared<WriteQueries>) {
    this.#do = statements;
  }

  create(c: CommandOf<'createMailbox'>): Results['createMailbox'] | Refusal {
    const { account } = c;
    if (this.#do.account.get({ account }) === undefined) return refuse('gone', 'no such account');
    const name = canonicalName(c.name);
    const fault = nameFault(name);
    if (fault !== undefined) return refuse('invalid', fault);
    const old = this.#do.mailboxNamed.get({ account, name });
    if (old !== undefined && old.noselect === 0) return refuse('exists', 'the mailbox exists');
    // rfc3501-6.3.3-create-makes-superiors
    this.#makeSuperiors(account, name);
    if (old !== undefined) this.#do.deleteMailbox.run({ mailbox: old.id });
    return { mailbox: this.#answer(this.#make(account, name, c.specialUse)) };
  }

  delete(mailbox: MailboxId): Results['deleteMailbox'] | Refusal {
    const row = this.#do.mailbox.get({ mailbox });
    if (row === undefined) return refuse('gone', 'no such mailbox');
    if (row.name === 'INBOX') return refuse('invalid', 'INBOX cannot be deleted');
    const parent = this.#below(row.account, row.name).length > 0;
    if (row.noselect !== 0 && parent) return refuse('invalid', 'the name has inferior names');
    this.#retire(row);
    this.#empty(row);
    // rfc3501-6.3.4-delete-keeps-inferiors
    if (parent) this.#make(row.account, row.name, undefined, true);
    return {};
  }

  rename(mailbox: MailboxId, to: string): Results['renameMailbox'] | Refusal {
    const row = this.#do.mailbox.get({ mailbox });
    if (row === undefined) return refuse('gone', 'no such mailbox');
    const { account, name: old } = row;
    const name = canonicalName(to);
    const fault = nameFault(name);
    if (fault !== undefined) return refuse('invalid', fault);
    if (old === 'INBOX') return refuse('invalid', 'INBOX is not renamed but emptied');
    if (this.#do.mailboxNamed.get({ account, name }) !== undefined) return refuse('exists', 'the mailbox exists');
    if (name.startsWith(old + SEPARATOR)) return refuse('invalid', 'a mailbox cannot be put below itself');
    const moved = [row, ...this.#below(account, old)].map((b) => ({ ...b, to: name + b.name.slice(old.length) }));
    for (const b of moved) {
      const tooLong = nameFault(b.to);
      if (tooLong !== undefined) return refuse('invalid', tooLong);
    }
    // rfc3501-6.3.5-rename-makes-superiors, rfc3501-6.3.5-inferiors-renamed-too
    this.#makeSuperiors(account, name);
    for (const b of moved) {
      this.#retire(b);
      const before = this.#do.retired.get({ account, name: b.to })?.uid_validity ?? 0;
      const validity = before > b.uid_validity ? this.#validity() : b.uid_validity;
      this.#do.renameMailbox.run({ mailbox: b.id, name: b.to, validity });
    }
    return { mailbox: this.#answer(this.#do.mailbox.get({ mailbox }) ?? row) };
  }

  createAccount(c: CommandOf<'createAccount'>): Results['createAccount'] | Refusal {
    const address = canonicalAddress(c.address);
    for (const { name } of c.mailboxes) {
      const fault = nameFault(canonicalName(name));
      if (fault !== undefined) return refuse('invalid', fault);
    }
    const { secret } = c;
    const made = this.#do.insertAccount.get({ address, key: addressKey(address), secret, now: this.now });
    if (made === undefined) return refuse('exists', 'the account exists');
    this.#make(made.id, 'INBOX');
    for (const wanted of c.mailboxes) {
      const name = canonicalName(wanted.name);
      if (this.#do.mailboxNamed.get({ account: made.id, name }) !== undefined) continue;
      this.#makeSuperiors(made.id, name);
      this.#make(made.id, name, wanted.specialUse);
    }
    return { account: { id: made.id, address, secret } };
  }

  deleteAccount(account: AccountId): Results['deleteAccount'] | Refusal {
    if (this.#do.deleteAccount.run({ account }) === 0) return refuse('gone', 'no such account');
    for (const row of this.#do.mailboxesOf.all({ account })) this.#empty(row);
    this.#do.deleteSubscriptions.run({ account });
    this.#do.deleteRetired.run({ account });
    return {};
  }

  #answer(row: MailboxTable): Mailbox {
    return toMailbox(row, this.#do.subscribed.get({ account: row.account, name: row.name }) !== undefined);
  }

  #below(account: AccountId, name: string): MailboxTable[] {
    return this.#do.mailboxesBelow.all({ account, from: name + SEPARATOR, to: name + AFTER_SEPARATOR });
  }

  #empty(row: MailboxTable): void {
    const mailbox = row.id;
    this.#do.discardAll.run({ mailbox, now: this.now });
    this.#do.deleteMessages.run({ mailbox });
    this.#do.deleteVanished.run({ mailbox });
    this.#do.deleteKeywords.run({ mailbox });
    this.#do.deleteMailbox.run({ mailbox });
    this.touched.set(mailbox, row.highest_modseq);
  }

  #retire(row: MailboxTable): void {
    this.#do.retire.run({ account: row.account, name: row.name, validity: row.uid_validity });
  }

  // rfc3501-6.3.3-recreated-mailbox-gets-new-uids, rfc3501-6.3.5-old-name-gets-new-uids
  /** Grows with every mailbox made, and not slower than the clock: a name never sees an old value again. */
  #validity(): number {
    const made = this.#do.nextValidity.get({ least: Math.floor(this.now / 1000) });
    if (made === undefined) throw new Error('the counter of UIDVALIDITY is missing');
    return made.value;
  }

  #makeSuperiors(account: AccountId, name: string): void {
    for (const above of superiors(name)) {
      if (this.#do.mailboxNamed.get({ account, name: above }) === undefined) this.#make(account, above);
    }
  }

  #make(account: AccountId, name: string, specialUse?: string, noselect = false): MailboxTable {
    const made = this.#do.insertMailbox.get({
      account,
      name,
      validity: this.#validity(),
      use: specialUse ?? null,
      noselect: noselect ? 1 : 0,
      object: randomUUID(),
    });
    if (made === undefined) throw new Error('the database gave no row for a new mailbox');
    return made;
  }
}
