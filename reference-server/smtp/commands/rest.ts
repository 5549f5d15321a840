import type { SmtpCommand } from '../command.ts';
import { ANYTIME, EVERYONE } from '../command.ts';
import { badArgument, Reply } from '../reply.ts';

// rfc5321-4.5.1-rset-implemented, rfc5321-4.1.4-rset-before-ehlo, rfc5321-4.1.1.5-rset-at-any-time
export const rset: SmtpCommand<string> = {
  verb: 'RSET',
  roles: EVERYONE,
  states: ANYTIME,
  // rfc5321-4.3.2-rset-with-argument-501, rfc5321-4.1.1-arguments-refused-where-none-belong
  parse: (argument) => (argument === '' ? '' : badArgument('RSET takes no argument')),
  run: () => ({ do: 'reset' }),
};

// rfc5321-4.5.1-noop-implemented, rfc5321-4.1.4-noop-before-ehlo, rfc5321-4.1.4-noop-at-any-time, rfc5321-4.1.4-noop-between-chunks
export const noop: SmtpCommand<string> = {
  verb: 'NOOP',
  roles: EVERYONE,
  atOnce: true,
  states: ANYTIME,
  // rfc5321-4.1.1.9-noop-ignores-argument
  parse: () => '',
  // rfc5321-4.1.1.9-noop-leaves-the-transaction, rfc5321-4.3.2-noop-250
  run: () => ({ do: 'reply', reply: new Reply(250, '2.0.0', 'OK') }),
};

// rfc5321-4.5.1-quit-implemented, rfc5321-4.1.1.10-quit-at-any-time, rfc5321-4.1.1.10-quit-at-the-end-of-a-group,
// rfc5321-4.1.1.10-quit-aborts-the-transaction
export const quit: SmtpCommand<string> = {
  verb: 'QUIT',
  roles: EVERYONE,
  atOnce: true,
  states: ANYTIME,
  // rfc5321-4.3.2-quit-with-argument-501
  parse: (argument) => (argument === '' ? '' : badArgument('QUIT takes no argument')),
  // rfc5321-4.1.1.10-quit-answered-221, rfc5321-4.3.2-quit-221
  run: (_, f) => ({ do: 'close', reply: new Reply(221, '2.0.0', `${f.ctx.config.hostname} closing the connection`) }),
};

// rfc5321-4.1.4-vrfy-expn-and-help-at-any-time, as for the verbs of `verify.ts`
// rfc5321-4.1.1.8-help-supported, rfc5321-4.1.4-help-before-ehlo, rfc5321-4.1.1.8-help-leaves-the-transaction, rfc5321-4.3.2-help-replies
export const help: SmtpCommand<string> = {
  verb: 'HELP',
  roles: EVERYONE,
  atOnce: true,
  states: ANYTIME,
  // rfc5321-4.1.1.1-optional-commands-announced
  announce: () => ['HELP'],
  // An argument may be given (rfc5321-4.1.1.8-help-may-take-an-argument); the answer is the same.
  parse: () => '',
  run(_, f) {
    const hello = f.role === 'lmtp' ? 'LHLO' : 'EHLO';
    const lines: [string, ...string[]] = [
      `${hello} name, then MAIL FROM:<path>, RCPT TO:<path> for each recipient, DATA, QUIT`,
      'RSET ends a transaction, NOOP does nothing, VRFY and EXPN ask about a name',
      'RFC 5321 describes the commands',
    ];
    return { do: 'reply', reply: new Reply(214, '2.0.0', ...lines) };
  },
};
