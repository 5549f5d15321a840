import { match } from 'ts-pattern';
import type { ServerContext } from '../context.ts';
import type { Peer, SessionHandler } from '../net/types.ts';
import { StoreFault } from '../store/store.ts';
import { capabilities } from './capabilities.ts';
import { registry } from './commands/index.ts';
import { parseHead } from './grammar/command.ts';
import { Cursor, SyntaxFault } from './grammar/cursor.ts';
import { CommandReader, type Judge, tagOf } from './reader.ts';
import { gather, tell } from './selected.ts';
import { bad, type Effect, no, type Session, stateOf, type Turn } from './types.ts';

/** Commands during which EXPUNGE must not be said. Their UID forms are other commands. */
const NO_EXPUNGE = new Set(['FETCH', 'STORE', 'SEARCH']);

/** IMAP4rev1 (RFC 3501) on one connection. The handler resolves when the session is over and does not throw. */
export function imapSession(ctx: ServerContext): SessionHandler {
  return async (peer) => {
    const s: Session = {
      ctx,
      peer,
      identity: undefined,
      selected: undefined,
      errors: 0,
      authFailures: 0,
      torn: false,
    };
    try {
      await converse(s);
    } catch (e) {
      ctx.log.error({ err: e, peer: peer.id }, 'imap session failed');
      if (!s.torn) peer.write('* BYE Internal error\r\n');
    } finally {
      s.selected?.[Symbol.dispose]();
      s.selected = undefined;
    }
    await close(ctx, peer);
  };
}

async function close(ctx: ServerContext, peer: Peer): Promise<void> {
  try {
    await peer.end();
  } catch (e) {
    ctx.log.debug({ err: e, peer: peer.id }, 'connection did not end well');
  }
}

function readLimits(s: Session): ConstructorParameters<typeof CommandReader>[1] {
  const l = s.ctx.config.limits;
  const known = s.identity !== undefined;
  return {
    line: l.imapLine,
    literal: l.imapLiteral,
    // rfc3501-5.4-autologout-after-thirty-minutes
    swallow: known ? l.imapAppend : l.imapLiteral,
    idleMs: known ? l.imapIdleMs : l.imapLoginIdleMs,
  };
}

async function converse(s: Session): Promise<void> {
  const { peer, ctx } = s;
  const reader = new CommandReader(peer, readLimits(s));
  peer.write(`* OK [CAPABILITY ${capabilities(s).join(' ')}] ${ctx.config.hostname} ready\r\n`);
  const judge: Judge = (verb) => {
    const refuse = refusalOf(s, verb);
    if (refuse !== undefined) return { refuse };
    const command = registry.get(verb)!;
    return { head: command.head, parse: (c) => command.prepare(c) };
  };
  for (;;) {
    // rfc3501-5.5-ambiguous-commands-in-order: one command at a time, in the order they came.
    const got = await reader.next(judge);
    if (got.got === 'end') return;
    // rfc3501-3.4-no-close-without-bye rfc3501-7.1.5-bye-before-the-end rfc9051-3.4-close-only-after-bye
    if (got.got === 'timeout') return bye(s, 'Autologout, idle for too long');
    if (got.got === 'shutdown') return bye(s, 'The server is shutting down');
    if (got.got === 'refused') {
      if (!(await carryOut(s, reader, got.tag, '', got.effect))) return;
      continue;
    }
    const c = new Cursor(got.text);
    const head = readHead(c);
    const command = head === undefined ? undefined : registry.get(head.verb);
    let effect: Effect;
    if (head === undefined) effect = bad('That is no command');
    else if (command === undefined) effect = bad('Unknown command');
    else {
      const turn: Turn = {
        session: s,
        tag: head.tag,
        verb: command.verb,
        literal: got.stream,
        rest: () => reader.rest(),
      };
      effect = refusalOf(s, head.verb) ?? (await run(turn, c));
    }
    if (!(await carryOut(s, reader, head?.tag ?? tagOf(got.text), head?.verb ?? '', effect))) return;
  }
}

function readHead(c: Cursor): { tag: string; verb: string } | undefined {
  try {
    return parseHead(c);
  } catch (e) {
    if (e instanceof SyntaxFault) return undefined;
    throw e;
  }
}

/** What is known of a command by its name alone. */
function refusalOf(s: Session, verb: string): Effect | undefined {
  const command = registry.get(verb);
  // rfc3501-7.1.3-unknown-command-gets-bad
  if (command === undefined) return bad('Unknown command');
  const state = stateOf(s);
  // rfc3501-3-wrong-state-refused rfc3501-3.1-needs-login rfc3501-3.2-needs-mailbox rfc3501-3-no-second-login rfc2177-3-idle-needs-login
  if (!command.states.includes(state)) return bad(`Not in the ${state} state`);
  return command.forbid(s);
}

async function run(turn: Turn, c: Cursor): Promise<Effect> {
  const { session: s } = turn;
  try {
    const go = registry.get(turn.verb)!.prepare(c);
    if (turn.literal === undefined) c.end();
    return await go(turn);
  } catch (e) {
    // rfc3501-2.2.2-syntax-error-gets-bad
    if (e instanceof SyntaxFault) return bad(`${e.message} (octet ${e.at + 1})`);
    if (s.torn) {
      s.ctx.log.error({ err: e, peer: s.peer.id }, 'answer broken off');
      return { next: 'leave' };
    }
    if (!(e instanceof StoreFault)) throw e;
    s.ctx.log.warn({ err: e, peer: s.peer.id }, 'store fault');
    if (e.refused === 'full') return no('No space left', 'OVERQUOTA');
    return no('The mail store does not answer', 'UNAVAILABLE');
  }
}

/** News of the mailbox, where the store has any; it can wait until the store answers again. */
async function refresh(s: Session): Promise<void> {
  try {
    await gather(s, false);
  } catch (e) {
    if (!(e instanceof StoreFault)) throw e;
    s.ctx.log.warn({ err: e, peer: s.peer.id }, 'store fault');
  }
}

function bye(s: Session, text: string): void {
  s.peer.write(`* BYE ${text}\r\n`);
}

/** Makes an effect real. False: the session is over. */
async function carryOut(
  s: Session,
  reader: CommandReader,
  tag: string | undefined,
  verb: string,
  effect: Effect,
): Promise<boolean> {
  const { peer } = s;
  const say = (status: string, text: string, code?: string): void => {
    // rfc3501-2.2.1-completion-carries-the-tag rfc3501-2.2.2-each-tag-answered-once rfc3501-7.1-codes-stand-first
    peer.write(`${tag ?? '*'} ${status} ${code === undefined ? '' : `[${code}] `}${text}\r\n`);
  };
  return (
    match(effect)
      .with({ next: 'reply' }, async ({ status, text, code }) => {
        const wrong = status === 'BAD';
        s.errors = wrong ? s.errors + 1 : 0;
        if (!wrong && s.selected !== undefined) {
          await refresh(s);
          // rfc3501-7.4.1-no-expunge-in-fetch-store-search
          tell(s, { expunge: !NO_EXPUNGE.has(verb), uid: verb.startsWith('UID ') });
        }
        say(status, text, code);
        if (s.errors < s.ctx.config.limits.imapErrors) return true;
        bye(s, 'Too many errors');
        return false;
      })
      // rfc3501-6.2.3-login-logs-in rfc3501-6.2.2-authenticate-plain-logs-in
      .with({ next: 'log-in' }, ({ identity }) => {
        s.identity = identity;
        s.errors = 0;
        reader.limits = readLimits(s);
        s.ctx.log.info({ peer: peer.id, account: identity.address, service: peer.service }, 'logged in');
        say('OK', 'Logged in', `CAPABILITY ${capabilities(s).join(' ')}`);
        return true;
      })
      .with({ next: 'log-in-failed' }, ({ why }) => {
        s.ctx.log.info({ peer: peer.id, remote: peer.remote.address, why }, 'login failed');
        if (why === 'busy') say('NO', 'Try again later', 'UNAVAILABLE');
        // rfc3501-6.2.2-wrong-credentials-get-no rfc3501-6.2.3-wrong-password-gets-no
        // rfc3501-11.2-authenticate-failure-tells-no-reason rfc3501-11.2-login-failure-tells-no-reason
        else say('NO', 'Invalid credentials', 'AUTHENTICATIONFAILED');
        s.authFailures++;
        if (s.authFailures < s.ctx.config.limits.authFailures) return true;
        bye(s, 'Too many failed logins');
        return false;
      })
      .with({ next: 'start-tls' }, async () => {
        say('OK', 'Begin TLS');
        // rfc3501-6.2.1-nothing-injected-before-tls rfc9051-6.2.1-nothing-injected-before-tls rfc3501-6.2.1-starttls-starts-tls rfc3501-6.2.1-starttls-logs-nobody-in
        return peer.startTls();
      })
      .with({ next: 'select' }, ({ selected }) => {
        s.selected?.[Symbol.dispose]();
        s.selected = selected;
        s.errors = 0;
        // rfc3501-6.3.1-select-says-read-write rfc3501-6.3.2-examine-says-read-only
        say('OK', 'Selected', selected.readOnly ? 'READ-ONLY' : 'READ-WRITE');
        return true;
      })
      .with({ next: 'deselect' }, ({ text, no: code }) => {
        s.selected?.[Symbol.dispose]();
        s.selected = undefined;
        s.errors = 0;
        if (code === undefined) say('OK', text);
        else say('NO', text, code);
        return true;
      })
      .with({ next: 'log-out' }, () => {
        // rfc3501-6.1.3-logout-says-bye rfc9051-6.1.3-logout-says-bye
        bye(s, 'Goodbye');
        say('OK', 'Logged out');
        return false;
      })
      .with({ next: 'leave' }, ({ bye: text }) => {
        if (text !== undefined && !s.torn) bye(s, text);
        return false;
      })
      .exhaustive()
  );
}
