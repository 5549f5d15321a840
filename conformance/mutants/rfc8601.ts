import { m, type Rule, rewriteBody, rewriteLiteral, rule, text } from './kit.ts';
import type { Mutant } from './types.ts';

/** The mutant is seen at the mailbox, so it spans the scenario. */
const seen = { per: 'scenario' } as const;

/** The message as it is found in the mailbox, over IMAP. */
const found = (change: (message: string) => string): Rule => rewriteLiteral(/FETCH/i, change);

/**
 * A server that lets fields pass which `which` takes: the client's field goes in under a name of its own, which nobody looks for, and is found in the
 * mailbox as it was sent.
 */
function letsPass(which: RegExp): Rule {
  const hides = rewriteBody((body) => body.replace(which, (field) => `X-Passed-${field}`));
  const shows = found((message) => message.replaceAll('X-Passed-', ''));
  return () => {
    const [a, b] = [hides(), shows()];
    return { client: (u, io) => a.client?.(u, io) ?? false, server: (u, io) => b.server?.(u, io) ?? false };
  };
}

const OURS = 'mail\\.example\\.test';

/** A server that breaks one rule of RFC 8601 each. */
export const mutants: Mutant[] = [
  m(
    'rfc8601-5-field-name-in-any-case',
    'knows the field in one case',
    letsPass(/^(?:AUTHENTICATION-RESULTS|authentication-results )(?=:)/gm),
    seen,
  ),
  m(
    'rfc8601-2.2-comments-and-folds-before-the-identifier',
    'reads the identifier behind a blank',
    letsPass(/^Authentication-Results:(?= \(|\r\n)/gm),
    seen,
  ),
  m('rfc8601-2.2-identifier-in-quotes', 'knows no quoted strings', letsPass(/^Authentication-Results:(?= ")/gm), seen),
  m(
    'rfc8601-4-nothing-added-to-existing-field',
    'adds a result to what others found',
    found((message) => message.replace(/(=pass smtp\.mailfrom=forged\.example\.net)\r\n/, '$1; dkim=none\r\n')),
    seen,
  ),
  m(
    'rfc8601-4-own-field-above-own-trace',
    'puts its own field below its trace',
    found((message) => message.replace(/^From: /m, 'Authentication-Results: mail.example.test; none\r\nFrom: ')),
    seen,
  ),
  m(
    'rfc8601-4.1-fields-not-reordered',
    'turns fields of a kind round',
    found((message) =>
      message.replace(/^(Authentication-Results: two.*\r\n)([\s\S]*?)(Authentication-Results: one.*\r\n)/m, '$3$2$1'),
    ),
    seen,
  ),
  m(
    'rfc8601-5-forged-field-deleted',
    'lets anybody speak in its name',
    letsPass(new RegExp(`^Authentication-Results:(?= ${OURS})`, 'gm')),
    seen,
  ),
  m(
    'rfc8601-5-every-forged-field-deleted',
    'deletes the first field and no other',
    letsPass(new RegExp(`(?<=\\r\\n)Authentication-Results:(?= ${OURS})`, 'g')),
    seen,
  ),
  m(
    'rfc8601-5-unsupported-version-deleted',
    'takes any version for its own',
    letsPass(/^Authentication-Results:(?= \S+ 99)/gm),
    seen,
  ),
  m(
    'rfc8601-5-other-fields-may-stay',
    'deletes all such fields',
    found((message) => message.replace(/^Authentication-Results:.*\r\n/gm, '')),
    seen,
  ),
  m(
    'rfc8601-7.8-malformed-field-does-no-harm',
    'falls over a comment that does not end',
    rule({
      client: (u, io) => {
        if (u.kind !== 'body' || !/DATA/i.test(text(io)) || !u.raw.includes('(a comment (')) return false;
        io.hangUp();
        return true;
      },
    }),
  ),
];
