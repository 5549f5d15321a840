import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Service } from '../../spec/types.ts';
import { endpointFor } from '../runner/cells.ts';
import { Broken, UsageError } from '../runner/errors.ts';
import { type Account, NotRun } from '../targets/types.ts';
import { CLIENT } from './connect.ts';
import type { StepDefinition } from './definition.ts';
import {
  compose,
  disagreement,
  leaves,
  type Mail,
  meant,
  outlines,
  parsed,
  readMail,
  type Words,
  wordsOf,
} from './interop-mail.ts';
import { expectThat, type MailWorld } from './world.ts';

/** What others make of the server: libraries in wide use instead of our own wire. Their octets are in no transcript. */

const watchers = new WeakMap<MailWorld, { client: ImapFlow; told: Promise<number> }>();
const composed = new WeakMap<MailWorld, Mail>();

/** The newest messages of a mailbox that may hold many. */
const NEWEST = 100;
const PAUSE_MS = 50;

/** What a library throws is what it was answered, or what it could not make of it. */
async function asked<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (e) {
    const more = e instanceof Error && 'responseText' in e ? `: ${String(e.responseText)}` : '';
    const reason = e instanceof Error ? `${e.message}${more}` : String(e);
    throw new Broken(`${what}: ${reason}`, 'the library to succeed', reason);
  }
}

function agree(what: string, one: Words, other: Words): void {
  const d = disagreement(one, other);
  if (d) throw new Broken(`${what} another ${d.about}`, d.one, d.other);
}

function place(w: MailWorld, service: Service, login: boolean) {
  const transport = w.transport(service, login);
  const endpoint = endpointFor(w.state.target.facts.services[service], transport);
  if (!endpoint || endpoint.path !== undefined) throw new NotRun(`no ${service} over ${transport} for a library`);
  w.transcript.note('library', `${service} over ${transport}`);
  return { transport, host: endpoint.host, port: endpoint.port, tls: { rejectUnauthorized: false } };
}

async function send(w: MailWorld, to: string): Promise<void> {
  const { service } = w.job.cell;
  if (service !== 'smtp' && service !== 'submission' && service !== 'lmtp') {
    throw new UsageError(`${w.place()}: a library sends by SMTP, Submission or LMTP`);
  }
  const { transport, ...at } = place(w, service, service === 'submission');
  const account = service === 'submission' ? w.account() : undefined;
  const { createTransport } = await import('nodemailer');
  const mailer = createTransport({
    ...at,
    name: CLIENT,
    secure: transport === 'implicit',
    requireTLS: transport === 'starttls',
    ignoreTLS: transport === 'clear',
    lmtp: service === 'lmtp',
    connectionTimeout: w.ms,
    greetingTimeout: w.ms,
    socketTimeout: w.ms,
    ...(account ? { auth: { user: account.login, pass: account.password } } : {}),
  });
  w.cleanups.push(async () => mailer.close());
  const from = w.value('sender').toString('latin1');
  const raw = w.value('message');
  const said = await asked('sending by a library', mailer.sendMail({ envelope: { from, to: [to] }, raw }));
  expectThat(said.accepted.length === 1, `the library was refused ${to}`, to, said.rejected.join(', '));
}

async function reader(w: MailWorld, account: Account): Promise<ImapFlow> {
  const { transport, ...at } = place(w, 'imap', true);
  const imapflow = await import('imapflow');
  const client = new imapflow.ImapFlow({
    ...at,
    secure: transport === 'implicit',
    doSTARTTLS: transport === 'starttls',
    auth: { user: account.login, pass: account.password },
    logger: false,
    connectionTimeout: w.ms,
    greetingTimeout: w.ms,
    socketTimeout: 4 * w.ms,
  });
  // An error after the end of the session is of no interest; one within it fails the call that waits.
  client.on('error', (e: Error) => w.transcript.note('library', e.message));
  w.cleanups.push(async () => client.close());
  await asked('logging in by a library', client.connect());
  return client;
}

/** Opens a mailbox and finds the message of the scenario among its newest. @throws Broken where it is not there in time */
async function found(w: MailWorld, client: ImapFlow, name: string): Promise<FetchMessageObject> {
  const box = await asked('opening a mailbox by a library', client.mailboxOpen(name));
  const token = w.value('token').toString('latin1');
  const until = performance.now() + w.ms;
  for (;;) {
    const range = `${Math.max(1, box.exists - NEWEST + 1)}:*`;
    const all =
      box.exists === 0
        ? []
        : await asked('fetching envelopes by a library', client.fetchAll(range, { envelope: true, uid: true }));
    const one = all.find((m) => m.envelope?.messageId?.includes(token));
    if (one) return one;
    if (performance.now() > until) break;
    await new Promise((r) => setTimeout(r, PAUSE_MS));
    w.signal.throwIfAborted();
    await asked('waiting by a library', client.noop());
  }
  throw new Broken('the library does not find the message', 'the message', `${box.exists} others`);
}

/** Everything of a message; sizes that were announced are those that came. */
async function fetchWhole(client: ImapFlow, uid: number): Promise<FetchMessageObject & { source: Buffer }> {
  const query = { source: true, envelope: true, bodyStructure: true, flags: true, size: true, internalDate: true };
  const m = (await asked('fetching by a library', client.fetchOne(String(uid), query, { uid: true }))) || undefined;
  if (!m?.source || !m.bodyStructure) throw new Broken('the library fetches no message', 'a message', 'nothing');
  const { source, size } = m;
  expectThat(size === source.length, `the size is ${size}, not ${source.length}`, String(source.length), String(size));
  const parts = leaves(m.bodyStructure).map((n) => ({ part: n.part ?? '1', size: n.size }));
  const bodyParts = parts.map((p) => p.part);
  const got = await asked('fetching parts by a library', client.fetchOne(String(uid), { bodyParts }, { uid: true }));
  for (const p of parts) {
    const octets = got ? got.bodyParts?.get(p.part)?.length : undefined;
    expectThat(octets === p.size, `part ${p.part} has ${octets} octets`, String(p.size), String(octets));
  }
  return { ...m, source };
}

export const interopSteps: StepDefinition[] = [
  {
    usage: 'a library composes this mail',
    doc: 'Builds {message} of what the docstring says in YAML: from, to, cc (name and address), id, subject, text, html, attachments (filename, type, octets).',
    pattern: /^a library composes this mail$/,
    docString: true,
    run: async (w, doc = '') => {
      const mail = readMail(w.fillText(doc), w.place());
      composed.set(w, mail);
      w.bindings.set('message', await compose(mail));
    },
  },
  {
    usage: 'a library sends the message [to "RECIPIENT"]',
    doc: 'Another client library hands in {message} over the cell, to {recipient} unless told otherwise.',
    pattern: /^a library sends the message(?: to "([^"]+)")?$/,
    run: async (w, to) => await send(w, w.fillText(to ?? '{recipient}')),
  },
  {
    usage: 'a library finds the message in "MAILBOX"',
    doc: 'Another IMAP library logs in, finds the mailbox in its list, and in it the message by its id with {token}. What ENVELOPE and BODYSTRUCTURE say is what a parser reads; every size is right. Binds {received}, and {flags} in order of their names.',
    pattern: /^a library finds the message in "([^"]+)"$/,
    run: async (w, mailbox = '') => {
      const client = await reader(w, w.account());
      const name = w.fillText(mailbox);
      const listed = await asked('listing by a library', client.list());
      const names = listed.map((l) => l.path);
      expectThat(names.includes(name), `the library finds no mailbox ${name}`, name, names.join(', '));
      const { uid } = await found(w, client, name);
      const m = await fetchWhole(client, uid);
      const { byParser, byServer } = outlines(await parsed(m.source), m);
      agree('the server tells', byParser, byServer);
      const flags = [...(m.flags ?? [])].filter((f) => f !== '\\Recent');
      w.bindings.set('received', m.source);
      w.bindings.set('flags', Buffer.from(flags.sort().join(' '), 'latin1'));
      await asked('logging out by a library', client.logout());
    },
  },
  {
    usage: 'a library adds the message to "MAILBOX" [with the flags "FLAGS"]',
    doc: 'Another IMAP library appends {message}; several flags are parted by blanks.',
    pattern: /^a library adds the message to "([^"]+)"(?: with the flags "([^"]*)")?$/,
    run: async (w, mailbox = '', flags = '') => {
      const client = await reader(w, w.account());
      const list = flags.split(' ').filter(Boolean);
      const work = client.append(w.fillText(mailbox), w.value('message'), list);
      const done = await asked('adding a message by a library', work);
      expectThat(done !== false, 'the library could not add the message', 'success', 'a refusal');
      await asked('logging out by a library', client.logout());
    },
  },
  {
    usage: 'a library sets|adds|removes the flags "FLAGS" of the message in "MAILBOX"',
    doc: 'Another IMAP library finds the message and changes its flags; several are parted by blanks.',
    pattern: /^a library (sets|adds|removes) the flags "([^"]+)" of the message in "([^"]+)"$/,
    run: async (w, how = '', flags = '', mailbox = '') => {
      const client = await reader(w, w.account());
      const { uid } = await found(w, client, w.fillText(mailbox));
      const ways: Record<string, 'messageFlagsSet' | 'messageFlagsAdd' | 'messageFlagsRemove'> = {
        sets: 'messageFlagsSet',
        adds: 'messageFlagsAdd',
        removes: 'messageFlagsRemove',
      };
      const work = client[ways[how] ?? 'messageFlagsSet'](String(uid), flags.split(' '), { uid: true });
      const done = await asked('changing flags by a library', work);
      expectThat(done, 'the library could not change the flags', 'success', 'a refusal');
      await asked('logging out by a library', client.logout());
    },
  },
  {
    usage: 'a library watches "MAILBOX"',
    doc: 'Another IMAP library opens the mailbox and idles.',
    pattern: /^a library watches "([^"]+)"$/,
    run: async (w, mailbox = '') => {
      const client = await reader(w, w.account());
      await asked('opening a mailbox by a library', client.mailboxOpen(w.fillText(mailbox)));
      const told = new Promise<number>((resolve) => {
        client.on('exists', (e: { count: number; prevCount: number }) => {
          if (e.count > e.prevCount) resolve(e.count);
        });
      });
      watchers.set(w, { client, told });
      client.idle().catch((e: Error) => w.transcript.note('library', e.message));
    },
  },
  {
    usage: 'the library is told of a message',
    doc: 'While it idles, within the deadline.',
    pattern: /^the library is told of a message$/,
    run: async (w) => {
      const watcher = watchers.get(w);
      if (!watcher) throw new UsageError(`${w.place()}: no library watches a mailbox`);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), w.ms);
      });
      const count = await Promise.race([watcher.told, late]);
      clearTimeout(timer);
      if (count === undefined) throw new Broken(`the library was told nothing within ${w.ms} ms`, 'EXISTS', 'nothing');
    },
  },
  {
    usage: 'a library reads the same in the received message as in what was sent',
    doc: 'A parser of messages finds the same subject, addresses, text, HTML and attachments in {received} as in {message}, and where a library composed it, what it was told to.',
    pattern: /^a library reads the same in the received message as in what was sent$/,
    run: async (w) => {
      const [sent, received] = await Promise.all([parsed(w.value('message')), parsed(w.value('received'))]);
      agree('the parser reads', wordsOf(sent), wordsOf(received));
      const mail = composed.get(w);
      if (mail) agree('the parser reads', meant(mail), wordsOf(received));
    },
  },
];
