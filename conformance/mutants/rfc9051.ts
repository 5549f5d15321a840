import { m, when, withKeyword } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of IMAP4rev2 each, for the monitors to notice. */
export const mutants: Mutant[] = [
  m(
    'rfc9051-6.2.1-starttls-not-offered-inside-tls',
    'announces IMAP4rev2, and STARTTLS inside TLS',
    when((io) => io.conn.secured, withKeyword('IMAP4rev2 STARTTLS')),
    { where: /starts TLS|logged in|selected/ },
  ),
];
