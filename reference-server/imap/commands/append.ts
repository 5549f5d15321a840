import { isRefusal, type Mailbox, type Store, type Stored, StoreFault } from '../../store/store.ts';
import { type AppendHead, appendHead } from '../grammar/command.ts';
import { keepable } from '../grammar/flags.ts';
import { gather } from '../selected.ts';
import { AUTHENTICATED, bad, define, type Effect, no, ok, type Pending, type Turn } from '../types.ts';
import { tryCreate } from './copy.ts';
import { badName, find, mailboxName } from './mailboxes.ts';
import { refused } from './refusal.ts';
import { flagFault } from './store.ts';

/** Ends the stream into the store when the client stopped sending: nothing is kept. */
class CutOff extends Error {}

/** The octets of a literal; notices NUL, which stands in no literal (RFC 3501 section 9, CHAR8). */
class Message {
  nul = false;
  readonly #octets: AsyncIterable<Buffer> & { readonly complete: boolean };

  constructor({ session: s }: Turn, size: number) {
    this.#octets = s.peer.octets(size, s.ctx.config.limits.imapIdleMs);
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#octets) {
      if (chunk.includes(0)) this.nul = true;
      yield chunk;
    }
    if (!this.#octets.complete) throw new CutOff('the literal is cut off');
  }
}

/** RFC 3501 section 6.3.11: the message streams from the connection into the store. */
export const append = define({
  verb: 'APPEND',
  states: AUTHENTICATED,
  parse: appendHead,
  head: appendHead,
  async run(turn, head) {
    const { session: s, literal } = turn;
    if (literal === undefined) return bad('Expected a literal');
    const mailbox = await find(s, head.mailbox);
    const refusal = refusalOf(turn, head, literal, mailbox);
    // rfc3501-4.3-literal-refused-before-its-octets
    if (refusal !== undefined && literal.sync) return refusal;
    if (literal.sync) s.peer.write('+ Go on\r\n');
    const message = new Message(turn, literal.size);
    try {
      if (refusal !== undefined || mailbox === undefined) {
        for await (const _ of message);
        const rest = await turn.rest();
        return typeof rest === 'object' ? rest : (refusal ?? tryCreate);
      }
      return await take(turn, message, literal.size, head, mailbox);
    } catch (e) {
      if (e instanceof CutOff) return { next: 'leave' };
      throw e;
    }
  },
});

function refusalOf({ session: s }: Turn, head: AppendHead, literal: Pending, mailbox: Mailbox | undefined) {
  if (mailboxName(head.mailbox) === undefined) return badName;
  // rfc3501-6.3.11-missing-mailbox-trycreate rfc3501-6.3.11-append-creates-no-mailbox
  if (mailbox === undefined) return tryCreate;
  if (literal.size > s.ctx.config.limits.imapAppend) return no('Message too large', 'TOOBIG');
  return flagFault(head.flags ?? []);
}

/** A store that fails has still read the message to its end: the connection stays in step. */
async function kept(store: Store, message: Message, size: number): Promise<Stored | { tooLarge: true } | StoreFault> {
  try {
    return await store.put(message, size);
  } catch (e) {
    if (e instanceof StoreFault) return e;
    throw e;
  }
}

async function take(
  turn: Turn,
  message: Message,
  size: number,
  { flags, at }: AppendHead,
  mailbox: Mailbox,
): Promise<Effect> {
  const { session: s } = turn;
  const { store } = s.ctx;
  const body = await kept(store, message, size);
  // rfc3501-6.3.11-failed-append-adds-nothing: nothing is committed before the command is whole.
  const rest = await turn.rest();
  if (typeof rest === 'object') return rest;
  if (rest === 'junk') return bad('Nothing follows the message');
  if (body instanceof StoreFault) throw body;
  if ('tooLarge' in body) return no('Message too large', 'TOOBIG');
  if (message.nul) return no('A message has no NUL', 'CANNOT');
  // rfc3501-6.3.11-append-sets-date rfc3501-6.3.11-append-sets-flags
  const date = at?.date ?? s.ctx.now();
  const to = [{ mailbox: mailbox.id, flags: keepable(flags ?? []), date, zone: at?.zone ?? 0 }];
  // rfc3501-6.3.11-append-adds-message rfc3501-6.3.11-append-keeps-eight-bit-data
  const done = await store.commit({ do: 'deliver', body, to });
  if (isRefusal(done)) return done.refused === 'gone' ? tryCreate : refused(done);
  // rfc3501-6.3.11-append-to-selected-tells-exists
  await gather(s, s.selected?.mailbox.id === mailbox.id);
  const placed = done.uids[0];
  if (placed === undefined) return tryCreate;
  return ok('Appended', `APPENDUID ${placed.uidValidity} ${placed.uid}`);
}
