import { asciiDomain, type Mailbox, printMailbox } from '../../mail/address.ts';
import type { Facts, SmtpCommand } from '../command.ts';
import { ANYTIME, EVERYONE } from '../command.ts';
import { isInternational, isMalformed, type NameArgs, parseName } from '../grammar.ts';
import { badArgument, InternationalReply, Reply } from '../reply.ts';

function asks(verb: 'VRFY' | 'EXPN'): SmtpCommand<NameArgs> {
  return {
    verb,
    roles: EVERYONE,
    atOnce: true,
    states: ANYTIME,
    // rfc5321-3.5.2-expn-announced-where-supported; VRFY need not be, and may (rfc5321-3.5.2-vrfy-may-be-announced).
    announce: () => [verb],
    parse(argument) {
      const args = parseName(argument);
      return isMalformed(args) ? badArgument(`${verb}: ${args.malformed}`) : args;
    },
    async run(args, f) {
      // rfc5321-7.3-vrfy-switched-off-is-252
      if (!f.ctx.config.smtp.vrfy)
        return { do: 'reply', reply: new Reply(252, '2.0.0', 'names are not looked up here; send mail and see') };
      return { do: 'reply', reply: await lookUp(args, f) };
    },
  };
}

async function lookUp(args: NameArgs, f: Facts): Promise<Reply> {
  // rfc5321-3.5.1-local-mailboxes-are-user-names, rfc5321-3.5.1-user-name-with-domain-accepted
  const asked: Mailbox = 'mailbox' in args ? args.mailbox : { local: args.name, domain: f.ctx.config.domain };
  const found = await f.ctx.deliver.resolve(asked.local, asked.domain);
  // rfc5321-3.5.1-vrfy-250-gives-the-mailbox, rfc5321-3.5.2-vrfy-mailbox-has-a-domain, rfc5321-3.5.2-vrfy-address-in-pointed-brackets,
  // rfc5321-3.5.2-vrfy-returns-no-path, rfc5321-3.5.3-vrfy-250-only-for-a-verified-address
  if (found.to === 'local') return shown(asked, args.utf8 === true);
  if (found.to === 'unavailable') return new Reply(252, '2.0.0', 'names cannot be looked up now; send mail and see');
  if (found.to === 'remote') return new Reply(550, '5.7.1', 'not a domain of this server');
  return new Reply(550, '5.1.1', 'no such name');
}

/** @param utf8 whether the client takes UTF-8 in this reply */
function shown(asked: Mailbox, utf8: boolean): Reply {
  const mailbox = utf8 ? asked : { ...asked, domain: asciiDomain(asked.domain) };
  const text = `<${printMailbox(mailbox)}>`;
  if (utf8) return new InternationalReply(250, '2.1.5', text);
  if (isInternational(text)) return new Reply(252, '2.6.8', 'this mailbox can only be shown in UTF-8: say SMTPUTF8');
  return new Reply(250, '2.1.5', text);
}

// rfc5321-4.5.1-vrfy-implemented, rfc5321-3.5.1-vrfy-supported, rfc5321-4.1.4-vrfy-before-ehlo, rfc5321-4.1.1.6-vrfy-leaves-the-transaction,
// rfc5321-4.3.2-vrfy-replies
export const vrfy = asks('VRFY');
// There are no lists, so a name stands for itself.
// rfc5321-3.5.1-expn-supported, rfc5321-4.1.4-expn-before-ehlo, rfc5321-4.1.1.7-expn-leaves-the-transaction, rfc5321-4.3.2-expn-replies
export const expn = asks('EXPN');
