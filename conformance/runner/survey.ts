import { announces } from '../../spec/applies.ts';
import { SERVICES, type Service } from '../../spec/types.ts';
import { announced, connect, greeting, tryLogin } from '../steps/connect.ts';
import { imapAny, smtp, text } from '../steps/talk.ts';
import { type Policy, type Target, TargetError } from '../targets/types.ts';
import { createTranscript } from '../wire/transcript.ts';
import { type Connection, DialFailed, TlsFailed, type Transport } from '../wire/types.ts';
import { baseTransport, type Offers, offered } from './cells.ts';
import { Broken } from './errors.ts';

/** What the target says of itself before anything is asked. */
export interface Survey {
  banners: Partial<Record<Service, string>>;
  /** By service and state: `smtp@clear`, `smtp@starttls`, `imap@implicit`, `imap@auth`. */
  announced: Record<string, string[]>;
  offers: Offers;
  /** What names of the user's own mailboxes begin with, from the first personal namespace (RFC 2342): often nothing, or `INBOX.`. */
  prefix: string;
}

const MS = 5_000;
/** Accounts tried before all of them are held to be refused. */
const TRIES = 3;

/**
 * Looks at every service over every transport, and logs in once where there is an account.
 * @throws TargetError where an endpoint does not answer, or no account is let in.
 */
export async function survey(target: Target): Promise<Survey> {
  const s: Survey = { banners: {}, announced: {}, offers: { services: {}, clearLogin: new Set() }, prefix: '' };
  const clearLogin = new Set<Service>();
  for (const service of SERVICES) {
    const endpoints = target.facts.services[service];
    if (!endpoints?.length) continue;
    let reachable = endpoints;
    for (const transport of offered(endpoints)) {
      if (transport === 'starttls' && !announcesTls(s, service)) {
        // The file or the command line could not know; the server does.
        reachable = reachable.map((e) => (e.tls === 'starttls' ? { ...e, tls: 'none' } : e));
        continue;
      }
      await look(target, s, service, transport);
    }
    s.offers.services[service] = reachable;
    if (loginInClear(service, s.announced[`${service}@clear`], target.facts.policy)) clearLogin.add(service);
  }
  s.offers = { ...s.offers, clearLogin };
  await enter(target, s);
  return s;
}

function announcesTls(s: Survey, service: Service): boolean {
  const list = s.announced[`${service}@clear`] ?? [];
  return announces(list, service === 'pop3' ? 'STLS' : 'STARTTLS');
}

/**
 * Whether what is announced in clear lets a client log in there. A site that states that it does not is believed: by RFC 2449 section 6.2 a
 * POP3 server may announce USER and yet take it from nobody.
 */
export function loginInClear(service: Service, list: readonly string[] | undefined, stated: Policy = {}): boolean {
  if (!list || stated.cleartext_login === false) return false;
  if (service === 'imap') return !announces(list, 'LOGINDISABLED');
  // A server without CAPA is one from before it, and takes USER. With no mechanism that sends the password, USER waits for TLS.
  if (service === 'pop3') {
    const word = (line: string) => /^SASL(?: +\S+)* +(?:PLAIN|LOGIN)(?: |$)/i.test(line);
    return list.length === 0 || announces(list, 'USER') || list.some(word);
  }
  // The suite logs in with PLAIN; a server may offer other mechanisms in clear and keep this one for TLS.
  return announces(list, 'AUTH PLAIN');
}

async function look(target: Target, s: Survey, service: Service, transport: Transport): Promise<void> {
  const { facts } = target;
  const where = `${service} over ${transport}`;
  let c: Connection | undefined;
  try {
    const trace = createTranscript();
    c = await connect(facts, { service, transport, name: 'survey', transcript: trace, ms: MS });
    if (transport !== 'starttls') {
      const banner = await greeting(c, MS);
      if (transport === 'clear' || s.banners[service] === undefined) s.banners[service] = banner;
    }
    s.announced[`${service}@${transport}`] = await announced(c, MS);
  } catch (e) {
    if (e instanceof DialFailed || e instanceof Broken || e instanceof TlsFailed) {
      throw new TargetError(`${facts.name}: ${where}: ${e.message}`);
    }
    throw e;
  } finally {
    await c?.close('fin');
  }
}

/** Logs in once a service, and keeps what is announced then. */
async function enter(target: Target, s: Survey): Promise<void> {
  if (target.accounts.length === 0) return;
  const refused: string[] = [];
  let inside = false;
  for (const service of ['imap', 'pop3', 'submission'] as const) {
    const transport = baseTransport(service, true, s.offers);
    if (transport === undefined) continue;
    if (service === 'submission' && !announces(s.announced[`submission@${transport}`] ?? [], 'AUTH')) continue;
    for (const account of target.accounts.slice(0, TRIES)) {
      let c: Connection | undefined;
      try {
        c = await connect(target.facts, { service, transport, name: 'survey', transcript: createTranscript(), ms: MS });
        if (transport !== 'starttls') await greeting(c, MS);
        if (c.framing === 'smtp') await announced(c, MS);
        const r = await tryLogin(c, MS, account);
        if (r.ok) {
          inside = true;
          s.announced[`${service}@auth`] = await announced(c, MS);
          if (c.framing === 'smtp') await smtp(c, MS, 'QUIT', 2);
          if (c.framing === 'imap') s.prefix = await personalPrefix(c, s.announced[`${service}@auth`] ?? []);
          break;
        }
        refused.push(`${account.login} on ${service}: ${r.text}`);
      } catch (e) {
        if (!(e instanceof DialFailed || e instanceof Broken || e instanceof TlsFailed)) throw e;
        refused.push(`${account.login} on ${service}: ${e.message}`);
      } finally {
        await c?.close('fin');
      }
    }
  }
  if (!inside && refused.length > 0) {
    throw new TargetError(`${target.facts.name}: no account was let in: ${refused[0]}`);
  }
}

/** A server may keep a user's mailboxes below a prefix and refuse all names outside it. */
async function personalPrefix(c: Connection, list: readonly string[]): Promise<string> {
  if (!announces(list, 'NAMESPACE') && !announces(list, 'IMAP4rev2')) return '';
  const { untagged } = await imapAny(c, MS, 'NAMESPACE');
  return untagged.map((u) => prefixOf(text(u))).find((p) => p !== undefined) ?? '';
}

/** The prefix of the first personal namespace in a NAMESPACE response; undefined in any other response. */
export function prefixOf(response: string): string | undefined {
  const m = /^\* NAMESPACE (?:NIL|\(\("((?:[^"\\]|\\.)*)")/i.exec(response);
  return m ? (m[1] ?? '').replace(/\\(.)/g, '$1') : undefined;
}
