import {
  acceptAnything,
  answerFor,
  loseBody,
  m,
  type Rule,
  refuse,
  replace,
  rewriteReply,
  rule,
  text,
  withoutKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

/** Answers to the end of the message: only the first comes through. */
const oneReplyOnly =
  (command: RegExp): Rule =>
  () => {
    let seen: unknown;
    return {
      server: (u, io) => {
        if (u.kind !== 'reply' || !command.test(text(io)) || u.raw[0] !== 0x32) return false;
        if (seen !== io.command) {
          seen = io.command;
          return false;
        }
        io.drop();
        return true;
      },
    };
  };

/** Answers to the end of the message: the first comes twice. */
const oneReplyMore =
  (command: RegExp): Rule =>
  () => {
    let seen: unknown;
    return {
      server: (u, io) => {
        if (u.kind !== 'reply' || !command.test(text(io)) || u.raw[0] !== 0x32 || seen === io.command) return false;
        seen = io.command;
        io.toClient(u.raw);
        io.toClient(u.raw);
        return true;
      },
    };
  };

/** The first reply behind the final dot comes behind the second. */
const secondFirst: Rule = () => {
  let held: Buffer | undefined;
  return {
    server: (u, io) => {
      if (u.kind !== 'reply' || text(io) !== 'DATA' || u.raw[0] !== 0x32) return false;
      if (held) {
        io.toClient(u.raw);
        io.toClient(held);
        held = undefined;
        return true;
      }
      held = u.raw;
      io.drop();
      return true;
    },
  };
};

/** A server that breaks one rule of RFC 2033 each. */
export const mutants: Mutant[] = [
  m('rfc2033-4.1-lhlo-opens-session', 'does not know LHLO', refuse(/^LHLO/i, '500 5.5.1 unknown command')),
  m('rfc2033-4.1-lhlo-needs-name', 'takes LHLO without a name', acceptAnything(/^LHLO$/i)),
  m(
    'rfc2033-4.1-lhlo-resets-transaction',
    'keeps the transaction over LHLO',
    rewriteReply(/^RCPT/i, /^503.*$/s, '250 2.1.5 Ok'),
  ),
  m('rfc2033-4.1-helo-and-ehlo-not-accepted', 'takes EHLO and HELO', acceptAnything(/^(?:EHLO|HELO)/i, '250 hello')),
  m('rfc2033-4.1-helo-and-ehlo-get-500', 'has another code for EHLO', rewriteReply(/^(?:EHLO|HELO)/i, /^500/, '502')),
  m(
    'rfc2033-4.2-data-without-recipient-503',
    'refuses DATA without recipients with 554',
    rewriteReply(/^DATA/i, /^503/, '554'),
  ),
  m('rfc2033-4.2-reply-for-each-recipient', 'answers once for all recipients', oneReplyOnly(/^DATA/i)),
  m('rfc2033-4.2-replies-in-order-of-recipients', 'answers for the last recipient first', secondFirst),
  m('rfc2033-4.2-no-reply-for-refused-recipient', 'answers for a refused recipient too', oneReplyMore(/^DATA/i)),
  m(
    'rfc2033-4.2-repeated-recipient-answered-each-time',
    'answers once for a repeated recipient',
    oneReplyOnly(/^DATA/i),
  ),
  m('rfc2033-4.2-accepted-is-delivered', 'acknowledges and loses the message', loseBody()),
  m('rfc2033-4.3-bdat-last-reply-for-each-recipient', 'answers once for all recipients', oneReplyOnly(/^BDAT/i)),
  m(
    'rfc2033-4.3-repeated-recipient-answered-each-time',
    'answers once for a repeated recipient',
    oneReplyOnly(/^BDAT/i),
  ),
  m(
    'rfc2033-4.3-bdat-last-without-recipient-delivers-nothing',
    'takes a message for nobody',
    rule({ server: (u, io) => /^BDAT/i.test(text(io)) && replace(u, io, /^[45].*$/s, '250 2.0.0 Ok') }),
  ),
  m('rfc2033-4.3-accepted-is-delivered', 'acknowledges and loses the message', loseBody()),
  m('rfc2033-4.3-bdat-before-last-answered-once', 'answers a chunk for each recipient', oneReplyMore(/^BDAT/i)),
  m('rfc2033-5-smtp-port-speaks-no-lmtp', 'takes LHLO on the SMTP port', answerFor(/^LHLO/i, '250 hello')),
  m('rfc2033-5-announces-pipelining', 'does not announce PIPELINING', withoutKeyword('PIPELINING')),
  m(
    'rfc2033-5-announces-enhanced-status-codes',
    'does not announce ENHANCEDSTATUSCODES',
    withoutKeyword('ENHANCEDSTATUSCODES'),
  ),
  m('rfc2033-5-announces-8bitmime', 'does not announce 8BITMIME', withoutKeyword('8BITMIME')),
];
