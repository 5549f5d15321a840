import { canonicalName, superiors } from '../../store/names.ts';
import type { Mailbox } from '../../store/store.ts';
import { decodeName, encodeName } from '../names.ts';
import { type Effect, no, type Session } from '../types.ts';

/** A name of the wire as the store has it, or undefined where it cannot name a mailbox here. */
export function mailboxName(wire: string): string | undefined {
  const name = decodeName(wire);
  // rfc3501-5.1-inbox-is-special rfc3501-9-inbox-in-any-case
  return name === undefined ? undefined : canonicalName(name);
}

/** The account of a session that has logged in. */
export function accountOf(s: Session): number {
  if (s.identity === undefined) throw new Error('no account before login');
  return s.identity.account;
}

export const noSuchMailbox: Effect = no('No such mailbox', 'NONEXISTENT');
export const badName: Effect = no('Not a mailbox name', 'CANNOT');

/** Finds a mailbox by its name on the wire; one that only has inferiors is not found unless `noselect`. */
export async function find(s: Session, wire: string, o: { noselect?: boolean } = {}): Promise<Mailbox | undefined> {
  const name = mailboxName(wire);
  if (name === undefined) return undefined;
  const box = await s.ctx.store.read({ ask: 'mailbox', account: accountOf(s), name });
  return box?.noselect === true && o.noselect !== true ? undefined : box;
}

/** A name in LIST or LSUB. */
export interface Listed {
  /** As on the wire. */
  name: string;
  attributes: string[];
}

/** All names of an account with the levels above them that are no mailboxes, sorted, with attributes of RFC 3501, 3348 and 6154. */
export function listing(boxes: readonly Mailbox[]): Listed[] {
  const known = new Map<string, Mailbox | undefined>();
  const parents = new Set<string>();
  for (const box of boxes) {
    known.set(box.name, box);
    for (const above of superiors(box.name)) {
      parents.add(above);
      if (!known.has(above)) known.set(above, undefined);
    }
  }
  return [...known].sort(byName).map(([name, box]) => {
    const attributes = box === undefined || box.noselect ? ['\\Noselect'] : [];
    attributes.push(parents.has(name) ? '\\HasChildren' : '\\HasNoChildren');
    if (box?.specialUse !== undefined) attributes.push(box.specialUse);
    return { name: encodeName(name), attributes };
  });
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);
