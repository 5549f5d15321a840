/** What a broken server does to the grammar of addresses in RFC 5321 sections 4.1.2 and 4.1.3 and appendix C: it knows less of it, or anything goes. */
import {
  acceptAnything,
  lines,
  m,
  type Rule,
  refuse,
  rewriteCommand,
  rewriteLiteral,
  rewriteReply,
  text,
} from './kit.ts';
import type { Mutant } from './types.ts';

/** A form that the server does not know. */
const knowsNot = (id: string, does: string, form: RegExp): Mutant =>
  m(`rfc5321-${id}`, does, rewriteReply(form, /^[\s\S]*$/, '501 5.1.7 No'));

/** A form that the server takes and must not. */
const takes = (id: string, does: string, form: RegExp): Mutant => m(`rfc5321-${id}`, does, acceptAnything(form));

const MAIL = (path: string) => new RegExp(`^MAIL FROM:${path}`, 'i');

/** Everybody who was named before gets what follows too. */
const sendsToAllNamed: Rule = () => {
  const named = new Set<string>();
  return {
    client: (u, io) => {
      const path = /^RCPT TO:(<[^>]*>)/i.exec(text(io))?.[1];
      if (path) named.add(path);
      if (u.kind !== 'line' || io.command?.verb !== 'DATA') return false;
      for (const p of named) io.ask(lines(`RCPT TO:${p}`));
      io.pass();
      return true;
    },
  };
};

export const mutants: Mutant[] = [
  knowsNot('4.1.2-quoted-specials-sender-accepted', 'looks for the first at sign', MAIL('<"a@b"')),
  m(
    'rfc5321-4.1.2-quoted-sender-kept',
    'takes the quotes off for good',
    rewriteLiteral(/FETCH/i, (s) => s.replace(/^(Return-Path: <)"(two words)"/im, '$1$2')),
    { per: 'scenario' },
  ),
  knowsNot('4.1.2-empty-quoted-string', 'wants something between the quotes', MAIL('<""@')),
  knowsNot('4.1.2-domain-sender-accepted', 'wants labels to begin with a letter', MAIL('<someone@3com')),
  knowsNot('4.1.2-a-label-sender-accepted', 'knows no A-labels', MAIL('<someone@xn--')),
  knowsNot('C-source-route-in-reverse-path-accepted', 'knows no routes in a sender', MAIL('<@one\\.')),
  knowsNot('4.1.2-quoted-forms-are-equivalent', 'compares with the quotes on', /^RCPT TO:<"/i),
  knowsNot('4.1.2-dot-string-recipient-understood', 'knows letters and digits only', /^RCPT TO:<#/i),
  knowsNot('4.1.2-quoted-string-recipient-understood', 'knows no quotes', /^RCPT TO:<"no/i),

  takes('4.1.1.2-blank-after-the-colon-refused', 'takes a blank before the path', MAIL(' ')),
  takes('4.1.2-path-needs-brackets', 'does without brackets', MAIL('someone')),
  m(
    'rfc5321-4.1.2-mailbox-needs-a-domain',
    'puts in a domain itself',
    rewriteCommand(/^MAIL/i, /<someone>/i, '<someone@example.org>'),
  ),
  takes('4.1.2-misplaced-dots-refused', 'counts no dots', MAIL('<(?:\\.|[^@]*\\.[.@])')),
  takes('4.1.2-unquoted-specials-refused', 'does without quotes', MAIL('<(?:two words|some\\[|one,)')),
  takes('4.1.2-second-at-sign-refused', 'looks at the last at sign', MAIL('<some@one@')),
  m(
    'rfc5321-4.1.2-unclosed-quote-refused',
    'closes the quotes itself',
    rewriteCommand(/^MAIL FROM:<"someone@/i, /"someone/, '"someone"'),
  ),
  m(
    'rfc5321-4.1.2-text-after-path-refused',
    'reads up to the first bracket',
    rewriteCommand(/^MAIL FROM:<[^>]*>,/i, />,.*$/, '>'),
  ),
  takes('4.1.2-empty-label-refused', 'counts no dots in a domain', MAIL('<someone@(?:>|\\.|example\\.\\.)')),
  takes('4.1.2-outer-hyphen-refused', 'takes a hyphen anywhere', MAIL('<someone@(?:-|host-)')),
  takes('4.1.2-underscore-in-domain-refused', 'takes an underscore for a letter', MAIL('<someone@some_')),
  takes('4.1.2-specials-in-domain-refused', 'takes anything for a domain', MAIL('<someone@(?:some[ /]|\\()')),
  takes('4.1.2-malformed-route-refused', 'takes anything for a route', MAIL('<@')),
  takes('4.1.2-parameter-value-grammar', 'takes any parameter', /^MAIL .*XNOSUCH=/i),

  knowsNot('4.1.3-ipv6-forms-understood', 'knows no full form', MAIL('<someone@\\[IPv6:2001:db8:0:0:8')),
  knowsNot('4.1.3-ipv4-inside-ipv6-understood', 'knows one kind of address at a time', MAIL('<.*:192\\.0\\.2\\.17\\]')),
  m(
    'rfc5321-4.1.3-tag-in-any-case',
    'knows the tag in one form',
    refuse(/^MAIL FROM:<someone@\[ipv6:/, '501 5.1.7 No'),
  ),
  knowsNot('4.1.3-other-tags-may-be-taken', 'knows two kinds of address', MAIL('<someone@\\[x-')),
  takes('4.1.3-ipv4-octet-range', 'takes any number', MAIL('<someone@\\[192\\.0\\.2\\.256')),
  takes('4.1.3-ipv4-has-four-numbers', 'counts no numbers', MAIL('<someone@\\[192\\.0\\.2[\\].]')),
  takes('4.1.3-malformed-ipv6-refused', 'takes anything behind the tag', MAIL('<someone@\\[IPv6:2001:db8')),
  takes('4.1.3-unclosed-literal-refused', 'looks for no bracket', MAIL('<someone@\\[')),
  m('rfc5321-C-header-names-no-recipients', 'goes by the header', sendsToAllNamed),
  takes('7.9-strangers-are-not-relayed', 'relays for everybody', /^RCPT TO:<nobody@example\.net/i),
  takes('F.1-turn-not-for-strangers', 'hands over the mail of others', /^TURN/i),
  takes('F.6-send-only-where-announced', 'knows more than it says', /^SEND/i),
];
