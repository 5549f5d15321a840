import { printPath } from '../../mail/address.ts';
import type { Effect, Facts, SmtpCommand } from '../command.ts';
import { EVERYONE } from '../command.ts';
import { isMalformed, parseRcpt, type RcptArgs } from '../grammar.ts';
import { Reply } from '../reply.ts';
import { unknownParameter } from './mail.ts';

// rfc5321-4.5.1-rcpt-implemented
export const rcpt: SmtpCommand<RcptArgs> = {
  verb: 'RCPT',
  roles: EVERYONE,
  // rfc5321-3.3-rcpt-needs-mail
  states: ['mail', 'rcpt'],
  parse(argument) {
    const args = parseRcpt(argument);
    return isMalformed(args) ? new Reply(501, '5.5.2', `RCPT: ${args.malformed}`) : args;
  },
  async run(args, f) {
    const refuse = (reply: Reply): Effect => ({ do: 'reply', reply });
    const unknown = args.parameters[0];
    if (unknown) return refuse(unknownParameter(unknown));
    if (f.recipients.length >= f.ctx.config.limits.smtpRecipients) {
      // Those accepted before stay (rfc5321-4.5.3.1.8-hundred-recipients, rfc5321-4.5.3.1.10-too-many-recipients-452, rfc5321-4.5.3.1.8-recipient-limit-is-orderly).
      return refuse(new Reply(452, '4.5.3', `a transaction may have ${f.ctx.config.limits.smtpRecipients} recipients`));
    }
    // rfc5321-4.5.1-postmaster-with-domain, rfc5321-4.1.1.3-source-route-stripped: only the mailbox behind it is looked at.
    const path = { ...args.path, route: [] };
    const at = await resolve(f, path.local, path.domain);
    if (at.to === 'local') return { do: 'add', recipient: { path: printPath(path), at } };
    // rfc5321-3.3-refused-mailbox-says-permanent-or-temporary
    if (at.to === 'unavailable')
      return refuse(new Reply(451, '4.3.0', 'recipients cannot be looked up now, try again later'));
    if (at.to === 'unknown') {
      // rfc5321-4.2.2-550-unknown-mailbox, rfc5321-4.3.1-listed-replies-only
      return refuse(new Reply(550, '5.1.1', `${printPath(path)} is not known here`));
    }
    // rfc5321-3.6.2-relay-declined-with-550
    const why = f.identity ? 'mail to other domains is not sent from here' : 'this server does not relay';
    return refuse(new Reply(550, '5.7.1', `${printPath(path)}: ${why}`));
  },
};

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
