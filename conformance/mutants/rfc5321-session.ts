/** What a broken server does to the rules of RFC 5321 about sessions: greeting, EHLO, HELO, order of commands, the end. */
import {
  acceptAnything,
  after,
  answerFor,
  hangUpOn,
  m,
  nth,
  type Rule,
  refuse,
  rewriteCommand,
  rewriteGreeting,
  rewriteReply,
  rule,
  silent,
  text,
  withKeyword,
  withoutKeyword,
} from './kit.ts';
import { withOverlap } from './rfc5321-overlap.ts';
import type { Io, Mutant } from './types.ts';

/** The server answers a command of its own and never carries it out. */
const pretends = (command: RegExp, reply: string): Rule => answerFor(command, reply);

/** Refused until the client has said EHLO, LHLO or HELO. */
const beforeHello = (command: RegExp): Rule => {
  return () => {
    let greeted = false;
    const acts = rewriteReply(command, /^[\s\S]*$/, '503 5.5.1 Say EHLO first')();
    return {
      client: (_u, io) => {
        if (/^(?:EHLO|LHLO|HELO)/i.test(text(io))) greeted = true;
        return false;
      },
      server: (u, io) => !greeted && (acts.server?.(u, io) ?? false),
    };
  };
};

/** A count of connections over the whole scenario. */
function connectionsOf(io: Io): number {
  const made = io.own.get('number');
  if (typeof made === 'number') return made;
  const so = io.state.get('connections');
  const number = typeof so === 'number' ? so + 1 : 1;
  io.state.set('connections', number);
  io.own.set('number', number);
  return number;
}

/** One client at a time: whoever comes while another is there hears nothing. */
const oneClient = (): Rule =>
  rule({
    server: (u, io) => {
      if (connectionsOf(io) < 2 || u.kind === 'closed') return false;
      io.drop();
      return true;
    },
  });

/** After the first connection is gone, the next is told that nobody is served. */
const sulks = (): Rule => {
  const acts = rewriteGreeting(/^220/, '554')();
  return rule({ server: (u, io) => connectionsOf(io) > 1 && (acts.server?.(u, io) ?? false) });
};

/** A second open transaction is refused while the first is open. */
const oneTransaction = (): Rule =>
  rule({
    server: (u, io) => {
      const number = connectionsOf(io);
      if (number < 2 || io.command?.verb !== 'MAIL' || u.kind === 'closed') return false;
      io.toClient(Buffer.from('452 4.3.1 Somebody else is sending\r\n'));
      return true;
    },
  });

const NOTHING_HEARD: Rule = rule({
  server: (u, io) => {
    if (!u.greeting) return false;
    io.drop();
    return true;
  },
});

export const mutants: Mutant[] = withOverlap([
  m('rfc5321-4.3.1-greeting-comes-unasked', 'waits for the client to speak first', NOTHING_HEARD),
  m('rfc5321-4.3.2-connection-220-or-554', 'greets with 250', rewriteGreeting(/^220/, '250')),
  m('rfc5321-4.3.1-greeting-names-the-host', 'greets without a name', rewriteGreeting(/^220[\s\S]*$/, '220 ready')),
  m('rfc5321-4.1.2-server-name-has-ldh-labels', 'has an underscore in its name', rewriteGreeting(/^220[- ]/, '$&my_')),
  m('rfc5321-4.2-greeting-grammar', 'greets with a phrase', rewriteGreeting(/^220[\s\S]*$/, '220 * ready *')),
  m('rfc5321-4.5.4.2-listens-at-all-times', 'serves one client at a time', oneClient(), { per: 'scenario' }),
  m('rfc5321-4.5.4.2-several-transactions-at-once', 'allows one transaction at a time', oneTransaction(), {
    per: 'scenario',
  }),

  m('rfc5321-2.2.1-extensions-supported', 'knows HELO only', rewriteReply(/^EHLO/i, /^250[\s\S]*$/, '502 5.5.1 No')),
  m('rfc5321-4.5.1-ehlo-implemented', 'does not know EHLO', rewriteReply(/^EHLO/i, /^250[\s\S]*$/, '500 5.5.2 What?')),
  m('rfc5321-4.3.2-ehlo-250', 'answers EHLO with 220', rewriteReply(/^EHLO/i, /^250/gm, '220')),
  m(
    'rfc5321-4.1.1.1-ehlo-takes-a-domain',
    'takes names of two labels only',
    refuse(/^EHLO a\.b-c/i, '501 5.5.4 No name'),
  ),
  m('rfc5321-4.1.1.1-ehlo-takes-an-address-literal', 'takes names only', refuse(/^EHLO \[/i, '501 5.5.4 No name')),
  m('rfc5321-4.1.3-ipv4-literal', 'takes no IPv4 literal', refuse(/^EHLO \[\d/i, '501 5.5.4 No name')),
  m('rfc5321-4.1.3-ipv6-literal', 'takes no IPv6 literal', refuse(/^EHLO \[IPv6:/i, '501 5.5.4 No name')),
  m(
    'rfc5321-4.1.1.1-ehlo-reply-begins-with-the-domain',
    'does not name itself',
    rewriteReply(/^EHLO/i, /^250([- ]).*$/m, '250$1pleased'),
  ),
  m('rfc5321-4.1.1.1-ehlo-needs-an-argument', 'takes EHLO without a name', acceptAnything(/^EHLO$/i)),
  m('rfc5321-4.1.4-unacceptable-ehlo-refused', 'answers a bad or second EHLO with 554', [
    rewriteReply(/^EHLO$/i, /^5\d\d/, '554'),
    nth(2, /^EHLO ./i, refuse(/^EHLO/i, '554 5.5.1 Once is enough')),
  ]),
  m(
    'rfc5321-4.1.4-refused-ehlo-keeps-the-state',
    'forgets the transaction with a refused EHLO',
    after(/^EHLO$/i, refuse(/^RCPT/i, '503 5.5.1 MAIL first')),
  ),
  m(
    'rfc5321-4.1.4-ehlo-resets-the-transaction',
    'keeps the transaction over EHLO',
    nth(3, /^EHLO/i, pretends(/^EHLO/i, '250 still here')),
  ),
  m(
    'rfc5321-4.1.1.1-ehlo-starts-without-a-transaction',
    'keeps the transaction over HELO',
    pretends(/^HELO/i, '250 still here'),
  ),
  m(
    'rfc5321-4.1.1.1-helo-answered',
    'takes no mail after HELO',
    after(/^HELO/i, refuse(/^MAIL/i, '503 5.5.1 EHLO first')),
  ),
  m('rfc5321-4.5.1-helo-implemented', 'does not know HELO', rewriteReply(/^HELO/i, /^250.*$/, '502 5.5.1 No')),
  m('rfc5321-4.3.2-helo-250', 'answers HELO with 220', rewriteReply(/^HELO/i, /^250/, '220')),
  m(
    'rfc5321-3.2-helo-gets-no-extension-list',
    'lists extensions after HELO',
    rewriteReply(/^HELO/i, /^250 (.*)$/, '250-$1\n250 8BITMIME'),
  ),
  m(
    'rfc5321-4.1.4-ehlo-name-that-does-not-fit-is-no-reason',
    'refuses mail under a name that is not the client’s',
    after(/^EHLO mx\.elsewhere/i, refuse(/^MAIL/i, '550 5.7.1 That is not you')),
  ),
  m('rfc5321-2.4-8bitmime-supported', 'does not offer 8BITMIME', withoutKeyword('8BITMIME')),
  m(
    'rfc5321-4.2.4-announced-is-implemented',
    'announces 8BITMIME and does not know it',
    refuse(/BODY=8BITMIME/i, '502 5.5.1 No'),
  ),

  m('rfc5321-3.3-rcpt-needs-mail', 'takes a recipient before MAIL', acceptAnything(/^RCPT/i)),
  m('rfc5321-4.1.4-out-of-order-503', 'takes a recipient after RSET', after(/^RSET/i, acceptAnything(/^RCPT/i))),
  m(
    'rfc5321-4.1.4-out-of-order-keeps-the-state',
    'takes no MAIL after a false start',
    after(/^RCPT/i, refuse(/^MAIL/i, '503 5.5.1 Begin anew')),
  ),
  m(
    'rfc5321-3.3-data-without-recipients-never-succeeds',
    'takes a message for nobody',
    rewriteReply(/^\.$/, /^[\s\S]+$/, '250 2.0.0 Ok'),
  ),
  m(
    'rfc5321-3.3-data-without-recipients-may-be-refused',
    'answers DATA with 354 in any case',
    rewriteReply(/^DATA/i, /^5.*$/, '354 go on'),
  ),
  m(
    'rfc5321-4.1.4-several-transactions-in-a-session',
    'takes one transaction a session',
    nth(2, /^MAIL/i, refuse(/^MAIL/i, '503 5.5.1 Once only')),
  ),
  m(
    'rfc5321-4.1.4-no-transaction-is-needed',
    'takes no QUIT before a transaction',
    rewriteReply(/^QUIT/i, /^221.*$/, '503 5.5.1 MAIL first'),
  ),
  m('rfc5321-4.1.4-noop-before-ehlo', 'takes no NOOP before EHLO', beforeHello(/^NOOP/i)),
  m('rfc5321-4.1.4-rset-before-ehlo', 'takes no RSET before EHLO', beforeHello(/^RSET/i)),
  m('rfc5321-4.1.4-vrfy-before-ehlo', 'takes no VRFY before EHLO', beforeHello(/^VRFY/i)),
  m('rfc5321-4.1.4-expn-before-ehlo', 'takes no EXPN before EHLO', beforeHello(/^EXPN/i)),
  m('rfc5321-4.1.4-help-before-ehlo', 'takes no HELP before EHLO', beforeHello(/^HELP/i)),
  m(
    'rfc5321-4.1.1.10-quit-at-any-time',
    'takes no QUIT outside a transaction',
    rewriteReply(/^QUIT/i, /^221.*$/, '503 5.5.1 Not now'),
  ),
  m('rfc5321-4.1.4-unacceptable-mail-501', 'answers a bad MAIL with 500', rewriteReply(/^MAIL/i, /^501/, '500')),
  m(
    'rfc5321-4.1.4-unacceptable-mail-keeps-the-state',
    'takes no MAIL after a bad one',
    nth(2, /^MAIL/i, refuse(/^MAIL/i, '503 5.5.1 Begin anew')),
  ),
  m(
    'rfc5321-4.3.1-codes-mean-what-they-say',
    'answers a message with 250 and does not keep it',
    rule({
      client: (u, io) => {
        if (u.kind !== 'body') return false;
        io.toServer(Buffer.from('Subject: emptied\r\n\r\n.\r\n'));
        return true;
      },
    }),
  ),
  m('rfc5321-4.3.2-mail-250', 'answers MAIL with 220', rewriteReply(/^MAIL/i, /^250/, '220')),
  m('rfc5321-4.3.2-rcpt-250-or-251', 'answers RCPT with 252', rewriteReply(/^RCPT/i, /^250/, '252')),
  m('rfc5321-4.3.2-data-354-then-250', 'answers the end of data with 252', rewriteReply(/^DATA/i, /^250/, '252')),
  m('rfc5321-4.5.1-mail-implemented', 'does not know MAIL', rewriteReply(/^MAIL/i, /^[\s\S]*$/, '502 5.5.1 No')),
  m('rfc5321-4.5.1-rcpt-implemented', 'does not know RCPT', rewriteReply(/^RCPT/i, /^[\s\S]*$/, '502 5.5.1 No')),
  m('rfc5321-4.5.1-data-implemented', 'does not know DATA', rewriteReply(/^DATA/i, /^[\s\S]*$/, '502 5.5.1 No')),

  m('rfc5321-4.3.2-noop-250', 'answers NOOP with 200', rewriteReply(/^NOOP/i, /^250/, '200')),
  m('rfc5321-4.5.1-noop-implemented', 'does not know NOOP', rewriteReply(/^NOOP/i, /^250.*$/, '502 5.5.1 No')),
  m(
    'rfc5321-4.1.1.9-noop-ignores-argument',
    'refuses NOOP with an argument',
    refuse(/^NOOP ./i, '501 5.5.4 No argument'),
  ),
  m(
    'rfc5321-4.1.1.9-noop-leaves-the-transaction',
    'forgets the transaction with NOOP',
    rewriteCommand(/^NOOP/i, /^NOOP/i, 'RSET'),
  ),
  m('rfc5321-4.1.1.10-quit-answered-221', 'says 250 to QUIT', rewriteReply(/^QUIT/i, /^221/, '250')),
  m('rfc5321-4.3.2-quit-221', 'says 200 to QUIT', rewriteReply(/^QUIT/i, /^221/, '200')),
  m('rfc5321-4.5.1-quit-implemented', 'does not know QUIT', pretends(/^QUIT/i, '502 5.5.1 No')),
  m('rfc5321-4.1.1.10-quit-closes', 'stays after QUIT', pretends(/^QUIT/i, '221 2.0.0 Bye')),
  m('rfc5321-3.8-closes-after-quit-and-221', 'stays connected', pretends(/^QUIT/i, '221 2.0.0 So long')),
  m('rfc5321-4.2.2-221-and-then-closed', 'says 221 and goes on', pretends(/^QUIT/i, '221 2.0.0 Closing')),
  m(
    'rfc5321-4.1.1.10-quit-aborts-the-transaction',
    'takes no QUIT in a transaction',
    after(/^RCPT/i, pretends(/^QUIT/i, '503 5.5.1 Finish first')),
  ),
  m('rfc5321-3.8-does-not-hang-up', 'closes after an error', [
    hangUpOn(/^XNOSUCH/i, '500 5.5.2 Enough'),
    rule({
      client: (u, io) => {
        if (u.kind !== 'line' || !u.raw.toString('latin1').startsWith('CCCC')) return false;
        io.toClient(Buffer.from('500 5.5.6 Enough\r\n', 'latin1'));
        io.hangUp();
        return true;
      },
    }),
  ]),
  m(
    'rfc5321-3.8-unknown-command-does-not-close',
    'closes after an unknown command',
    hangUpOn(/^WIBBLE/i, '500 5.5.2 Enough'),
  ),
  m(
    'rfc5321-4.1.1.10-errors-do-not-close',
    'closes at the third error',
    hangUpOn(/^WIBBLE/i, '502 5.5.2 Three times is enough'),
  ),

  m('rfc5321-4.2-every-command-is-answered', 'does not answer what it does not know', silent(/^WIBBLE/i)),
  m('rfc5321-4.2-one-reply-a-command', 'answers an unknown command and a response that is too long twice', [
    rewriteReply(/^WIBBLE/i, /^([\s\S]*)$/, '$1\n500 5.5.2 I said no'),
    rewriteReply(/^AUTH/i, /^(500[\s\S]*)$/, '$1\n500 5.5.2 I said no'),
  ]),
  m('rfc5321-4.2.4-unknown-command-500', 'says 502 to any unknown command', rewriteReply(/^WIBBLE/i, /^500/, '502')),
  m(
    'rfc5321-4.1.5-unknown-private-command-500',
    'takes private commands for known',
    rewriteReply(/^XWIBBLE/i, /^500/, '502'),
  ),
  m('rfc5321-4.2.1-one-code-on-all-lines', 'mixes codes in one reply', rewriteReply(/^EHLO/i, /^250-/m, '251-')),
  m(
    'rfc5321-4.2.1-multiline-form',
    'ends each line of a reply as if it were the last',
    rewriteReply(/^EHLO/i, /^250-/gm, '250 '),
  ),
  m('rfc5321-4.2-no-bare-codes', 'sends bare codes', rewriteReply(/^NOOP/i, /^250.*$/, '250 ')),
  m('rfc5321-4.2-reply-code-grammar', 'has codes with a second digit of 9', rewriteReply(/^WIBBLE/i, /^5\d\d/, '690')),
  m('rfc5321-4.2-first-digit-2-to-5', 'has codes that begin with 6', rewriteReply(/^WIBBLE/i, /^5\d\d/, '600')),
  m('rfc5321-4.3.2-three-digit-codes', 'has codes of four digits', rewriteReply(/^WIBBLE/i, /^5\d\d/, '5000')),
  m('rfc5321-4.1.1.5-lost-connection-is-like-quit', 'serves nobody after a lost connection', sulks(), {
    per: 'scenario',
  }),

  // Rules that monitors watch.
  m(
    'rfc5321-4.2.1-space-after-a-code-without-text',
    'sends a code and nothing behind it',
    rewriteReply(/^NOOP/i, /^250.*$/, '250'),
  ),
  m(
    'rfc5321-4.2-reply-text-is-printable-ascii',
    'puts control characters into replies',
    rewriteReply(/^(?:NOOP|QUIT|MAIL)/i, /^(2\d\d).*$/, '$1 \x07ok'),
  ),
  m(
    'rfc5321-4.5.3.1.5-reply-line-at-most-512',
    'sends long lines',
    rewriteReply(/^(?:NOOP|QUIT|MAIL)/i, /^(2\d\d).*$/, `$1 ${'x'.repeat(507)}`),
  ),
  m('rfc5321-4.1.1.1-ehlo-keyword-grammar', 'announces a keyword with an underscore', withKeyword('X_MINE')),
]);
