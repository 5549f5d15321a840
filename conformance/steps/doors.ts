import { match } from 'ts-pattern';
import type { Service } from '../../spec/types.ts';
import { Broken, SetupFailure } from '../runner/errors.ts';
import { type Account, type FileMail, NotRun } from '../targets/types.ts';
import type { Connection } from '../wire/types.ts';
import { connect, greeting, login } from './connect.ts';
import { fetched, imap, imapAny, pop3, pop3Lines, text } from './talk.ts';
import type { MailWorld } from './world.ts';

/** A message found in somebody's INBOX. */
export interface Arrived {
  /** Unique within the mailbox. */
  where: string;
  raw: Buffer;
}

/** What arrived for an account, looked at without changing it. */
export interface Inbox extends AsyncDisposable {
  /** Messages not shown before. */
  look(): Promise<Arrived[]>;
}

/** The newest messages of a mailbox that may hold many. */
const NEWEST = 100;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

/** A connection of the suite's own, logged in: for looking, seeding and emptying. */
export async function enter(w: MailWorld, service: Service, a: Account, purpose: string): Promise<Connection> {
  const transport = w.transport(service, true);
  const filter = w.layer(false);
  const dress = { service, transport, name: purpose, transcript: w.transcript, ms: w.ms, signal: w.signal };
  const c = await connect(w.state.target.facts, { ...dress, ...(filter ? { filter } : {}) });
  w.opened.push(c);
  if (transport !== 'starttls') await greeting(c, w.ms);
  await login(c, w.ms, a);
  return c;
}

/** Opens the target's door for an account. @throws NotRun where there is none */
export async function openInbox(w: MailWorld, a: Account): Promise<Inbox> {
  const door = w.state.target.door();
  if (!door) throw new NotRun('the target has no IMAP, POP3 or files to see what arrived');
  return await match(door)
    .with({ kind: 'imap' }, async () => await imapInbox(w, a))
    .with({ kind: 'pop3' }, async () => pop3Inbox(w, a))
    .with({ kind: 'files' }, async (d) => filesInbox((x) => d.read(x), a))
    .exhaustive();
}

async function imapInbox(w: MailWorld, a: Account): Promise<Inbox> {
  const c = await enter(w, 'imap', a, 'door');
  let last = 0;
  let begun = false;
  return {
    look: async () => {
      let set = `${last + 1}:*`;
      let verb = 'UID FETCH';
      if (begun) await imap(c, w.ms, 'NOOP');
      else {
        const told = await imap(c, w.ms, 'EXAMINE INBOX');
        const exists = Number(/^\* (\d+) EXISTS/im.exec(told.map(text).join('\n'))?.[1] ?? 0);
        if (exists === 0) {
          // Asked anew the next time: an empty mailbox has nothing to count from.
          return [];
        }
        begun = true;
        verb = 'FETCH';
        set = `${Math.max(1, exists - NEWEST + 1)}:*`;
      }
      const found = await imap(c, w.ms, `${verb} ${set} (UID BODY.PEEK[])`);
      const arrived: Arrived[] = [];
      for (const u of found) {
        const uid = Number(/\bUID (\d+)/i.exec(text(u))?.[1] ?? 0);
        const raw = fetched(u, 'BODY[]');
        if (raw && uid > last) arrived.push({ where: `uid ${uid}`, raw });
      }
      last = Math.max(last, ...arrived.map((m) => Number(m.where.slice(4))));
      return arrived;
    },
    [Symbol.asyncDispose]: async () => await c.close('fin'),
  };
}

function pop3Inbox(w: MailWorld, a: Account): Inbox {
  const seen = new Set<string>();
  return {
    look: async () => {
      const c = await enter(w, 'pop3', a, 'door');
      await pop3(c, w.ms, 'UIDL');
      const list = (await pop3Lines(c, w.ms, 'UIDL')).toString('latin1').split('\r\n').filter(Boolean);
      const arrived: Arrived[] = [];
      for (const item of list.slice(-NEWEST)) {
        const [n = '', id = ''] = item.split(' ');
        if (seen.has(id)) continue;
        seen.add(id);
        await pop3(c, w.ms, `RETR ${n}`);
        arrived.push({ where: `uidl ${id}`, raw: await pop3Lines(c, w.ms, `RETR ${n}`) });
      }
      await pop3(c, w.ms, 'QUIT');
      await c.close('fin');
      return arrived;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function filesInbox(read: (a: Account) => Promise<FileMail[]>, a: Account): Inbox {
  const seen = new Set<string>();
  return {
    look: async () => {
      const arrived = (await read(a)).filter((m) => !seen.has(m.where));
      for (const m of arrived) seen.add(m.where);
      return arrived;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Polls until a message fits. @throws Broken (silence of the path) at the deadline */
export async function awaitMessage(
  w: MailWorld,
  a: Account,
  fits: (m: Arrived) => boolean,
  what: string,
): Promise<Arrived> {
  const until = performance.now() + w.ms;
  await using inbox = await openInbox(w, a);
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const found = (await inbox.look()).find(fits);
    if (found) return found;
    if (performance.now() + pause > until) break;
    await new Promise((r) => setTimeout(r, pause));
    w.signal.throwIfAborted();
  }
  throw new Broken(`${what} has not reached ${a.address} within ${w.ms} ms`, what, 'nothing');
}

/** What lies in the INBOX now, the newest hundred. */
export async function lookOnce(w: MailWorld, a: Account): Promise<Arrived[]> {
  await using inbox = await openInbox(w, a);
  return await inbox.look();
}

/** Removes all messages of the INBOX, and of an IMAP server all other mailboxes. */
export async function emptyAccount(c: Connection, ms: number): Promise<void> {
  if (c.framing === 'pop3') {
    await pop3(c, ms, 'LIST');
    const list = (await pop3Lines(c, ms, 'LIST')).toString('latin1').split('\r\n').filter(Boolean);
    for (const item of list) await pop3(c, ms, `DELE ${item.split(' ')[0]}`);
    await pop3(c, ms, 'QUIT');
    return;
  }
  if (c.framing !== 'imap') throw new SetupFailure('only IMAP and POP3 can empty an account');
  await removeMailboxes(c, ms, '');
  const told = await imap(c, ms, 'SELECT INBOX');
  if (told.some((u) => /^\* [1-9]\d* EXISTS/i.test(text(u)))) {
    await imap(c, ms, 'STORE 1:* +FLAGS.SILENT (\\Deleted)');
    await imap(c, ms, 'EXPUNGE');
  }
  await imap(c, ms, 'CLOSE');
}

/** Deletes the mailboxes whose names begin so, children first; never INBOX. */
export async function removeMailboxes(c: Connection, ms: number, root: string): Promise<void> {
  const listed = await imap(c, ms, `LIST "" "${root}*"`);
  const names = listed.flatMap((u) => {
    const m = /^\* LIST \(([^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (.*)$/is.exec(text(u));
    if (!m || /\\NoSelect|\\NonExistent/i.test(m[1] ?? '')) return [];
    const name = (m[2] ?? '').replace(/^\{\d+\}\r\n/, '');
    return [name.startsWith('"') || m[2]?.startsWith('{') ? name : `"${name}"`];
  });
  for (const name of names.sort((a, b) => b.length - a.length)) {
    if (/^"?INBOX"?$/i.test(name)) continue;
    // One that the server keeps, as its own lock file shown as a mailbox, is in nobody's way.
    await imapAny(c, ms, `DELETE ${name.startsWith('"') ? name : `"${name}"`}`);
  }
}
