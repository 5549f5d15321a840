import type { Facts, Role, SmtpCommand } from '../command.ts';
import { auth } from './auth.ts';
import { bdat, data } from './data.ts';
import { hellos } from './hello.ts';
import { mail } from './mail.ts';
import { rcpt } from './rcpt.ts';
import { help, noop, quit, rset } from './rest.ts';
import { starttls } from './starttls.ts';
import { expn, vrfy } from './verify.ts';

/** Every command of SMTP, Submission and LMTP, in the order of the announcement. */
export const commands: readonly SmtpCommand[] = [
  ...hellos,
  mail,
  rcpt,
  data,
  bdat,
  rset,
  noop,
  quit,
  vrfy,
  expn,
  help,
  starttls,
  auth,
];

const tables = new Map<Role, ReadonlyMap<string, SmtpCommand>>();
for (const role of ['smtp', 'submission', 'lmtp'] as const) {
  tables.set(role, new Map(commands.filter((c) => c.roles.includes(role)).map((c) => [c.verb, c])));
}

/** Verbs of a role, in capitals. */
export function commandsOf(role: Role): ReadonlyMap<string, SmtpCommand> {
  return tables.get(role)!;
}

/** Lines of the EHLO or LHLO reply after the first: what the commands of the role offer in the state the session is in. */
export function announcement(f: Facts): string[] {
  const lines: string[] = [];
  // rfc5321-2.2.2-keywords-are-registered-or-private, rfc5321-4.1.1.1-optional-commands-announced, rfc5321-4.2.4-announced-is-implemented, rfc5321-4.1.1.1-ehlo-keyword-grammar,
  // rfc6409-7-etrn-not-offered, rfc6409-7-atrn-not-offered: what has no command is not announced.
  for (const c of commandsOf(f.role).values())
    for (const line of c.announce?.(f) ?? []) if (!lines.includes(line)) lines.push(line);
  return lines;
}
