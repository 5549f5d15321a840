import type { Role, SmtpCommand } from '../command.ts';
import { ANYTIME } from '../command.ts';
import { type HelloArgs, isMalformed, parseHello } from '../grammar.ts';
import { Reply } from '../reply.ts';

function hello(verb: 'EHLO' | 'HELO' | 'LHLO', roles: readonly Role[]): SmtpCommand<HelloArgs> {
  return {
    verb,
    roles,
    states: ANYTIME,
    atOnce: true,
    announce: () =>
      // What every session can do without a command of its own; none has a parameter.
      // rfc5321-2.4-8bitmime-supported, rfc6152-2-keyword-without-parameter, rfc2920-2-keyword-without-parameter, rfc2034-3-keyword-without-parameter,
      // rfc2033-5-announces-pipelining, rfc2033-5-announces-enhanced-status-codes, rfc2033-5-announces-8bitmime, rfc6409-7-pipelining-offered,
      // rfc6409-7-enhanced-codes-offered, rfc6409-7-8bitmime-offered
      verb === 'HELO' ? [] : ['PIPELINING', 'ENHANCEDSTATUSCODES', '8BITMIME'],
    parse(argument) {
      const args = parseHello(argument);
      // rfc5321-4.1.4-unacceptable-ehlo-refused, rfc2033-4.1-lhlo-needs-name. These replies carry no enhanced code (RFC 2034 4).
      return isMalformed(args) ? new Reply(501, '', `${verb}: ${args.malformed}`) : args;
    },
    run: ({ name }) => ({ do: 'greet', name, extended: verb !== 'HELO' }),
  };
}

/** The other protocol's word: a client that is misconfigured must notice (RFC 2033 4.1). */
function foreign(verb: 'EHLO' | 'HELO' | 'LHLO', roles: readonly Role[]): SmtpCommand<string> {
  const why = verb === 'LHLO' ? 'this is not LMTP: use EHLO' : 'this is LMTP: use LHLO';
  return {
    verb,
    roles,
    states: ANYTIME,
    parse: (argument) => argument,
    // rfc2033-4.1-helo-and-ehlo-not-accepted, rfc2033-4.1-helo-and-ehlo-get-500, rfc2033-5-smtp-port-speaks-no-lmtp
    run: () => ({ do: 'reply', reply: new Reply(500, '5.5.1', why) }),
  };
}

const smtp: readonly Role[] = ['smtp', 'submission'];
const lmtp: readonly Role[] = ['lmtp'];

// rfc6409-3.1-speaks-esmtp, rfc5321-4.5.1-ehlo-implemented, rfc5321-4.5.1-helo-implemented, rfc5321-2.2.1-extensions-supported, rfc5321-4.1.1.1-helo-answered
export const hellos: readonly SmtpCommand[] = [
  hello('EHLO', smtp),
  hello('HELO', smtp),
  hello('LHLO', lmtp),
  foreign('LHLO', smtp),
  foreign('EHLO', lmtp),
  foreign('HELO', lmtp),
];
