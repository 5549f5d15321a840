import { announces } from '../../spec/applies.ts';
import type { Service } from '../../spec/types.ts';
import { DialogueFailure } from '../dialogue/types.ts';
import { servicesOf } from '../runner/cells.ts';
import { Broken, NotApplicable, UsageError } from '../runner/errors.ts';
import { type Framing, TlsFailed } from '../wire/types.ts';
import { announced, greeting, hello, tlsAsk } from './connect.ts';
import type { StepDefinition } from './definition.ts';
import { text, within } from './talk.ts';
import { type Client, expectThat, type MailWorld } from './world.ts';

/** Units a server may still send before it closes. */
const LAST_WORDS = 100;
/** How long a server that will close may take to do it. */
const CLOSES_AT_ONCE_MS = 500;
/** Between two logins to a maildrop that is in use. */
const IN_USE_PAUSE_MS = 100;

const STATES = ['dialled', 'connected', 'said EHLO', 'logged in', 'logged in as account N', 'selected "MAILBOX"'];

/** The service a word stands for: the home service's word means the cell's service. */
function meant(w: MailWorld, word: string): Service {
  const service = word.toLowerCase() as Service;
  const home = servicesOf(w.job.scenario)[0];
  return service === home ? w.job.cell.service : service;
}

/** A session that was cut off holds its lock until the server has noticed: a maildrop that is said to be in use is asked for again. */
async function enterMaildrop(w: MailWorld, c: Client, suffix: string): Promise<void> {
  const until = performance.now() + w.ms;
  for (;;) {
    try {
      await w.say(c, `C: USER {user${suffix}}\nS: +OK\nC: PASS {password${suffix}}\nS: +OK`);
      return;
    } catch (e) {
      const inUse = e instanceof DialogueFailure && /^-ERR \[IN-USE\]/i.test(e.got);
      if (!inUse || performance.now() > until) throw e;
      await new Promise((r) => setTimeout(r, IN_USE_PAUSE_MS));
    }
  }
}

async function logIn(w: MailWorld, c: Client, n: number): Promise<void> {
  const suffix = n === 1 ? '' : String(n);
  w.account(n);
  if (c.connection.framing === 'imap')
    await w.say(c, `C: LOGIN {user${suffix}:string} {password${suffix}:string}\nS: OK`);
  else if (c.connection.framing === 'pop3') {
    await enterMaildrop(w, c, suffix);
  } else {
    c.announced = await hello(c.connection, w.ms);
    c.greeted = true;
    if (!announces(c.announced, 'AUTH')) throw new NotApplicable(`${c.service} offers no AUTH over ${c.transport}`);
    await w.say(c, `C: AUTH PLAIN {plain${suffix}}\nS: 235`);
  }
  c.loggedIn = true;
  c.announced = w.state.survey.announced[`${c.service}@auth`] ?? c.announced;
}

/** What is announced now. Where a server refuses to be greeted again, the list it gave before stays in force. */
async function inForce(w: MailWorld, c: Client): Promise<string[]> {
  try {
    return await announced(c.connection, w.ms);
  } catch (e) {
    if (c.greeted && e instanceof Broken && e.cause === 'mismatch') return c.announced;
    throw e;
  }
}

/** Takes a client that has dialled into a state: `connected`, `said EHLO` and on. */
export async function reach(w: MailWorld, c: Client, state: string): Promise<void> {
  if (state === 'dialled') return;
  if (c.transport !== 'starttls') await greeting(c.connection, w.ms);
  if (state === 'connected') return;
  if (state === 'said EHLO') {
    if (c.connection.framing !== 'smtp') throw new UsageError(`${w.place()}: ${c.service} knows no EHLO`);
    c.announced = await hello(c.connection, w.ms);
    c.greeted = true;
    return;
  }
  await logIn(w, c, Number(/^logged in as account (\d+)$/.exec(state)?.[1] ?? 1));
  const mailbox = /^selected "(.*)"$/.exec(state)?.[1];
  if (mailbox === undefined) return;
  if (c.connection.framing !== 'imap') throw new UsageError(`${w.place()}: only IMAP selects mailboxes`);
  await w.say(c, `C: SELECT "${mailbox}"\nS: OK`);
}

const NOOP: Record<Framing, string> = { smtp: 'C: NOOP\nS: 250', imap: 'C: NOOP\nS: OK', pop3: 'C: NOOP\nS: +OK' };
// POP3 knows NOOP only after login; before it a refusal shows the same.
const NOOP_BEFORE_LOGIN: Record<Framing, string> = { ...NOOP, pop3: 'C: NOOP\nS: (+OK|-ERR) ...' };

export const clientSteps: StepDefinition[] = [
  {
    usage: `an SMTP|Submission|LMTP|IMAP|POP3 client ["NAME"] that has ${STATES.join(' | ')} | that can send mail`,
    doc: `Opens a connection of the cell. dialled: nothing read yet; connected: the greeting read; said EHLO: EHLO or LHLO as the service wants; can send mail: the same, and logged in on a submission service. The word of the feature's home service means the cell's service.`,
    pattern:
      /^an? (SMTP|Submission|LMTP|IMAP|POP3) client(?: "([^"]+)")? that (?:has (dialled|connected|said EHLO|logged in(?: as account \d+)?|selected "[^"]*")|can send mail)$/,
    run: async (w, word = '', name = undefined, has = undefined) => {
      const service = meant(w, word);
      const state = has ?? (service === 'submission' ? 'logged in' : 'said EHLO');
      const login = /^(logged in|selected)/.test(state);
      const client = await w.dial(name ?? service, service, w.transport(service, login));
      await reach(w, client, state);
    },
  },
  {
    usage: 'it|client "NAME" says[, unless it is kept waiting]',
    doc: 'Speaks the dialogue below on the current or the named client, which is the current one from then on. With "unless" it breaks off, and the scenario goes on, where a reply is not there within the deadline: another session may hold a lock.',
    pattern: /^(?:it|client "([^"]+)") says(, unless it is kept waiting)?$/,
    docString: true,
    run: async (w, name, unless, doc = '') => {
      try {
        await w.say(w.client(name), doc, w.step?.docString?.line);
      } catch (e) {
        if (!unless || !(e instanceof DialogueFailure) || e.cause !== 'silence') throw e;
      }
    },
  },
  {
    usage: 'it starts TLS[, unless the server will not]',
    doc: 'TLS handshake after the go-ahead of the server. Plaintext sent before it stays in the transcript. With "unless" a refused handshake or a closed connection passes and ends the scenario.',
    pattern: /^it starts TLS(, unless the server will not)?$/,
    run: async (w, unless) => {
      const c = w.client();
      try {
        await c.connection.startTls(tlsAsk(w.state.target.facts));
        c.transport = 'starttls';
        c.greeted = false;
        c.announced = w.state.survey.announced[`${c.service}@starttls`] ?? c.announced;
      } catch (e) {
        if (!(e instanceof TlsFailed)) throw e;
        if (unless) w.settle('passed', `the server did not start TLS: ${e.message}`);
        else throw new Broken(`TLS did not start: ${e.message}`, 'a TLS session', e.message);
      }
    },
  },
  {
    usage: 'the server closes the connection',
    doc: 'Within the deadline; what it says before it closes is read and kept.',
    pattern: /^the server closes the connection$/,
    run: async (w) => {
      const { connection } = w.client();
      const d = within(w.ms);
      for (let i = 0; i < LAST_WORDS; i++) {
        const unit = await connection.idle(d);
        if (unit === 'quiet') break;
        if (unit.kind === 'closed') return;
      }
      throw new Broken(`the connection is still open after ${w.ms} ms`, 'the connection closed', 'open');
    },
  },
  {
    usage: 'the scenario ends here if the server closes',
    doc: 'Where a server may end the connection, nothing more is asked of one that does so within half a second, whatever it says before, or says 421. A reply by SMTP from one that does not close is one too many.',
    pattern: /^the scenario ends here if the server closes$/,
    run: async (w) => {
      const { connection } = w.client();
      const d = within(Math.min(w.ms, CLOSES_AT_ONCE_MS));
      const said: string[] = [];
      for (let i = 0; i < LAST_WORDS; i++) {
        const unit = await connection.idle(d);
        if (unit === 'quiet') break;
        if (unit.kind === 'closed') {
          w.settle('not-applicable', 'the server closed, as it may');
          return;
        }
        said.push(text(unit));
      }
      if (connection.framing === 'smtp' && said.some((reply) => reply.startsWith('421'))) {
        w.settle('not-applicable', 'the server says that it closes, as it may');
        return;
      }
      if (connection.framing === 'smtp' && said.length > 0) {
        throw new Broken(`a reply to nothing: ${said.join(', ')}`, 'no reply', said.join('\r\n'));
      }
    },
  },
  {
    usage: 'the client vanishes | the client closes',
    doc: 'vanishes: the connection is reset. closes: it is ended without a word.',
    pattern: /^the client (vanishes|closes)$/,
    run: async (w, how) => {
      await w.client().connection.close(how === 'vanishes' ? 'rst' : 'fin');
    },
  },
  {
    usage: 'the session is still usable',
    doc: 'A NOOP (POP3 before login: any command) is answered.',
    pattern: /^the session is still usable$/,
    run: async (w) => {
      const c = w.client();
      await w.say(c, c.loggedIn ? NOOP[c.connection.framing] : NOOP_BEFORE_LOGIN[c.connection.framing]);
    },
  },
  {
    usage: 'it announces "KEYWORD" | it does not announce "KEYWORD"',
    doc: "Asks EHLO, LHLO, CAPABILITY or CAPA on the current client and looks for the keyword: SIZE, AUTH=PLAIN, AUTH PLAIN. Where a second EHLO is refused the first one's list counts.",
    pattern: /^it (announces|does not announce) "([^"]+)"$/,
    run: async (w, how, keyword = '') => {
      const c = w.client();
      c.announced = await inForce(w, c);
      const want = how === 'announces';
      const expected = want ? keyword : `no ${keyword}`;
      expectThat(
        announces(c.announced, keyword) === want,
        `the server ${want ? 'does not announce' : 'announces'} ${keyword}`,
        expected,
        c.announced.join(', '),
      );
    },
  },
];
