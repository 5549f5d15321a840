import type { Service } from '../../spec/types.ts';
import { endpointFor } from '../runner/cells.ts';
import { Broken } from '../runner/errors.ts';
import { type Account, NotRun, type TargetFacts } from '../targets/types.ts';
import { dial } from '../wire/connection.ts';
import type { Connection, Cut, Layer, TlsAsk, Transcript, Transport } from '../wire/types.ts';
import { imap, imapAny, next, pop3, pop3Any, pop3Lines, quoted, smtp, smtpReply, text, within } from './talk.ts';

/** How a connection is made and what is between it and the server. */
export interface Dress {
  service: Service;
  transport: Transport;
  name: string;
  transcript: Transcript;
  ms: number;
  cut?: Cut;
  filter?: Layer;
  signal?: AbortSignal;
}

/** Name the suite says in EHLO: a reserved one. */
export const CLIENT = 'client.example.org';

export function tlsAsk(facts: TargetFacts): TlsAsk {
  return { ...facts.trust };
}

/**
 * Connects over the transport. With `starttls` the greeting has been read and TLS stands, otherwise nothing has been read.
 * @throws NotRun where the target has no endpoint for it, DialFailed, Broken, TlsFailed
 */
export async function connect(facts: TargetFacts, d: Dress): Promise<Connection> {
  const endpoint = endpointFor(facts.services[d.service], d.transport);
  if (!endpoint) throw new NotRun(`the target offers no ${d.service} over ${d.transport}`);
  const c = await dial(endpoint, {
    name: d.name,
    service: d.service,
    transcript: d.transcript,
    tls: tlsAsk(facts),
    deadline: within(d.ms, d.signal),
    ...(d.filter ? { filter: d.filter } : {}),
    ...(d.cut ? { cut: d.cut } : {}),
  });
  if (d.transport !== 'starttls') return c;
  try {
    await greeting(c, d.ms);
    if (c.framing === 'smtp') {
      await hello(c, d.ms);
      await smtp(c, d.ms, 'STARTTLS', 220);
    } else if (c.framing === 'imap') await imap(c, d.ms, 'STARTTLS');
    else await pop3(c, d.ms, 'STLS');
    await c.startTls(tlsAsk(facts));
    return c;
  } catch (e) {
    await c.close('fin');
    throw e;
  }
}

/** Reads the greeting and returns its text. @throws Broken where it is not one that welcomes. */
export async function greeting(c: Connection, ms: number): Promise<string> {
  if (c.framing === 'smtp') return (await smtpReply(c, ms, 'the greeting', 220)).lines.join(' ');
  const s = text(await next(c, ms, 'the greeting', 'a greeting'));
  const good = c.framing === 'imap' ? /^\* (OK|PREAUTH)\b/i : /^\+OK/;
  if (!good.test(s)) throw new Broken(`the greeting: got ${s}`, 'a greeting', s);
  return s.replace(c.framing === 'imap' ? /^\* \S+ ?/ : /^\+OK ?/, '');
}

/** EHLO or LHLO, as the service wants. @returns the announced lines, upper case */
export async function hello(c: Connection, ms: number): Promise<string[]> {
  const verb = c.service === 'lmtp' ? 'LHLO' : 'EHLO';
  const { lines } = await smtp(c, ms, `${verb} ${CLIENT}`, 250);
  return lines.slice(1).map((l) => l.trim().toUpperCase());
}

/** What the server announces in the state the connection is in: EHLO, CAPABILITY or CAPA. Upper case, a line each. */
export async function announced(c: Connection, ms: number): Promise<string[]> {
  if (c.framing === 'smtp') return await hello(c, ms);
  if (c.framing === 'imap') {
    const untagged = await imap(c, ms, 'CAPABILITY');
    return untagged
      .map((u) => text(u).toUpperCase())
      .filter((s) => s.startsWith('* CAPABILITY'))
      .flatMap((s) => s.split(' ').slice(2).filter(Boolean));
  }
  const capa = await pop3Any(c, ms, 'CAPA');
  if (!capa.ok) return [];
  const lines = (await pop3Lines(c, ms, 'CAPA')).toString('latin1').toUpperCase();
  return lines.split('\r\n').filter((l) => l !== '');
}

export function plain(a: Pick<Account, 'login' | 'password'>): string {
  return Buffer.from(`\0${a.login}\0${a.password}`).toString('base64');
}

/** Whether the account is let in. The greeting, and for SMTP the EHLO, have been said. @throws Broken on silence and hang-ups */
export async function tryLogin(c: Connection, ms: number, a: Account): Promise<{ ok: boolean; text: string }> {
  if (c.framing === 'imap') {
    const r = await imapAny(c, ms, `LOGIN ${quoted(a.login)} ${quoted(a.password)}`);
    return { ok: r.status === 'OK', text: `${r.status} ${r.text}` };
  }
  if (c.framing === 'pop3') {
    const user = await pop3Any(c, ms, `USER ${a.login}`);
    return user.ok ? await pop3Any(c, ms, `PASS ${a.password}`) : user;
  }
  const r = await smtp(c, ms, `AUTH PLAIN ${plain(a)}`, 2, 4, 5);
  return { ok: r.code === 235, text: `${r.code} ${r.lines.join(' ')}` };
}

/** The same where only a login will do. */
export async function login(c: Connection, ms: number, a: Account): Promise<void> {
  const r = await tryLogin(c, ms, a);
  if (!r.ok) throw new Broken(`login of ${a.login}: ${r.text}`, 'to be let in', r.text);
}
