import { match } from 'ts-pattern';
import type { Identity } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { Peer, SessionHandler } from '../net/types.ts';
import { authenticate } from './authenticate.ts';
import type { Effect, Facts, Recipient, Role, Sender, SmtpCommand, State } from './command.ts';
import { announcement, commandsOf } from './commands/index.ts';
import { deliver, traceFor } from './delivery.ts';
import { decodeLine, INTERNATIONAL, isPrintable, isText, splitVerb } from './grammar.ts';
import { Intake } from './intake.ts';
import { badSequence, Reply } from './reply.ts';

/**
 * SMTP (RFC 5321), message submission (RFC 6409), or LMTP (RFC 2033): one session, whose role decides which verbs there are and how the end of
 * data is answered. The session ends when the client quits or is gone, when it is idle too long, errs too often, or the server stops.
 */
export function smtpSession(ctx: ServerContext, role: Role): SessionHandler {
  return (peer) => new Session(ctx, role, peer).run();
}

class Session implements Facts {
  readonly ctx: ServerContext;
  readonly role: Role;
  readonly #peer: Peer;
  readonly #commands: ReadonlyMap<string, SmtpCommand>;
  helo = '';
  extended = false;
  identity: Identity | undefined;
  sender: Sender | undefined;
  recipients: Recipient[] = [];
  messages = 0;
  /** BDAT: the message whose chunks have come so far. */
  #intake: Intake | undefined;
  /** Held from the first octet of a message to its answer. */
  #place: Disposable | undefined;
  #broken = false;
  #errors = 0;
  #authFailures = 0;
  #over = false;

  constructor(ctx: ServerContext, role: Role, peer: Peer) {
    this.ctx = ctx;
    this.role = role;
    this.#peer = peer;
    this.#commands = commandsOf(role);
  }

  get state(): State {
    if (this.#broken) return 'broken';
    if (this.#intake) return 'chunks';
    if (this.recipients.length > 0) return 'rcpt';
    if (this.sender) return 'mail';
    return this.helo === '' ? 'start' : 'ready';
  }
  get secured(): boolean {
    return this.#peer.secured;
  }
  get canStartTls(): boolean {
    return this.#peer.canStartTls;
  }
  get remoteAddress(): string {
    return this.#peer.remote.address;
  }

  async run(): Promise<void> {
    // Service is never refused here with 554: rfc5321-3.1-after-554-waits-for-quit, rfc5321-3.1-after-554-answers-503.
    // Nor is it with 521: rfc7504-3-after-521-commands-get-521.
    // rfc5321-4.3.1-greeting-comes-unasked, rfc5321-4.3.1-greeting-names-the-host, rfc5321-4.2-greeting-grammar,
    // rfc5321-4.3.2-connection-220-or-554, rfc5321-4.1.2-server-name-has-ldh-labels
    this.#say(new Reply(220, '', `${this.ctx.config.hostname} ${this.role === 'lmtp' ? 'LMTP' : 'ESMTP'} ready`));
    const { limits } = this.ctx.config;
    // The longest line any command may have; what each may have is checked by its verb.
    const longest = Math.max(limits.smtpCommandLine + LONGER_MAX, limits.smtpAuthLine) - 2;
    while (!this.#over) {
      // rfc5321-4.5.3.2.7-awaits-a-command-five-minutes
      const line = await this.#peer.line(longest, limits.smtpIdleMs);
      await match(line)
        .with({ got: 'line' }, ({ bytes, end }) => this.#command(bytes.toString('latin1'), end))
        .with({ got: 'too-long' }, () => this.#error(new Reply(500, '5.5.2', 'line too long')))
        // rfc5321-3.8-closes-after-timeout
        .with({ got: 'timeout' }, () =>
          this.#goodbye(new Reply(421, '4.4.2', `${this.ctx.config.hostname} nothing came for too long`)),
        )
        // rfc5321-3.8-forced-shutdown-says-421, rfc5321-3.8-closes-for-shutdown-after-421
        .with({ got: 'shutdown' }, () =>
          this.#goodbye(new Reply(421, '4.3.2', `${this.ctx.config.hostname} is stopping`)),
        )
        // rfc5321-4.1.1.5-lost-connection-is-like-quit
        .with({ got: 'end' }, () => this.#end())
        .exhaustive();
    }
    // rfc5321-4.1.1.10-lost-connection-cancels-the-transaction, rfc5321-4.1.1.10-lost-connection-is-a-temporary-error; what was answered before
    // stands (rfc5321-4.1.1.10-lost-connection-keeps-what-was-completed). rfc5321-4.1.4-no-transaction-is-needed
    await this.#reset();
    // rfc5321-4.1.1.10-quit-closes, rfc5321-3.8-closes-after-quit-and-221, rfc5321-4.2.2-221-and-then-closed
    await this.#peer.end();
  }

  async #command(line: string, end: 'crlf' | 'lf'): Promise<void> {
    // rfc5321-2.3.8-bare-lf-ends-no-command, rfc5321-2.3.8-bare-cr-ends-no-command
    if (end === 'lf' || line.includes('\r')) return this.#error(new Reply(500, '5.5.2', 'a line ends with CR LF'));
    const { verb, argument: octets } = splitVerb(line);
    let argument = octets;
    const command = this.#commands.get(verb);
    // rfc3463-3.6-unknown-command-x-5-1-or-x-5-2, rfc5321-4.2.4-unknown-command-500, rfc5321-4.1.5-unknown-private-command-500, rfc5321-3.8-unknown-command-does-not-close,
    // rfc5321-4.1.4-unknown-command-keeps-the-state, rfc5321-F.1-turn-not-for-strangers, rfc5321-F.6-send-only-where-announced
    if (!command) {
      this.#error(new Reply(500, '5.5.2', 'command not recognized'));
      return this.#peer.flush();
    }
    if (line.length + 2 > this.ctx.config.limits.smtpCommandLine + (command.longer ?? 0)) {
      // rfc5321-4.3.2-short-line-not-too-long, rfc5321-4.5.3.1.4-command-line-of-512
      return this.#error(new Reply(500, '5.5.2', 'line too long'));
    }
    if (!isPrintable(line)) {
      const text = INTERNATIONAL.has(verb) ? decodeLine(line) : undefined;
      // rfc3030-2-lines-of-any-octets-refused, rfc5321-2.4-8-bit-command-refused, rfc5321-4.1.2-invalid-characters-501
      if (text === undefined || !isText(text))
        return this.#error(
          new Reply(501, '5.5.2', 'only printable US-ASCII, or UTF-8 in addresses, may stand in a command'),
        );
      argument = splitVerb(text).argument;
    }
    await this.#carryOut(command, argument);
    // rfc2920-3.2-last-commands-answered-at-once
    if (command.atOnce) await this.#peer.flush();
  }

  async #carryOut(command: SmtpCommand, argument: string): Promise<void> {
    const args = command.parse(argument, this);
    // rfc5321-4.1.4-refused-ehlo-keeps-the-state, rfc2920-3.2-input-is-not-lost
    if (args instanceof Reply) return this.#error(args);
    // rfc5321-4.1.4-out-of-order-503, rfc5321-4.1.4-out-of-order-keeps-the-state
    if (!command.states.includes(this.state))
      return this.#error(badSequence(`${command.verb}: ${MISSING[this.state]}`));
    try {
      await this.#do(await command.run(args, this));
    } catch (error) {
      this.ctx.log.error({ err: error, verb: command.verb }, 'command failed');
      await this.#reset();
      this.#say(new Reply(451, '4.3.0', 'this server has a fault, try again later'));
    }
  }

  /** rfc5321-4.2-every-command-is-answered, rfc5321-4.2-one-reply-a-command, rfc2920-3.2-answers-in-order: each arm says one reply (LMTP: one a recipient). */
  async #do(effect: Effect): Promise<void> {
    await match(effect)
      .with({ do: 'reply' }, ({ reply }) => (isMisuse(reply) ? this.#error(reply) : this.#say(reply)))
      .with({ do: 'greet' }, (e) => this.#greet(e.name, e.extended))
      .with({ do: 'begin' }, ({ sender }) => {
        this.sender = sender;
        // rfc5321-4.3.2-mail-250, rfc2920-3.2-texts-tell-commands-apart
        this.#say(new Reply(250, '2.1.0', 'sender OK'));
      })
      .with({ do: 'add' }, ({ recipient }) => {
        // rfc5321-4.1.1.3-every-recipient-is-kept, rfc5321-4.1.1.3-refused-recipient-leaves-the-others, rfc5321-C-header-names-no-recipients
        this.recipients.push(recipient);
        // rfc5321-4.3.2-rcpt-250-or-251
        this.#say(new Reply(250, '2.1.5', 'recipient OK'));
      })
      .with({ do: 'reset' }, async () => {
        await this.#reset();
        // rfc5321-4.1.1.5-rset-answered-250, rfc5321-4.3.2-rset-250, rfc5321-4.1.1.5-rset-does-not-close
        this.#say(new Reply(250, '2.0.0', 'OK'));
      })
      .with({ do: 'data' }, () => this.#data())
      .with({ do: 'chunk' }, (e) => this.#chunk(e.size, e.last, e.refused))
      .with({ do: 'start-tls' }, () => this.#startTls())
      .with({ do: 'authenticate' }, (e) => this.#authenticate(e.mechanism, e.initial))
      .with({ do: 'close' }, ({ reply }) => this.#goodbye(reply))
      .exhaustive();
  }

  async #greet(name: string, extended: boolean): Promise<void> {
    // rfc5321-4.1.4-ehlo-resets-the-transaction, rfc5321-4.1.1.1-ehlo-starts-without-a-transaction, rfc2033-4.1-lhlo-resets-transaction
    await this.#reset();
    // rfc5321-4.1.4-ehlo-name-that-does-not-fit-is-no-reason: the name is kept for the trace field and compared with nothing.
    this.helo = name;
    this.extended = extended;
    // rfc5321-4.1.1.1-ehlo-reply-begins-with-the-domain, rfc5321-4.3.2-ehlo-250, rfc5321-4.3.2-helo-250, rfc5321-3.2-helo-gets-no-extension-list,
    // rfc2033-4.1-lhlo-opens-session
    // rfc6531-3.7.1-ehlo-domain-is-ldh
    this.#say(new Reply(250, '', this.ctx.config.hostname, ...(extended ? announcement(this) : [])));
  }

  async #data(): Promise<void> {
    this.#place = this.ctx.underWay.enter();
    if (!this.#place) return this.#say(crowded());
    const intake = this.#receive(true);
    // rfc5321-4.1.1.4-data-is-answered-354, rfc5321-4.3.2-data-354-then-250, rfc2920-3.2-data-only-with-recipient
    this.#say(new Reply(354, '', 'send the message; a line with a single dot ends it'));
    // rfc5321-4.1.1.4-lines-of-data-are-no-commands, rfc1870-6-size-is-not-the-end-of-data, rfc1870-6.3-longer-than-declared-taken: the declared size
    // is not asked here.
    for (;;) {
      const chunk = await this.#peer.chunk(this.ctx.config.limits.smtpIdleMs);
      if (chunk === undefined || chunk === 'timeout') {
        await intake.abort();
        return this.#lost(chunk);
      }
      const end = await intake.add(chunk);
      if (end < 0) continue;
      this.#peer.unshift(chunk.subarray(end));
      return this.#complete(intake);
    }
  }

  /** RFC 3030 2 */
  async #chunk(size: number, last: boolean, refused: Reply | undefined): Promise<void> {
    const octets = this.#peer.octets(size, this.ctx.config.limits.smtpIdleMs);
    const begins = !refused && !this.#intake;
    if (begins) this.#place = this.ctx.underWay.enter();
    const full = begins && !this.#place;
    // rfc3030-2-chunks-make-one-message, rfc3030-1-no-end-of-data-within-a-chunk, rfc3030-2-dots-are-kept: no period is looked for.
    if (!refused && !full) this.#intake ??= this.#receive(false);
    // rfc3030-2-failed-chunk-is-discarded, rfc3030-2-chunks-behind-a-failed-one-are-discarded: they are taken and dropped where the chunk is refused.
    for await (const b of octets) if (!refused && !full) await this.#intake?.add(b);
    // rfc3030-2-half-a-message-delivers-nothing, rfc3030-2-chunk-has-the-octets-said, rfc3030-2-octets-behind-a-chunk-are-a-command
    if (!octets.complete) return this.#lost(undefined);
    if (refused) return this.#error(refused);
    if (full) {
      if (last) return this.#answer(await deliver(this, '', crowded()));
      this.#broken = true;
      return this.#say(crowded());
    }
    const intake = this.#intake!;
    if (last) {
      // rfc3030-2-empty-last-chunk-taken, rfc3030-2-last-chunk-ends-the-transaction
      this.#intake = undefined;
      return this.#complete(intake);
    }
    if (intake.fault) {
      this.#broken = true;
      this.#intake = undefined;
      await intake.abort();
      return this.#say(intake.fault);
    }
    // rfc2033-4.3-bdat-before-last-answered-once, rfc3030-2-chunk-answered-250
    this.#say(new Reply(250, '2.0.0', `${intake.size} octets so far`));
  }

  #receive(dots: boolean): Intake {
    const id = this.ctx.token();
    return new Intake({ facts: this, dots, id, trace: (h) => traceFor(this, h, id) });
  }

  async #complete(intake: Intake): Promise<void> {
    const stored = await intake.finish();
    this.messages += 1;
    await this.#answer(await deliver(this, intake.id, stored));
  }

  async #answer(replies: readonly Reply[]): Promise<void> {
    // rfc5321-4.1.1.4-end-of-data-clears-the-transaction, rfc5321-4.1.4-several-transactions-in-a-session
    await this.#reset();
    for (const r of replies) this.#say(r);
  }

  async #startTls(): Promise<void> {
    // rfc3207-4-starttls-gets-220, rfc3207-4.2-nothing-injected-before-tls
    this.#peer.write(new Reply(220, '2.0.0', 'begin TLS').toString());
    if (!(await this.#peer.startTls())) return this.#end();
    // rfc3207-4.2-ehlo-is-forgotten, rfc3207-4.2-transaction-is-forgotten
    await this.#reset();
    this.helo = '';
    this.extended = false;
    this.identity = undefined;
  }

  async #authenticate(mechanism: string, initial: string | undefined): Promise<void> {
    const outcome = await authenticate(this.ctx, this.#peer, mechanism, initial);
    if (outcome === 'gone') return this.#end();
    // rfc4954-4-failed-auth-leaves-unauthenticated
    if (!(outcome instanceof Reply)) {
      this.identity = outcome.identity;
      return this.#say(new Reply(235, '2.7.0', 'authenticated'));
    }
    if (outcome.code === 535) this.#authFailures += 1;
    if (this.#authFailures >= this.ctx.config.limits.authFailures) {
      this.#say(outcome);
      return this.#goodbye(new Reply(421, '4.7.0', `${this.ctx.config.hostname} too many failures`));
    }
    return this.#error(outcome);
  }

  /** rfc5321-4.1.1.5-rset-discards-the-transaction, rfc5321-4.1.1.5-rset-idle-has-no-effect */
  async #reset(): Promise<void> {
    const intake = this.#intake;
    // rfc3030-2-rset-discards-the-chunks, rfc3030-2-rset-after-a-failed-chunk
    // rfc3461-4.1-notify-ends-with-its-transaction, rfc3461-4.4-envid-ends-with-its-transaction
    this.sender = undefined;
    this.recipients = [];
    this.#intake = undefined;
    this.#broken = false;
    this.#place?.[Symbol.dispose]();
    this.#place = undefined;
    await intake?.abort();
  }

  #say(reply: Reply): void {
    this.#peer.write(reply.toString());
  }

  /** Says what the client did wrong; too much of it ends the session. */
  #error(reply: Reply): void {
    this.#errors += 1;
    // rfc5321-4.1.1.10-errors-do-not-close, rfc5321-3.8-does-not-hang-up: only a flood of errors does (RFC 5321 7.8).
    if (this.#errors <= this.ctx.config.limits.smtpErrors) this.#say(reply);
    else this.#goodbye(new Reply(421, '4.7.0', `${this.ctx.config.hostname} too many errors`));
  }

  /** rfc5321-4.2.2-421-and-then-closed */
  #goodbye(reply: Reply): void {
    this.#say(reply);
    this.#end();
  }

  #end(): void {
    this.#over = true;
  }

  /** The client is gone, or silent, within a message: nothing of it is kept. */
  #lost(why: 'timeout' | undefined): void {
    if (why === 'timeout')
      this.#goodbye(new Reply(421, '4.4.2', `${this.ctx.config.hostname} the message did not come to its end`));
    else this.#end();
  }
}

/** So many messages are on their way that this one has to wait. */
function crowded(): Reply {
  return new Reply(451, '4.3.2', 'too many messages at once, try again later');
}

/** What a command that is out of order is told. */
const MISSING: Record<State, string> = {
  start: 'say EHLO or LHLO first',
  ready: 'no transaction is open: send MAIL first',
  mail: 'a transaction is open and has no recipient yet: send RCPT, or RSET',
  rcpt: 'a transaction is open: send DATA, BDAT or RSET',
  chunks: 'BDAT has begun: send its last chunk, or RSET',
  broken: 'a chunk has failed: send RSET',
};

/** The most any command's extensions add to its line. */
const LONGER_MAX = 1024;

/** Errors in the use of the protocol are counted; refused recipients and full stores are not. */
function isMisuse(reply: Reply): boolean {
  return (reply.code >= 500 && reply.code < 510) || reply.code === 555;
}
