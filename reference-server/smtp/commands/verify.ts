import { match } from 'ts-pattern';
import type { LocalResolution } from '../../delivery/types.ts';
import { asciiDomain, type Mailbox, printMailbox } from '../../mail/address.ts';
import type { SmtpCommand } from '../command.ts';
import { ANYTIME, EVERYONE } from '../command.ts';
import { isInternational, isMalformed, type NameArgs, parseName } from '../grammar.ts';
import { badArgument, InternationalReply, Reply } from '../reply.ts';

function asks(
  verb: 'VRFY' | 'EXPN',
  answer: (asked: Mailbox, found: LocalResolution, utf8: boolean) => Reply,
): SmtpCommand<NameArgs> {
  return {
    verb,
    roles: EVERYONE,
    atOnce: true,
    states: ANYTIME,
    // rfc5321-3.5.2-expn-announced-where-supported; VRFY need not be, and may (rfc5321-3.5.2-vrfy-may-be-announced).
    announce: () => [verb],
    parse(argument) {
      const args = parseName(argument);
      // rfc5321-4.1.1.6-vrfy-needs-an-argument, rfc5321-4.1.1.7-expn-needs-an-argument
      return isMalformed(args) ? badArgument(`${verb}: ${args.malformed}`) : args;
    },
    async run(args, f) {
      // rfc5321-7.3-vrfy-switched-off-is-252
      if (!f.ctx.config.smtp.vrfy)
        return { do: 'reply', reply: new Reply(252, '2.0.0', 'names are not looked up here; send mail and see') };
      // rfc5321-3.5.1-local-mailboxes-are-user-names, rfc5321-3.5.1-user-name-with-domain-accepted
      const asked: Mailbox = 'mailbox' in args ? args.mailbox : { local: args.name, domain: f.ctx.config.domain };
      const found = await f.ctx.deliver.resolve(asked.local, asked.domain);
      const reply = match(found)
        .with({ to: 'local' }, (at) => answer(asked, at, args.utf8 === true))
        .with({ to: 'unavailable' }, () => new Reply(252, '2.0.0', 'names cannot be looked up now; send mail and see'))
        .with({ to: 'remote' }, () => new Reply(550, '5.7.1', 'not a domain of this server'))
        .with({ to: 'unknown' }, () => new Reply(550, '5.1.1', 'no such name'))
        .exhaustive();
      return { do: 'reply', reply };
    },
  };
}

/**
 * Mailboxes, one a line.
 * @param utf8 whether the client takes UTF-8 in this reply (RFC 6531 3.7.4.2)
 */
function shown(mailboxes: readonly [string, ...string[]], utf8: boolean): Reply {
  // rfc5321-3.5.1-vrfy-250-gives-the-mailbox, rfc5321-3.5.2-vrfy-mailbox-has-a-domain, rfc5321-3.5.2-vrfy-address-in-pointed-brackets,
  // rfc5321-3.5.2-vrfy-returns-no-path, rfc5321-3.5.3-vrfy-250-only-for-a-verified-address,
  // rfc5321-3.5.1-vrfy-250-in-one-of-two-forms, rfc5321-3.5.2-vrfy-address-usable-in-rcpt, rfc5321-3.5.1-expn-one-mailbox-a-line
  const lines = mailboxes.map((m) => `<${m}>`) as [string, ...string[]];
  // rfc6531-3.7.4.2-vrfy-250-gives-the-mailbox, rfc6531-3.2-vrfy-takes-a-name-in-utf-8
  if (utf8) return new InternationalReply(250, '2.1.5', ...lines);
  // rfc6531-3.7.4.2-252-or-550-for-what-may-not-be-shown, rfc6531-3.7.4.2-x-6-8-for-what-may-not-be-shown,
  // rfc6531-3.7.4.2-no-utf-8-from-vrfy-without-the-parameter
  if (lines.some(isInternational))
    return new Reply(252, '2.6.8', 'what is to be shown is UTF-8, which SMTPUTF8 behind the name allows');
  return new Reply(250, '2.1.5', ...lines);
}

// rfc5321-3.5.1-vrfy-of-a-list-may-succeed, rfc5321-3.5.1-vrfy-of-a-list-else-an-error
function verified(asked: Mailbox, found: LocalResolution, utf8: boolean): Reply {
  if (found.members?.some((m) => m.at === undefined))
    return new Reply(252, '2.1.5', 'not all who stand behind this name can be reached');
  return shown([printMailbox(utf8 ? asked : { ...asked, domain: asciiDomain(asked.domain) })], utf8);
}

/** A list gives those of its members that can be reached; a user is a list of one. */
// rfc5321-3.5.1-expn-250-gives-the-members, rfc5321-3.5.1-expn-of-a-user-may-list-one
function expanded(asked: Mailbox, found: LocalResolution, utf8: boolean): Reply {
  const [first, ...others] = (found.members ?? []).flatMap((m) => (m.at ? [mailboxOf(m.address)] : []));
  return first === undefined ? verified(asked, found, utf8) : shown([first, ...others], utf8);
}

/** The address of an account as RCPT takes it. */
function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  return printMailbox({ local: address.slice(0, at), domain: address.slice(at + 1) });
}

// rfc5321-4.5.1-vrfy-implemented, rfc5321-3.5.1-vrfy-supported, rfc5321-4.1.4-vrfy-before-ehlo, rfc5321-4.1.1.6-vrfy-leaves-the-transaction,
// rfc5321-4.3.2-vrfy-replies
export const vrfy = asks('VRFY', verified);
// rfc5321-3.5.1-expn-supported, rfc5321-4.1.4-expn-before-ehlo, rfc5321-4.1.1.7-expn-leaves-the-transaction, rfc5321-4.3.2-expn-replies
export const expn = asks('EXPN', expanded);
