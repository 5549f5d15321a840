import { asciiDomain, type Path, parseMailbox, printPath } from '../../mail/address.ts';
import { Cursor, decimal } from '../../mail/cursor.ts';
import { decodeXtext } from '../../mail/xtext.ts';
import type { Facts, Sender, SmtpCommand } from '../command.ts';
import { EVERYONE } from '../command.ts';
import { ENVID_MAX, parseEnvid, parseRet } from '../dsn.ts';
import { isInternational, isMalformed, type MailArgs, type Parameter, parseMail } from '../grammar.ts';
import { badArgument, Reply } from '../reply.ts';
import { offersAuth } from './auth.ts';

/** RFC 1870 4: up to twenty digits. */
const SIZE_DIGITS = 20;

// rfc5321-4.5.1-mail-implemented, rfc5321-4.1.4-second-mail-refused-or-taken, rfc5321-4.1.4-refused-second-mail-keeps-the-first,
// rfc5321-4.1.4-taken-second-mail-begins-anew, rfc5321-4.1.4-mail-before-ehlo-refused-or-taken
export const mail: SmtpCommand<MailArgs> = {
  verb: 'MAIL',
  roles: EVERYONE,
  // One transaction at a time, and none before EHLO.
  states: ['ready'],
  // RFC 1870 3 adds 26 octets, RFC 6152 2 adds 17, RFC 3030 3 adds 16, RFC 4954 3 adds 500, RFC 6531 3.1 adds 10, and RFC 3461 5.4 has ENVID and RET.
  // rfc3461-5.4-longest-mail
  longer: 26 + 17 + 16 + 500 + 10 + ' ENVID='.length + ENVID_MAX + ' RET=FULL'.length,
  announce: (f) => {
    // rfc5321-4.5.3.1.7-size-extension-where-restricted, rfc1870-3-parameter-is-a-number. A number stands for a fixed maximum, none for no maximum.
    const limit = f.ctx.config.limits.smtpMessage;
    // rfc6409-7-size-may-be-offered, rfc6409-7-binarymime-may-be-offered.
    // rfc3030-3-keyword-without-parameter: neither SMTPUTF8 nor BINARYMIME has a parameter; 8BITMIME and CHUNKING, which they need, are always there.
    // rfc6531-3.1-keyword-without-parameter, rfc6531-3.1-with-8bitmime
    return [Number.isFinite(limit) ? `SIZE ${limit}` : 'SIZE', 'BINARYMIME', 'SMTPUTF8'];
  },
  parse(argument) {
    const args = parseMail(argument);
    // rfc6409-5.1-illegal-address-501, rfc5321-4.1.4-unacceptable-mail-501, rfc5321-4.1.4-unacceptable-mail-keeps-the-state
    return isMalformed(args) ? new Reply(501, '5.5.2', `MAIL: ${args.malformed}`) : args;
  },
  run(args, f) {
    if (f.role === 'submission' && f.identity === undefined) {
      // rfc6409-4.3-mail-needs-authentication, rfc6409-4.3-refusal-is-530, rfc4954-6-530-where-authentication-is-due,
      // rfc6409-3.2-null-sender-permitted once it has succeeded. On the mail exchange nothing is asked of a client
      // (rfc3207-4-public-server-takes-mail-in-clear).
      // rfc5068-3.2-authentication-required, rfc5068-3.1-local-recipients-need-authentication-too: it does not matter for whom.
      // Where TLS is due before it, the code is the same: rfc3207-4-refuses-with-530-where-tls-is-due, rfc3207-4-530-carries-5-7-0.
      const first = f.secured ? '' : ', and TLS before it';
      return refuse(new Reply(530, '5.7.0', `authentication is required${first}`));
    }
    if (f.messages >= f.ctx.config.limits.smtpMessages) {
      const host = f.ctx.config.hostname;
      return { do: 'close', reply: new Reply(421, '4.7.0', `${host} no more messages in this session, open another`) };
    }
    const asked = f.extended ? known(args.parameters, f) : noneKnown(args.parameters);
    if (asked instanceof Reply) return refuse(asked);
    // rfc5321-6.1-notification-leaves-out-the-source-route
    const path = args.path === 'null' ? 'null' : { ...args.path, route: [] };
    if (!asked.utf8 && path !== 'null' && needsUtf8(path)) {
      // rfc5321-2.4-8-bit-command-refused
      // rfc6531-3.5-sender-refused-with-550, rfc6531-3.5-x-6-7-for-non-ascii-addresses
      return refuse(new Reply(550, '5.6.7', 'this sender needs SMTPUTF8'));
    }
    // rfc6409-4.2-envelope-domains-qualified, rfc6409-4.2-improper-domain-554
    if (path !== 'null' && unqualified(f, path.domain))
      return refuse(new Reply(554, '5.1.8', 'the domain of the sender is not fully qualified'));
    // rfc2505-2.6.1-null-sender-accepted, rfc2505-2.6.1-null-sender-to-several-accepted, rfc2505-2.6.2-local-sender-accepted,
    // rfc7505-4.2-null-reverse-path-keeps-its-use: no sender that is one is refused (rfc7504-3-521-refuses-no-single-sender).
    // rfc6409-6.1-refused-sender-550: who may log in may send for others.
    // rfc3461-5.1-mail-reply-without-regard-to-parameters: what was asked changes no other answer.
    return { do: 'begin', sender: { at: path, path: printPath(path), ...asked } };
  },
};

/** A domain of one label that is not the one served: in submission it would mean something else at the next server (RFC 6409 4.2). */
export function unqualified(f: Facts, domain: string | undefined): boolean {
  if (f.role !== 'submission' || domain === undefined) return false;
  return !domain.includes('.') && !domain.startsWith('[') && asciiDomain(domain) !== f.ctx.config.domain;
}

/** An address that cannot be said without RFC 6531. */
export function needsUtf8(path: Path): boolean {
  return isInternational(path.local) || isInternational(path.domain ?? '');
}

function refuse(reply: Reply): { do: 'reply'; reply: Reply } {
  return { do: 'reply', reply };
}

type Asked = Omit<Sender, 'at' | 'path'>;
const NOTHING: Asked = { declared: undefined, body: '7BIT', utf8: false };

/** After HELO no extension is in force, so no parameter is known. */
function noneKnown(parameters: readonly Parameter[]): Asked | Reply {
  const first = parameters[0];
  return first ? unknownParameter(first) : NOTHING;
}

/** @returns what the parameters ask for, or the reply that refuses one */
function known(parameters: readonly Parameter[], f: Facts): Asked | Reply {
  let asked = NOTHING;
  for (const p of parameters) {
    const more = READERS.get(p.keyword)?.(p.value, f) ?? unknownParameter(p);
    if (more instanceof Reply) return more;
    asked = { ...asked, ...more };
  }
  return asked;
}

/** Reads a value; undefined where the parameter is none in this state. */
type Reader = (value: string | undefined, f: Facts) => Partial<Asked> | Reply | undefined;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['SIZE', size],
  ['BODY', body],
  ['AUTH', authIdentity],
  // rfc6531-3.1-mail-parameter-accepted, rfc6531-3.4-parameter-without-value, rfc6531-3.6-with-8bitmime, rfc6531-3.6-with-binarymime,
  // rfc6531-3.6-plain-message-accepted: what the message holds is not looked at.
  ['SMTPUTF8', (value) => (value === undefined ? { utf8: true } : badArgument('SMTPUTF8 has no value'))],
  [
    'RET',
    (value) => {
      const ret = parseRet(value);
      return ret === undefined ? badArgument('RET is FULL or HDRS') : { ret };
    },
  ],
  [
    'ENVID',
    (value) => {
      const envid = parseEnvid(value);
      return envid === undefined ? badArgument(`ENVID is printable, in xtext, at most ${ENVID_MAX}`) : { envid };
    },
  ],
]);

function size(value: string | undefined, f: Facts): Partial<Asked> | Reply {
  const max = f.ctx.config.limits.smtpMessage;
  // rfc1870-4-size-parameter-accepted, rfc1870-3-value-is-a-number, rfc1870-3-value-of-twenty-digits
  const declared = value === undefined ? undefined : decimal(value, SIZE_DIGITS);
  if (declared === undefined) return badArgument('SIZE is a number of octets');
  // rfc3463-3.4-too-big-x-3-4, rfc1870-6.1-declared-too-large-552, rfc1870-6.1-declared-size-is-checked, rfc1870-6.3-truthful-size-holds,
  // rfc1870-4-declared-size-at-the-limit-taken
  return declared > max ? new Reply(552, '5.3.4', `a message may have ${max} octets`) : { declared };
}

function body(value: string | undefined): Partial<Asked> | Reply {
  // rfc6152-2-body-parameter-accepted, rfc6152-2-unknown-body-value-refused
  const is = value?.toUpperCase();
  // rfc3030-3-body-binarymime-accepted
  if (is === '7BIT' || is === '8BITMIME' || is === 'BINARYMIME') return { body: is };
  return badArgument('BODY is 7BIT, 8BITMIME or BINARYMIME');
}

/** rfc4954-5-auth-parameter-accepted. Understood from every client and believed from none (RFC 4954 5). */
function authIdentity(value: string | undefined, f: Facts): Partial<Asked> | Reply | undefined {
  if (!offersAuth(f)) return undefined;
  return isAuthIdentity(value) ? {} : badArgument('AUTH is a mailbox in xtext, or <>');
}

function isAuthIdentity(value: string | undefined): boolean {
  const text = value === undefined ? undefined : decodeXtext(value);
  if (text === undefined) return false;
  if (text === '<>') return true;
  const c = new Cursor(text);
  return parseMailbox(c) !== undefined && c.done;
}

export function unknownParameter(p: Parameter): Reply {
  // rfc6409-4.1-improper-command-refused-for-good, rfc3463-3.6-unknown-parameter-x-5-4, rfc5321-4.1.1.11-unknown-mail-parameter-555, rfc5321-4.1.1.11-unknown-rcpt-parameter-555
  return new Reply(555, '5.5.4', `${p.keyword} is not a parameter here`);
}
