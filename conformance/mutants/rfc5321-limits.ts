/** What a broken server does to the rules of RFC 5321 about limits, patience, and service that is refused. */
import {
  acceptAnything,
  hangUpOn,
  m,
  nth,
  type Rule,
  refuse,
  rewriteGreeting,
  rewriteReply,
  withoutKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

/** Silence after which the impatient server goes; the suite is silent for longer. */
const PATIENCE_MS = 150;

/** A server that waits for nobody. */
const impatient = (): Rule => () => {
  let timer: NodeJS.Timeout | undefined;
  return {
    client: () => {
      clearTimeout(timer);
      return false;
    },
    server: (u, io) => {
      clearTimeout(timer);
      if (u.kind !== 'closed') timer = setTimeout(() => io.hangUp(), PATIENCE_MS);
      return false;
    },
  };
};

/** A server that serves nobody here. */
const noService = (): Rule => rewriteGreeting(/^220/, '554');

export const mutants: Mutant[] = [
  m('rfc5321-3.1-after-554-waits-for-quit', 'greets with 554 and goes at the first command', [
    noService(),
    hangUpOn(/^NOOP/i),
  ]),
  m('rfc5321-3.1-after-554-answers-503', 'greets with 554 and serves', noService()),
  m(
    'rfc5321-4.2.2-552-over-the-size-limit',
    'says 550 to what is too large',
    rewriteReply(/^MAIL.* SIZE=/i, /^552/, '550'),
  ),
  m(
    'rfc5321-4.2.2-504-parameter-not-implemented',
    'says 501 to a mechanism it has not',
    rewriteReply(/^AUTH X/i, /^504/, '501'),
  ),
  m('rfc5321-4.1.1.8-help-may-take-an-argument', 'helps in general only', refuse(/^HELP ./i, '504 5.5.4 In general')),
  m('rfc5321-3.6.1-may-decline-to-relay', 'relays for everybody', acceptAnything(/^RCPT TO:<nobody@example\.net>/i)),
  m('rfc5321-4.5.3.1.7-size-extension-where-restricted', 'keeps its limit to itself', withoutKeyword('SIZE')),
  m('rfc5321-4.5.3.1.8-recipient-limit-is-orderly', 'forgets all for one recipient too many', [
    nth(102, /^RCPT/i, refuse(/^RCPT/i, '452 4.5.3 Too many')),
    rewriteReply(/^DATA/i, /^354.*$/, '503 5.5.1 RCPT first'),
  ]),
  m(
    'rfc5321-4.5.3.1.10-too-many-recipients-452',
    'says 552 to a recipient too many',
    nth(101, /^RCPT/i, rewriteReply(/^RCPT/i, /^452/, '552')),
  ),
  m('rfc5321-4.5.3.2.7-awaits-a-command-five-minutes', 'goes as soon as nothing is said', impatient()),
];
