/**
 * Combinators for mutants: a mutant is one line in a table, `m(id, what the broken server does, rule or rules)`.
 *
 * Three examples:
 *
 *     // the server takes a recipient before MAIL
 *     m('rfc5321-3.3-rcpt-needs-mail', 'accepts RCPT without MAIL', rewriteReply(/^RCPT/i, /^503.*$/s, '250 2.1.5 Ok'))
 *
 *     // the first dot of a line stays; the second requirement is known to fall with it
 *     m('rfc5321-4.5.2-leading-dot-removed', 'keeps the stuffed dot', stuffTwice(), { also: ['rfc5321-4.5.2-transformations-reversible'] })
 *
 *     // what no combinator says is a small rule of its own: return true where the unit has been dealt with
 *     m('rfc1939-7-uidl-ids-differ', 'gives every message one id', rule({
 *       server: (unit, io) => io.part === 'line' && /^UIDL/i.test(text(io)) && replace(unit, io, /\S+$/, 'same'),
 *     }))
 *
 * `command` patterns are tested against the client's line without CRLF and, for IMAP, without its tag: /^(UID )?FETCH/i. A reply's text is
 * its lines joined by \n without the final line end and, for IMAP, without tag or `* `; `to` may use $1 and \n, as String.replace does.
 * The first rule that deals with a unit wins; what none deals with passes. Without an intervention a mutant proves nothing: the runner says so.
 */

export { acceptAnything, delayUntil, refuse, reorder, withKeyword, withoutKeyword } from './kit-answers.ts';
export {
  answerFor,
  hangUpOn,
  loseBody,
  replayAfterTls,
  rewriteBody,
  rewriteCommand,
  stuffTwice,
  swallow,
} from './kit-commands.ts';
export {
  type Acts,
  after,
  lines,
  m,
  nth,
  type Rule,
  replace,
  replyText,
  rule,
  type To,
  text,
  toFilter,
  when,
} from './kit-core.ts';
export {
  dropLine,
  dropUntagged,
  inject,
  injectUntagged,
  repeatReply,
  rewriteGreeting,
  rewriteLine,
  rewriteLiteral,
  rewriteReply,
  rewriteUntagged,
  silent,
} from './kit-replies.ts';
