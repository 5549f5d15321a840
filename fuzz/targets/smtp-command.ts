import { check } from '../checks/smtp-command.ts';
import { smtpCommandLine } from '../grammar/smtp.ts';
import { type FuzzTarget, repeat } from '../target.ts';

/** The server's SMTP command parser. */
export const smtpCommand: FuzzTarget = {
  name: 'smtp-command',
  about: 'the SMTP command parser: no errors, print and parse are inverse, linear time',
  grammar: smtpCommandLine.map((s) => Buffer.from(s)),
  shapes: {
    'local part': repeat('MAIL FROM:<a', '.a', '@example.org>'),
    'quoted local part': repeat('MAIL FROM:<"', '\\"', '"@example.org>'),
    domain: repeat('MAIL FROM:<a@a', '.a', '>'),
    'source route': repeat('RCPT TO:<@a', ',@a', ':a@a>'),
    'open source route': repeat('RCPT TO:<', '@a,'),
    'address literal': repeat('MAIL FROM:<a@[IPv6:', '1:', ']>'),
    'one parameter': repeat('MAIL FROM:<> X=', 'y'),
    'many parameters': (n) =>
      Buffer.from(`MAIL FROM:<>${Array.from({ length: Math.floor(n / 8) }, (_, i) => ` X${i}=1`).join('')}`),
    'white space': repeat('NOOP', ' '),
    'unknown verb': repeat('', 'X'),
  },
  check,
  instrumented: 'smtp-command',
};
