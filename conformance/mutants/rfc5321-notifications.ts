/** What a broken server does to the rules of RFC 5321 about mail that it accepted and cannot deliver. */
import {
  answerFor,
  lines,
  m,
  nth,
  type Rule,
  rewriteCommand,
  rewriteLiteral,
  rewriteReply,
  rule,
  text,
} from './kit.ts';
import type { Mutant } from './types.ts';

/** Nobody is told: the server has forgotten the sender. */
const forgetsTheSender = (): Rule => rewriteCommand(/^MAIL FROM:/i, /<[^>]*>/, '<>');

/** What arrived, as a client of the store is shown it. */
const shown = (from: RegExp, to: string): Rule =>
  rewriteLiteral(/FETCH/i, (octets) => (octets.includes('delivery-status') ? octets.replace(from, to) : octets));

/** A message for two is taken for two messages. */
const tellsTwice = (): Rule => () => {
  let said: string[] = [];
  return {
    client: (u, io) => {
      if (u.kind === 'line' && /^MAIL/i.test(text(io))) said = [];
      if (u.kind === 'line' && /^(?:MAIL|RCPT)/i.test(text(io))) said.push(text(io));
      if (u.kind !== 'body' || !/^Subject: two /m.test(u.raw.toString('latin1'))) return false;
      io.pass();
      for (const line of [...said, 'DATA']) io.ask(lines(line));
      io.ask(u.raw);
      return true;
    },
  };
};

/** A notification that fails is reported to whom the session has spoken of. */
const reportsReports = (): Rule => () => {
  let somebody = '<>';
  return rule({
    client: (u, io) => {
      if (u.kind !== 'line') return false;
      if (somebody === '<>') somebody = /^RCPT TO:(<[^>]*>)/i.exec(text(io))?.[1] ?? '<>';
      if (!/^MAIL FROM:<>/i.test(text(io)) || somebody === '<>') return false;
      io.toServer(lines(`MAIL FROM:${somebody}`));
      return true;
    },
  })();
};

export const mutants: Mutant[] = [
  m('rfc5321-3.3-recipient-failing-late-is-reported', 'drops a recipient that fails late', forgetsTheSender()),
  m('rfc5321-3.6.3-failed-relaying-is-notified', 'keeps failures to itself', forgetsTheSender()),
  m('rfc5321-4.1.1.4-later-errors-are-mailed', 'mails no errors', forgetsTheSender()),
  m('rfc5321-4.4-notifications-go-to-the-reverse-path', 'sends notifications to nobody', forgetsTheSender()),
  m(
    'rfc5321-3.6.3-notification-has-null-reverse-path',
    'sends notifications under a name of its own',
    shown(/^Return-Path: <>/im, 'Return-Path: <mailer@example.org>'),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-4.4-notifications-have-null-return-path',
    'sends notifications as the postmaster',
    shown(/^Return-Path: <>/im, 'Return-Path: <postmaster@example.org>'),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-3.6.3-notification-in-a-standard-form',
    'has a form of its own for notifications',
    shown(/multipart\/report; report-type="?delivery-status"?/i, 'multipart/mixed'),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-4.4-partial-success-is-ok',
    'refuses a message that some recipients cannot get',
    rewriteReply(/^DATA/i, /^250.*$/, '554 5.1.1 Not to all'),
  ),
  m('rfc5321-4.4-partial-success-is-notified', 'is content where some have got a message', forgetsTheSender()),
  m(
    'rfc5321-4.4-every-failed-recipient-is-notified',
    'tells of the first failure alone',
    nth(3, /^RCPT/i, answerFor(/^RCPT/i, '250 2.1.5 Ok')),
  ),
  m('rfc5321-6.1-late-failure-is-notified', 'loses what it cannot deliver', forgetsTheSender()),
  m('rfc5321-6.1-notification-goes-to-the-return-path', 'looks for a sender elsewhere', forgetsTheSender()),
  m(
    'rfc5321-6.1-notification-has-null-reverse-path',
    'wants to hear of notifications that fail',
    shown(/^Return-Path: <>/im, 'Return-Path: <bounces@example.org>'),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-6.1-notification-leaves-out-the-source-route',
    'cannot find the way back',
    rewriteCommand(/^MAIL FROM:<@/i, /<[^>]*>/, '<>'),
  ),
  m('rfc5321-6.1-null-return-path-gets-no-notification', 'notifies whom it can', reportsReports()),
  m('rfc5321-4.4-one-notification-for-all', 'tells of one failure twice', tellsTwice()),
  m('rfc5321-3.6.3-no-notification-about-a-notification', 'reports that a report failed', reportsReports()),
  m('rfc5321-4.5.4-no-error-about-an-error', 'answers error messages', reportsReports()),
];
