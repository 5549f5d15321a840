import { parseMailbox, printPath } from '../../mail/address.ts';
import { Cursor, decimal } from '../../mail/cursor.ts';
import type { Facts, SmtpCommand } from '../command.ts';
import { EVERYONE } from '../command.ts';
import { decodeXtext, isMalformed, type MailArgs, type Parameter, parseMail } from '../grammar.ts';
import { badArgument, Reply } from '../reply.ts';
import { offersAuth } from './auth.ts';

/** RFC 1870 4: up to twenty digits. */
const SIZE_DIGITS = 20;

// rfc5321-4.5.1-mail-implemented
export const mail: SmtpCommand<MailArgs> = {
  verb: 'MAIL',
  roles: EVERYONE,
  // One transaction at a time, and none before EHLO.
  states: ['ready'],
  // RFC 1870 3 adds 26 octets, RFC 6152 2 adds 17, RFC 4954 3 adds 500.
  longer: 26 + 17 + 500,
  announce: (f) => {
    // rfc5321-4.5.3.1.7-size-extension-where-restricted, rfc1870-3-parameter-is-a-number. A number stands for a fixed maximum, none for no maximum.
    const limit = f.ctx.config.limits.smtpMessage;
    return [Number.isFinite(limit) ? `SIZE ${limit}` : 'SIZE'];
  },
  parse(argument) {
    const args = parseMail(argument);
    // rfc5321-4.1.4-unacceptable-mail-501, rfc5321-4.1.4-unacceptable-mail-keeps-the-state
    return isMalformed(args) ? new Reply(501, '5.5.2', `MAIL: ${args.malformed}`) : args;
  },
  run(args, f) {
    if (f.role === 'submission' && f.identity === undefined) {
      // rfc6409-4.3-mail-needs-authentication, rfc6409-4.3-refusal-is-530, rfc4954-6-530-where-authentication-is-due,
      // rfc6409-3.2-null-sender-permitted once it has succeeded. On the mail exchange nothing is asked of a client
      // (rfc3207-4-public-server-takes-mail-in-clear).
      // Where TLS is due before it, the code is the same: rfc3207-4-refuses-with-530-where-tls-is-due, rfc3207-4-530-carries-5-7-0.
      const first = f.secured ? '' : ', and TLS before it';
      return refuse(new Reply(530, '5.7.0', `authentication is required${first}`));
    }
    const declared = f.extended ? known(args.parameters, f) : noneKnown(args.parameters);
    if (declared instanceof Reply) return refuse(declared);
    const path = args.path === 'null' ? 'null' : { ...args.path, route: [] };
    return { do: 'begin', sender: { at: path, path: printPath(path), declared, body: '7BIT', utf8: false } };
  },
};

function refuse(reply: Reply): { do: 'reply'; reply: Reply } {
  return { do: 'reply', reply };
}

/** After HELO no extension is in force, so no parameter is known. */
function noneKnown(parameters: readonly Parameter[]): Reply | undefined {
  const first = parameters[0];
  return first && unknownParameter(first);
}

/** @returns the size declared, or the reply that refuses a parameter */
function known(parameters: readonly Parameter[], f: Facts): number | undefined | Reply {
  let declared: number | undefined;
  for (const p of parameters) {
    if (p.keyword === 'SIZE') {
      // rfc1870-4-size-parameter-accepted
      const size = p.value === undefined ? undefined : decimal(p.value, SIZE_DIGITS);
      if (size === undefined) return badArgument('SIZE is a number of octets');
      if (size > f.ctx.config.limits.smtpMessage) {
        // rfc1870-6.1-declared-too-large-552, rfc1870-6.1-declared-size-is-checked, rfc1870-6.3-truthful-size-holds
        return new Reply(552, '5.3.4', `a message may have ${f.ctx.config.limits.smtpMessage} octets`);
      }
      declared = size;
    } else if (p.keyword === 'BODY') {
      // rfc6152-2-body-parameter-accepted, rfc6152-2-unknown-body-value-refused
      const body = p.value?.toUpperCase();
      if (body !== '7BIT' && body !== '8BITMIME') return badArgument('BODY is 7BIT or 8BITMIME');
    } else if (p.keyword === 'AUTH' && offersAuth(f)) {
      // rfc4954-5-auth-parameter-accepted. Understood from every client and believed from none (RFC 4954 5).
      if (!isAuthIdentity(p.value)) return badArgument('AUTH is a mailbox in xtext, or <>');
    } else return unknownParameter(p);
  }
  return declared;
}

function isAuthIdentity(value: string | undefined): boolean {
  const text = value === undefined ? undefined : decodeXtext(value);
  if (text === undefined) return false;
  if (text === '<>') return true;
  const c = new Cursor(text);
  return parseMailbox(c) !== undefined && c.done;
}

export function unknownParameter(p: Parameter): Reply {
  // rfc5321-4.1.1.11-unknown-mail-parameter-555, rfc5321-4.1.1.11-unknown-rcpt-parameter-555
  return new Reply(555, '5.5.4', `${p.keyword} is not a parameter here`);
}
