import { match } from 'ts-pattern';
import type { Identity } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { SessionHandler } from '../net/types.ts';
import { StoreFault } from '../store/store.ts';
import { registry } from './commands/index.ts';
import { parseLine } from './grammar.ts';
import { Maildrop } from './maildrop.ts';
import { Stuffer } from './stuffing.ts';
import { type Effect, err, type Session } from './types.ts';

/** Octets written before the next are made: then the client has to have read. */
const BULK = 256 * 1024;

/** POP3 (RFC 1939) on one connection. The handler resolves when the session is over and does not throw. */
export function pop3Session(ctx: ServerContext): SessionHandler {
  return async (peer) => {
    const s: Session = { ctx, peer, drop: undefined, user: undefined, errors: 0, authFailures: 0, torn: false };
    try {
      await converse(s);
    } catch (e) {
      ctx.log.error({ err: e, peer: peer.id }, 'pop3 session failed');
    } finally {
      // rfc1939-6-quit-releases-maildrop
      s.drop?.[Symbol.dispose]();
      s.drop = undefined;
    }
    try {
      await peer.end();
    } catch (e) {
      ctx.log.debug({ err: e, peer: peer.id }, 'connection did not end well');
    }
  };
}

async function converse(s: Session): Promise<void> {
  const { peer, ctx } = s;
  const { pop3Line, pop3IdleMs } = ctx.config.limits;
  // rfc1939-4-greeting-is-one-positive-line
  peer.write(`+OK ${ctx.config.hostname} ready\r\n`);
  for (;;) {
    // rfc1939-3-takes-arguments-of-forty-octets rfc2449-4-commands-of-255-octets
    // rfc2449-6.6-pipelined-commands-in-turn rfc1939-5-each-command-answered-once
    const read = await peer.line(Math.max(pop3Line, 255) - 2, pop3IdleMs);
    // rfc1939-3-autologout-says-nothing rfc1939-3-autologout-removes-nothing rfc1939-6-broken-session-removes-nothing
    if (read.got !== 'line' && read.got !== 'too-long') return;
    let effect: Effect;
    if (read.got === 'too-long') effect = err('Line too long');
    // rfc1939-3-command-ends-at-crlf
    else if (read.end === 'lf') effect = err('Lines end with CRLF');
    else effect = await obey(s, read.bytes.toString('latin1'));
    if (!(await carryOut(s, effect))) return;
  }
}

/** Runs one command line. */
async function obey(s: Session, text: string): Promise<Effect> {
  const line = parseLine(text);
  // rfc1939-3-keywords-ignore-case: the keyword is in capitals by now.
  const command = line === undefined ? undefined : registry.get(line.keyword);
  // rfc1939-7-pass-only-after-user
  if (command?.verb !== 'PASS') s.user = undefined;
  // rfc1939-3-unknown-command-refused rfc1939-3-unimplemented-command-refused rfc1939-7-apop-only-before-login
  if (line === undefined || command === undefined) return err('Unknown command');
  const state = s.drop === undefined ? 'authorization' : 'transaction';
  // rfc1939-3-wrong-state-refused
  if (!command.states.includes(state)) return err(`Not in the ${state} state`);
  const run = command.prepare(line.args);
  // rfc1939-3-malformed-command-refused
  if (run === undefined) return err('Wrong arguments');
  try {
    return await run(s);
  } catch (e) {
    if (!(e instanceof StoreFault)) throw e;
    s.ctx.log.warn({ err: e, peer: s.peer.id }, 'store fault');
    return err('The mail store does not answer', 'SYS/TEMP');
  }
}

/** Makes an effect real. False: the session is over. */
async function carryOut(s: Session, effect: Effect): Promise<boolean> {
  const { peer } = s;
  // rfc1939-3-status-in-capitals rfc1939-3-status-line-within-512-octets: texts are short and our own.
  // rfc1939-3-only-ok-or-err rfc1939-3-responses-end-with-crlf rfc2449-8-bracket-only-for-codes
  const ok = (text: string): void => peer.write(`+OK ${text}\r\n`);
  const refuse = (text: string, code?: string): void =>
    peer.write(`-ERR ${code === undefined ? '' : `[${code}] `}${text}\r\n`);
  return match(effect)
    .with({ next: 'ok' }, ({ text }) => {
      s.errors = 0;
      ok(text);
      return true;
    })
    .with({ next: 'err' }, ({ text, code }) => {
      refuse(text, code);
      s.errors++;
      return s.errors < s.ctx.config.limits.pop3Errors;
    })
    .with({ next: 'lines' }, async ({ text, lines }) => {
      s.errors = 0;
      ok(text);
      let since = 0;
      for (const line of lines) {
        peer.write(`${line}\r\n`);
        since += line.length;
        if (since < BULK) continue;
        since = 0;
        await peer.flush();
      }
      peer.write('.\r\n');
      return true;
    })
    .with({ next: 'message' }, ({ text, octets }) => {
      s.errors = 0;
      ok(text);
      return sendMessage(s, octets);
    })
    .with({ next: 'user' }, ({ name }) => {
      s.user = name;
      // rfc1939-7-user-may-accept-unknown-name
      ok('Send the password');
      return true;
    })
    .with({ next: 'log-in' }, async ({ identity }) => logIn(s, identity, ok, refuse))
    .with({ next: 'log-in-failed' }, ({ why }) => {
      s.ctx.log.info({ peer: peer.id, remote: peer.remote.address, why }, 'login failed');
      if (why === 'busy') refuse('Try again later', 'SYS/TEMP');
      else refuse('Invalid credentials', 'AUTH');
      // rfc1939-4-retry-after-refusal
      s.authFailures++;
      // rfc1939-4-may-close-after-refusal
      return s.authFailures < s.ctx.config.limits.authFailures;
    })
    .with({ next: 'start-tls' }, () => {
      ok('Begin TLS');
      // rfc2595-4-nothing-injected-before-tls rfc2595-4-stls-starts-tls
      return peer.startTls();
    })
    .with({ next: 'quit' }, ({ failed }) => {
      // rfc1939-6-quit-says-what-failed
      if (failed) refuse('Some messages were not removed', 'SYS/TEMP');
      else ok('Goodbye');
      // rfc1939-6-quit-closes-connection
      return false;
    })
    .with({ next: 'leave' }, () => false)
    .exhaustive();
}

/** Locks and opens the maildrop: then the session is in TRANSACTION. */
async function logIn(
  s: Session,
  identity: Identity,
  ok: (text: string) => void,
  refuse: (text: string, code?: string) => void,
): Promise<boolean> {
  let drop: Maildrop | 'in-use' | 'gone';
  try {
    drop = await Maildrop.open(s.ctx.store, identity.account);
  } catch (e) {
    if (!(e instanceof StoreFault)) throw e;
    s.ctx.log.warn({ err: e, peer: s.peer.id }, 'store fault');
    drop = 'gone';
  }
  // rfc1939-4-unopenable-maildrop-refused
  if (drop === 'in-use') refuse('Another session has the maildrop open', 'IN-USE');
  else if (drop === 'gone') refuse('The maildrop cannot be opened', 'SYS/TEMP');
  else {
    // rfc1939-4-login-enters-transaction rfc1939-4-login-starts-without-marks
    s.drop = drop;
    s.errors = 0;
    s.ctx.log.info({ peer: s.peer.id, account: identity.address, service: s.peer.service }, 'logged in');
    ok(`Maildrop has ${drop.messages.length} messages`);
  }
  return true;
}

/** A multi-line response out of a message. A store that fails within it leaves nothing to say: the connection ends. */
async function sendMessage(s: Session, octets: AsyncIterable<Uint8Array>): Promise<boolean> {
  const { peer } = s;
  const stuffer = new Stuffer();
  let since = 0;
  try {
    for await (const chunk of octets) {
      for (const piece of stuffer.push(chunk)) peer.write(piece);
      since += chunk.length;
      if (since < BULK) continue;
      since = 0;
      await peer.flush();
    }
  } catch (e) {
    if (!(e instanceof StoreFault)) throw e;
    s.ctx.log.error({ err: e, peer: peer.id }, 'answer broken off');
    return false;
  }
  peer.write(stuffer.end());
  return true;
}
