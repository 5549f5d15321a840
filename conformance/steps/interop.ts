import { createRequire } from 'node:module';
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Service } from '../../spec/types.ts';
import { endpointFor } from '../runner/cells.ts';
import { Broken, UsageError } from '../runner/errors.ts';
import { type Account, NotRun } from '../targets/types.ts';
import { CLIENT } from './connect.ts';
import type { StepDefinition } from './definition.ts';
import { expectThat, type MailWorld } from './world.ts';

/** What others make of the server: libraries in wide use instead of our own wire. Their octets are in no transcript. */

interface Parsed {
  subject?: string;
  text?: string;
  from?: { text: string };
  attachments: { content: Buffer; filename?: string }[];
}

// Loaded when a scenario wants them: most commands do not.
const parser = () => createRequire(import.meta.url)('mailparser') as { simpleParser(source: Buffer): Promise<Parsed> };

const watchers = new WeakMap<MailWorld, { client: ImapFlow; told: Promise<number> }>();

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
  await asked('sending by a library', mailer.sendMail({ envelope: { from, to: [to] }, raw }));
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

export const interopSteps: StepDefinition[] = [
  {
    usage: 'a library sends the message [to "RECIPIENT"]',
    doc: 'Another client library hands in {message} over the cell, to {recipient} unless told otherwise.',
    pattern: /^a library sends the message(?: to "([^"]+)")?$/,
    run: async (w, to) => await send(w, w.fill(to ?? '{recipient}')),
  },
  {
    usage: 'a library finds the message in "MAILBOX"',
    doc: 'Another IMAP library logs in, finds the mailbox in its list, opens it, fetches all messages and finds the one with {token}. Binds {received}.',
    pattern: /^a library finds the message in "([^"]+)"$/,
    run: async (w, mailbox = '') => {
      const client = await reader(w, w.account());
      const name = w.fill(mailbox);
      const listed = await asked('listing by a library', client.list());
      const names = listed.map((l) => l.path);
      expectThat(names.includes(name), `the library finds no mailbox ${name}`, name, names.join(', '));
      await asked('opening a mailbox by a library', client.mailboxOpen(name));
      const token = w.value('token');
      const all: FetchMessageObject[] = await asked(
        'fetching by a library',
        client.fetchAll('1:*', { source: true, uid: true }),
      );
      const found = all.find((m) => m.source?.includes(token));
      if (!found?.source)
        throw new Broken('the library does not find the message', 'the message', `${all.length} others`);
      w.bindings.set('received', found.source);
      await asked('logging out by a library', client.logout());
    },
  },
  {
    usage: 'a library watches "MAILBOX"',
    doc: 'Another IMAP library opens the mailbox and idles.',
    pattern: /^a library watches "([^"]+)"$/,
    run: async (w, mailbox = '') => {
      const client = await reader(w, w.account());
      await asked('opening a mailbox by a library', client.mailboxOpen(w.fill(mailbox)));
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
    doc: 'A parser of messages finds the same subject, sender, text and attachments in {received} as in {message}.',
    pattern: /^a library reads the same in the received message as in what was sent$/,
    run: async (w) => {
      const { simpleParser } = parser();
      const [sent, received] = await Promise.all([simpleParser(w.value('message')), simpleParser(w.value('received'))]);
      const words = (p: Parsed) =>
        JSON.stringify({
          subject: p.subject,
          from: p.from?.text,
          text: p.text,
          attachments: p.attachments.map((a) => [a.filename, a.content.toString('base64')]),
        });
      expectThat(words(sent) === words(received), 'the parser reads something else', words(sent), words(received));
    },
  },
];
