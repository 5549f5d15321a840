/** What a broken server does about the reports of RFC 3461: it sends none, or too many, or says in them what it should not. */
import { after, lines, m, type Rule, refuse, rewriteCommand, text } from './kit.ts';
import { another, field, lost, reported, seen } from './reports.ts';
import type { Io, Mutant } from './types.ts';

const notify = (from: RegExp, to: string): Rule => rewriteCommand(/^RCPT/i, from, to);
const PLAIN_RCPT = /^RCPT TO:<[^>]*>$/i;

const kept = (io: Io, name: string): string => String(io.state.get(name) ?? '');

/** A message without a sender is handed in as if its author had sent it. */
const sendsToTheAuthor = (): Rule => () => {
  let recipients: string[] | undefined;
  return {
    client: (u, io) => {
      if (u.kind === 'line' && /^MAIL FROM:<>/i.test(text(io))) {
        recipients = [];
        io.toClient(lines('250 2.1.0 Ok'));
        return true;
      }
      if (!recipients) return false;
      if (u.kind === 'body') {
        const author = /^From: .*?(<[^>]*>)/im.exec(u.raw.toString('latin1'))?.[1] ?? '<>';
        io.ask(lines(`MAIL FROM:${author}`));
        for (const r of recipients) io.ask(lines(r));
        io.ask(lines('DATA'));
        io.ask(u.raw);
        io.toClient(lines('250 2.0.0 Ok'));
        recipients = undefined;
        return true;
      }
      if (/^RCPT/i.test(text(io))) recipients.push(text(io));
      io.toClient(lines(/^DATA/i.test(text(io)) ? '354 go on' : '250 2.1.5 Ok'));
      return true;
    },
  };
};

/** What one command said of a parameter is taken over to the next that says nothing. */
const remembers =
  (command: RegExp, parameter: RegExp): Rule =>
  () => {
    let said = '';
    return {
      client: (u, io) => {
        if (u.kind !== 'line' || !command.test(text(io))) return false;
        const now = parameter.exec(text(io))?.[0];
        if (now !== undefined) said = now;
        else if (said !== '') io.toServer(lines(text(io) + said));
        return now === undefined && said !== '';
      },
    };
  };

/** Each message is handed in twice, so that all is reported twice. */
export const twice = (): Rule => () => {
  let said: Buffer[] = [];
  let body: Buffer | undefined;
  return {
    client: (u, io) => {
      if (u.kind === 'body') body = u.raw;
      else if (/^(?:MAIL|RCPT|DATA)/i.test(text(io))) {
        if (/^MAIL/i.test(text(io))) said = [];
        said.push(u.raw);
      }
      return false;
    },
    server: (u, io) => {
      if (!body || u.kind !== 'reply' || !/^DATA/i.test(text(io)) || u.raw[0] !== 0x32) return false;
      io.pass();
      for (const octets of [...said, body]) io.ask(octets);
      body = undefined;
      return true;
    },
  };
};

/** What stands behind an encoded line end becomes a line of the report. */
const smuggles = (): Rule => () => ({
  client: (u, io) => {
    const encoded = /ORCPT=\S*\+0A(\S*)/i.exec(text(io))?.[1];
    if (u.kind === 'line' && encoded !== undefined) io.state.set('smuggled', encoded.replaceAll('+20', ' '));
    return false;
  },
  server: (u, io) => {
    const line = kept(io, 'smuggled');
    return reported((r) => r.replace(/^Status:.*\r\n/im, `$&${line}\r\n`))().server?.(u, io) ?? false;
  },
});

export const mutants: Mutant[] = [
  m('rfc3461-5.2.3-success-is-reported', 'reports no success', lost(), seen),
  m('rfc3461-4.1-notify-in-any-case', 'does not see small letters', notify(/ notify=success/, '')),
  m(
    'rfc3461-5.2.3-no-success-without-the-word',
    'reports success whatever NOTIFY says',
    notify(/NOTIFY=(?!SUCCESS)\S+/i, 'NOTIFY=SUCCESS'),
  ),
  m(
    'rfc3461-5.2.3-success-unasked-is-not-reported',
    'reports every success',
    rewriteCommand(PLAIN_RCPT, /$/, ' NOTIFY=SUCCESS'),
  ),
  m('rfc3461-5.2-null-sender-gets-no-report', 'finds the sender in the header', sendsToTheAuthor()),
  m('rfc3461-5.2-null-sender-gets-no-report-of-failure', 'tells the author instead', sendsToTheAuthor()),
  m('rfc3461-4.1-notify-ends-with-its-transaction', 'keeps NOTIFY for later', remembers(/^RCPT/i, / NOTIFY=\S+/i)),
  m('rfc3461-4.4-envid-ends-with-its-transaction', 'keeps ENVID for later', remembers(/^MAIL/i, / ENVID=\S+/i)),
  m(
    'rfc3461-4.1-notify-is-each-recipients-own',
    'keeps NEVER for the next recipient',
    after(/NOTIFY=NEVER/i, refuse(/ NOTIFY=SUCCESS/i, '553 5.5.4 NEVER stands alone')),
  ),
  m('rfc3461-5.2.8-report-names-no-others', 'reports on all or none', notify(/NOTIFY=FAILURE/i, 'NOTIFY=SUCCESS')),
  m('rfc3461-4.2-decoded-line-end-adds-no-field', 'decodes line ends into a report', smuggles(), seen),
  m('rfc3461-5.2.6-failure-is-reported', 'reports no failure', lost(), seen),
  m('rfc3461-5.2.6-failure-is-called-failed', 'calls a failure relayed', field('Action', 'relayed'), seen),
  m(
    'rfc3461-5.2.6-failure-unasked-is-reported',
    'reports failure only where asked',
    rewriteCommand(PLAIN_RCPT, /$/, ' NOTIFY=NEVER'),
  ),
  m(
    'rfc3461-5.2.6-no-failure-without-the-word',
    'reports failure whatever NOTIFY says',
    notify(/NOTIFY=(?:NEVER|DELAY)/i, 'NOTIFY=FAILURE'),
  ),
  m('rfc3461-6.2-full-returns-the-message', 'returns headers alone', rewriteCommand(/^MAIL/i, /RET=FULL/i, 'RET=HDRS')),
  m('rfc3461-4.3-hdrs-returns-no-body', 'returns all', rewriteCommand(/^MAIL/i, /RET=HDRS/i, 'RET=FULL')),
  m('rfc3461-9.2-smtp-diagnostic-is-a-reply', 'makes up a diagnostic', another('Diagnostic-Code: smtp; sorry'), seen),
  m(
    'rfc3461-5.2.7.2-parameters-follow-an-alias',
    'forgets the original address at an alias',
    notify(/ ORCPT=\S+/i, ''),
  ),
  m('rfc3461-5.2.7.2-alias-itself-is-not-reported', 'reports on alias and address', twice()),
  m('rfc3461-5.2.7.1-list-success-is-reported', 'calls success a failure', field('Action', 'failed'), seen),
  m('rfc3461-5.2.7.3-one-report-for-several-members', 'reports on each member', twice()),
  m(
    'rfc3461-6.1-report-has-null-sender',
    'sends reports as the postmaster',
    reported((r) => r.replace(/^Return-Path:.*$/im, 'Return-Path: <postmaster@example.org>')),
    seen,
  ),
  m(
    'rfc3461-6.2-success-returns-headers-alone',
    'returns the body of what arrived',
    reported((r) => r.replace(/\r\n--[^\r\n]+--/, '\r\n\r\nThis line is the body.$&')),
    seen,
  ),
  m(
    'rfc3461-6.2-returned-part-is-labelled',
    'returns the header as text',
    reported((r) => r.replace(/text\/rfc822-headers|message\/rfc822/i, 'text/plain')),
    seen,
  ),
  m('rfc3461-6.3-envid-comes-back', 'forgets the identifier', field('Original-Envelope-Id', undefined), seen),
  m(
    'rfc3461-6.3-envid-is-decoded',
    'leaves the identifier encoded',
    field('Original-Envelope-Id', (v) => v.replaceAll(' ', '+20')),
    seen,
  ),
  m(
    'rfc3461-4-parentheses-are-no-comments',
    'takes parentheses for a comment',
    field('Original-Envelope-Id', (v) => v.replace(/\(.*\)/, '')),
    seen,
  ),
  m(
    'rfc3461-6.3-no-envid-made-up',
    'makes up an identifier',
    reported((r) => r.replace(/^Reporting-MTA:/im, 'Original-Envelope-Id: made-up\r\n$&')),
    seen,
  ),
  m('rfc3461-6.3-reporting-mta-given', 'does not say whose report it is', field('Reporting-MTA', undefined), seen),
  m('rfc3461-6.3-reporting-mta-is-its-domain', 'is localhost', field('Reporting-MTA', 'dns; localhost'), seen),
  m(
    'rfc3461-6.3-orcpt-comes-back',
    'writes the original address in small letters',
    field('Original-Recipient', (v) => v.toLowerCase()),
    seen,
  ),
  m(
    'rfc3461-6.3-no-original-recipient-made-up',
    'makes up an original address',
    reported((r) => r.replace(/^Final-Recipient:/im, 'Original-Recipient: rfc822; made-up@example.org\r\n$&')),
    seen,
  ),
  m(
    'rfc3461-6.3-final-recipient-is-the-envelopes',
    'has a type of its own for recipients',
    field('Final-Recipient', (v) => v.replace(/^[^;]*/, 'local')),
    seen,
  ),
  m('rfc3461-6.3-action-given', 'does not say what was done', field('Action', undefined), seen),
  m('rfc3461-6.3-status-given', 'gives no status', field('Status', undefined), seen),
  m(
    'rfc3461-9.1-address-is-not-mended',
    'writes the domain as it likes it',
    field('Final-Recipient', (v) => v.toLowerCase()),
    seen,
  ),
];
