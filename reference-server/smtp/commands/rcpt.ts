import { printPath } from '../../mail/address.ts';
import type { Effect, Facts, Recipient, SmtpCommand } from '../command.ts';
import { EVERYONE } from '../command.ts';
import { ORCPT_MAX, parseNotify, parseOrcpt } from '../dsn.ts';
import { isInternational, isMalformed, type Parameter, parseRcpt, type RcptArgs } from '../grammar.ts';
import { badArgument, Reply } from '../reply.ts';
import { needsUtf8, unknownParameter, unqualified } from './mail.ts';

// rfc5321-4.5.1-rcpt-implemented
export const rcpt: SmtpCommand<RcptArgs> = {
  verb: 'RCPT',
  roles: EVERYONE,
  // rfc5321-3.3-rcpt-needs-mail
  states: ['mail', 'rcpt'],
  // RFC 3461 5.4: 530 for NOTIFY and ORCPT, with their names.
  // rfc3461-5.4-longest-rcpt
  longer: ORCPT_MAX + 30 + ' ORCPT='.length + ' NOTIFY='.length,
  // rfc6409-7-dsn-offered
  // rfc3461-2-keyword-without-parameter
  announce: () => ['DSN'],
  parse(argument) {
    const args = parseRcpt(argument);
    return isMalformed(args) ? new Reply(501, '5.5.2', `RCPT: ${args.malformed}`) : args;
  },
  async run(args, f) {
    const refuse = (reply: Reply): Effect => ({ do: 'reply', reply });
    const asked = reports(args.parameters, f);
    if (asked instanceof Reply) return refuse(asked);
    if (!f.sender?.utf8 && (needsUtf8(args.path) || args.parameters.some((p) => isInternational(p.value ?? ''))))
      // rfc6531-3.5-recipient-refused-with-553, rfc6531-3.4-parameter-for-one-transaction, rfc6533-3-orcpt-in-utf-8-accepted
      return refuse(new Reply(553, '5.6.7', 'this recipient needs SMTPUTF8 with MAIL'));
    if (f.recipients.length >= f.ctx.config.limits.smtpRecipients) {
      // Those accepted before stay (rfc5321-4.5.3.1.8-hundred-recipients, rfc5321-4.5.3.1.10-too-many-recipients-452, rfc5321-4.5.3.1.8-recipient-limit-is-orderly).
      return refuse(new Reply(452, '4.5.3', `a transaction may have ${f.ctx.config.limits.smtpRecipients} recipients`));
    }
    // rfc5321-4.5.1-postmaster-with-domain, rfc5321-4.1.1.3-source-route-stripped: only the mailbox behind it is looked at.
    const path = { ...args.path, route: [] };
    const at = await resolve(f, path.local, path.domain);
    // rfc2505-2.1-relaying-decided-by-recipient-and-caller, rfc5068-4.1-mail-for-the-domain-told-from-submission. What stands before the last @ names a
    // mailbox here and is never read as a way on: rfc2505-2.1-no-relay-by-source-route, rfc2505-2.1-no-relay-by-percent-sign,
    // rfc2505-2.1-no-relay-by-bang-path, rfc2505-2.1-no-relay-by-quoted-mailbox.
    // rfc3461-5.1-rcpt-reply-without-regard-to-parameters, rfc3461-4.1-notify-is-each-recipients-own
    // rfc6531-3.2-recipient-in-utf-8-reached; where it is sent on to is never told (rfc6531-3.7.4.1-no-utf-8-251-without-the-parameter)
    if (at.to === 'local') return { do: 'add', recipient: { path: printPath(path), at, ...asked } };
    // rfc5321-3.3-refused-mailbox-says-permanent-or-temporary
    if (at.to === 'unavailable')
      return refuse(new Reply(451, '4.3.0', 'recipients cannot be looked up now, try again later'));
    if (at.to === 'unknown') {
      // rfc3463-3.2-unknown-mailbox-x-1-1, rfc5321-4.2.2-550-unknown-mailbox, rfc5321-4.3.1-listed-replies-only
      return refuse(new Reply(550, '5.1.1', `${printPath(path)} is not known here`));
    }
    // rfc6409-4.2-recipient-domain-qualified
    if (unqualified(f, path.domain))
      return refuse(new Reply(554, '5.1.2', 'the domain of the recipient is not fully qualified'));
    // rfc5321-3.6.1-may-decline-to-relay, rfc5321-3.6.2-relay-declined-with-550, rfc6409-6.2-recipients-may-be-refused, rfc5321-7.9-strangers-are-not-relayed
    // rfc2505-2.1-strangers-cannot-relay, rfc5068-3.2-no-relay-for-strangers. Neither the client's name nor its sender has a say
    // (rfc2505-2.1-client-name-gives-no-right-to-relay, rfc2505-2.1-sender-gives-no-right-to-relay), and 521 is for hosts (rfc7504-3-521-refuses-no-single-recipient).
    // rfc6531-3.2-no-relaying-for-strangers
    const why = f.identity ? 'mail to other domains is not sent from here' : 'this server does not relay';
    return refuse(new Reply(550, '5.7.1', `${printPath(path)}: ${why}`));
  },
};

/** What is asked for by RFC 3461 4.1 and 4.2, or the reply that refuses a parameter. */
function reports(parameters: readonly Parameter[], f: Facts): Pick<Recipient, 'notify' | 'orcpt'> | Reply {
  let asked: Pick<Recipient, 'notify' | 'orcpt'> = {};
  for (const p of parameters) {
    if (!f.extended) return unknownParameter(p);
    if (p.keyword === 'NOTIFY') {
      const notify = parseNotify(p.value);
      if (notify === undefined) return badArgument('NOTIFY is NEVER alone, or a list of SUCCESS, FAILURE, DELAY');
      asked = { ...asked, notify };
    } else if (p.keyword === 'ORCPT') {
      const orcpt = parseOrcpt(p.value);
      if (orcpt === undefined)
        return badArgument(`ORCPT is a type, a semicolon and xtext, at most ${ORCPT_MAX} characters`);
      asked = { ...asked, orcpt };
    } else return unknownParameter(p);
  }
  return asked;
}

async function resolve(
  f: Facts,
  local: string,
  domain: string | undefined,
): ReturnType<Facts['ctx']['deliver']['resolve']> {
  try {
    // rfc5321-4.1.2-quoted-forms-are-equivalent, rfc5321-2.4-local-part-case-preserved: what the quoting means, in the case it was given in.
    return await f.ctx.deliver.resolve(local, domain);
  } catch (error) {
    f.ctx.log.error({ err: error }, 'recipient lookup failed');
    return { to: 'unavailable' };
  }
}
