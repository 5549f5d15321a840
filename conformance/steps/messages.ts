import { Broken, HarnessError, UsageError } from '../runner/errors.ts';
import { NotRun } from '../targets/types.ts';
import { connect, greeting, hello, login } from './connect.ts';
import type { StepDefinition } from './definition.ts';
import { awaitMessage, enter, lookOnce } from './doors.ts';
import { readPath } from './path.ts';
import { noStamp, readStamp, STAMP_RULES } from './stamp.ts';
import { imap, imapAny, quoted, transaction } from './talk.ts';
import { type Field, readReturnPath, takeApart, topFields } from './trace.ts';
import { expectThat, type MailWorld } from './world.ts';

/** LF to CRLF, and a line end at the end. @param text one character an octet */
export function wireForm(text: string): Buffer {
  const body = text.replace(/\r?\n/g, '\r\n');
  return Buffer.from(body.endsWith('\r\n') ? body : `${body}\r\n`, 'latin1');
}

/** The first line of a message that holds the token: how it is known again. */
function markOf(w: MailWorld, message: Buffer): string {
  const token = w.value('token').toString('latin1');
  const line = message
    .toString('latin1')
    .split('\r\n')
    .find((l) => l.includes(token));
  if (line === undefined) throw new UsageError(`${w.place()}: the message needs {token} in it to be known again`);
  return line;
}

function holds(raw: Buffer, line: string): boolean {
  return `\r\n${raw.toString('latin1')}\r\n`.includes(`\r\n${line}\r\n`);
}

function lawful(w: MailWorld, to: string, subject: string, body: string): Buffer {
  const from = w.value('sender').toString('latin1');
  const date = new Date().toUTCString().replace('GMT', '+0000');
  const id = `${subject.replace(/[^A-Za-z0-9-]/g, '')}@client.example.org`;
  return wireForm(`From: <${from}>\nTo: <${to}>\nDate: ${date}\nMessage-ID: <${id}>\nSubject: ${subject}\n\n${body}\n`);
}

/** The value with the white space around it, which the grammar asks for. */
const spacedValue = (f: Field): string => f.raw.slice(f.raw.indexOf(':') + 1).replace(/\r\n/g, '');

function pathFault(value: string | undefined): string {
  if (value === undefined) return 'there is no Return-Path field';
  return readPath(value) === undefined ? `"${value}" is no path` : '';
}

/** Binds what the path put on top. */
function bindTrace(w: MailWorld, raw: Buffer): void {
  const top = topFields(raw);
  const bind = (name: string, value: string | undefined) => {
    if (value === undefined) w.bindings.delete(name);
    else w.bindings.set(name, Buffer.from(value, 'latin1'));
  };
  const first = top.find((f) => f.name === 'received');
  const { stamp, faults } = first ? readStamp(spacedValue(first)) : noStamp();
  for (const clause of ['from', 'by', 'via', 'with', 'id', 'for', 'date'] as const) {
    bind(`received.${clause}`, stamp[clause]);
  }
  for (const rule of STAMP_RULES) bind(`received.errors.${rule}`, faults[rule]);
  const path = top.find((f) => f.name === 'return-path');
  bind('return-path', path ? readReturnPath(path.value) : undefined);
  bind('return-path.errors', pathFault(path?.value));
  bind('top', top.map((f) => f.raw).join(''));
}

/** Puts messages into a mailbox through IMAP, or into INBOX through LMTP or SMTP, in order. */
async function seed(w: MailWorld, mailbox: string, n: number, messages: Buffer[]): Promise<void> {
  const account = w.account(n);
  const { services } = w.state.survey.offers;
  if (services.imap?.length) {
    const c = await enter(w, 'imap', account, 'seed');
    // Where it is there already, that is what was wanted.
    if (!/^inbox$/i.test(mailbox)) await imapAny(c, w.ms, `CREATE ${quoted(mailbox)}`);
    for (const m of messages) await imap(c, w.ms, `APPEND ${quoted(mailbox)}`, m);
    await imapAny(c, w.ms, 'LOGOUT');
    await c.close('fin');
    return;
  }
  if (!/^inbox$/i.test(mailbox)) throw new NotRun('only IMAP has mailboxes besides INBOX');
  const { deliver } = w.state.target;
  if (deliver) {
    for (const m of messages) await deliver(account, m);
    return;
  }
  const service = services.lmtp?.length ? 'lmtp' : 'smtp';
  if (!services[service]?.length) throw new NotRun('the target has no way to bring messages in');
  for (const m of messages) {
    const c = await fresh(w, service, 'seed');
    await transaction(c, w.ms, { from: 'sender@example.org', to: [account.address] }, m);
    await c.close('fin');
    const line = m.toString('latin1').split('\r\n', 1)[0] ?? '';
    await awaitMessage(w, account, (x) => holds(x.raw, line), 'a message put there');
  }
}

async function fresh(w: MailWorld, service: 'smtp' | 'lmtp' | 'submission', name: string) {
  const transport = w.transport(service, service === 'submission');
  const dress = { service, transport, name, transcript: w.transcript, ms: w.ms, signal: w.signal };
  const filter = w.layer(name !== 'seed');
  const c = await connect(w.state.target.facts, { ...dress, ...(filter ? { filter } : {}) });
  w.opened.push(c);
  if (transport !== 'starttls') await greeting(c, w.ms);
  await hello(c, w.ms);
  if (service === 'submission') await login(c, w.ms, w.account());
  return c;
}

export const messageSteps: StepDefinition[] = [
  {
    usage: 'this message',
    doc: 'Binds {message} to the docstring: names filled in, CRLF line ends. It should hold {token}, by which it is known again.',
    pattern: /^this message$/,
    docString: true,
    run: (w, doc = '') => {
      w.bindings.set('message', wireForm(w.fill(doc)));
    },
  },
  {
    usage: 'the mailbox "NAME" [of account N] holds these messages',
    doc: 'Puts the messages of the docstring, separated by lines of ---, into a mailbox, which is made where it is missing. Putting something into INBOX takes a whole disposable account.',
    pattern: /^the mailbox "([^"]+)"(?: of account (\d+))? holds these messages$/,
    docString: true,
    run: async (w, name = '', n = undefined, doc = '') => {
      const messages = w
        .fill(doc)
        .split(/^---$/m)
        .map((m) => wireForm(m.replace(/^\n/, '')));
      await seed(w, w.fill(name), Number(n ?? 1), messages);
    },
  },
  {
    usage: 'the mailbox "NAME" [of account N] holds N messages[, unless it is locked]',
    doc: 'The same with N small messages of the suite’s own (0: an empty mailbox). Their subjects are {token} and the number. With "unless" nothing is put where the server refuses it: another session may hold a lock.',
    pattern: /^the mailbox "([^"]+)"(?: of account (\d+))? holds (\d+|no) messages?(, unless it is locked)?$/,
    run: async (w, name = '', n = undefined, count = '0', unless = undefined) => {
      const token = w.value('token').toString('latin1');
      const account = w.account(Number(n ?? 1));
      const messages = Array.from({ length: count === 'no' ? 0 : Number(count) }, (_, i) =>
        lawful(w, account.address, `${token} ${i + 1}`, `Message ${i + 1}.`),
      );
      try {
        await seed(w, w.fill(name), Number(n ?? 1), messages);
      } catch (e) {
        if (!unless || !(e instanceof Broken)) throw e;
      }
    },
  },
  {
    usage: 'it sends the message [to "RECIPIENT"]',
    doc: 'A lawful transaction of {message} on the current client, to {recipient} unless told otherwise.',
    pattern: /^it sends the message(?: to "([^"]+)")?$/,
    run: async (w, to) => {
      const c = w.client();
      if (c.connection.framing !== 'smtp') throw new UsageError(`${w.place()}: ${c.service} sends no messages`);
      const envelope = { from: w.value('sender').toString('latin1'), to: [w.fill(to ?? '{recipient}')] };
      await transaction(c.connection, w.ms, envelope, w.value('message'));
    },
  },
  {
    usage: '"RECIPIENT" receives the message',
    doc: 'Polls what arrived until {message} is there. Binds {received}, the fields on top {top}, {received.from} {received.by} {received.with} {received.id} {received.for} {received.date} of the first Received field, {return-path}, and in words what breaks a rule of their grammar in {return-path.errors} and {received.errors.RULE}: structure, from, by, via, with, id, for, clauses, order, date, year, zone.',
    pattern: /^"([^"]+)" receives the message$/,
    run: async (w, to = '') => {
      const account = w.accountOf(w.fill(to));
      const mark = markOf(w, w.value('message'));
      const place = (where: string) => `${account.login} ${where}`;
      const found = await awaitMessage(
        w,
        account,
        (m) => !w.taken.has(place(m.where)) && holds(m.raw, mark),
        'the message',
      );
      w.taken.add(place(found.where));
      w.arrivals.push('message');
      w.bindings.set('received', found.raw);
      bindTrace(w, found.raw);
    },
  },
  {
    usage: 'the received message equals what was sent below the fields the path added',
    doc: 'Octet for octet below trace fields (and on submission the fields of RFC 6409 section 8). Received and Return-Path are read by their grammar.',
    pattern: /^the received message equals what was sent below the fields the path added$/,
    run: (w) => {
      const received = w.value('received');
      const sent = w.value('message');
      const apart = takeApart(received, sent, w.sender?.service === 'submission');
      if (!apart) throw differs(sent, received);
      for (const f of apart.added) {
        if (f.name === 'received') {
          const { faults } = readStamp(spacedValue(f));
          const wrong = faults.structure || faults.date;
          expectThat(wrong === '', `Received: ${wrong}`, 'a Received field', f.value);
        } else if (f.name === 'return-path') {
          expectThat(readReturnPath(f.value) !== undefined, 'Return-Path has no path', '<path>', f.value);
        }
      }
    },
  },
  {
    usage: '"RECIPIENT" has received nothing|N messages with "TEXT"',
    doc: 'An absence, or no more than so many. Earlier in the scenario a message must have arrived on the same path (control) and, after what must not arrive, a fence. \\n in the text is the end of the line before.',
    pattern: /^"([^"]+)" has received (?:nothing|(\d+) messages?) with "([^"]+)"$/,
    run: async (w, to = '', count = undefined, words = '') => {
      if (w.arrivals.length < 2 || w.arrivals.at(-1) !== 'fence') {
        throw new HarnessError(`${w.place()}: an absence shows nothing without a control and a fence before it`);
      }
      const account = w.accountOf(w.fill(to));
      const wanted = w.fill(words).replaceAll('\\n', '\n');
      const found = (await lookOnce(w, account)).filter((m) => m.raw.includes(Buffer.from(wanted, 'latin1')));
      if (found.length === Number(count ?? 0)) return;
      const got = found.length === 0 ? 'nothing' : `${found.length} with "${wanted}"`;
      const last = found.at(-1)?.raw.toString('latin1', 0, 2000) ?? 'nothing';
      throw new Broken(`${account.address} has received ${got}`, `${count ?? 'nothing'}`, last);
    },
  },
  {
    usage: 'a fence message reaches "RECIPIENT"',
    doc: 'A lawful message on a fresh connection of the same service and transport arrives: what was handed in before it would be there by now.',
    pattern: /^a fence message reaches "([^"]+)"$/,
    run: async (w, to = '') => {
      const account = w.accountOf(w.fill(to));
      const service = w.sender?.service ?? w.job.cell.service;
      if (service !== 'smtp' && service !== 'lmtp' && service !== 'submission') {
        throw new UsageError(`${w.place()}: no client has handed in mail before the fence`);
      }
      const token = w.value('token').toString('latin1');
      const subject = `fence ${w.arrivals.length + 1} of ${token}`;
      const c = await fresh(w, service, 'fence');
      const from = w.value('sender').toString('latin1');
      await transaction(c, w.ms, { from, to: [account.address] }, lawful(w, account.address, subject, 'A fence.'));
      await c.close('fin');
      await awaitMessage(w, account, (m) => holds(m.raw, `Subject: ${subject}`), 'a fence');
      w.arrivals.push('fence');
    },
  },
];

/** Says where two texts part. */
function differs(sent: Buffer, received: Buffer): Broken {
  const a = sent.toString('latin1').split('\r\n');
  const b = received.toString('latin1').split('\r\n');
  let i = 1;
  while (i <= a.length && a.at(-i) === b.at(-i)) i++;
  const expected = a.at(-i) ?? '(the beginning)';
  const got = b.at(-i) ?? '(the beginning)';
  return new Broken(`the message differs, line ${i} from its end`, JSON.stringify(expected), JSON.stringify(got));
}
