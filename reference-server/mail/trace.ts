import { printDate } from './date.ts';

/** RFC 3848 and its registry: how a message came. After HELO there is no extension, and no word for what went with it. */
export type WithProtocol = 'SMTP' | `${'ESMTP' | 'LMTP' | 'UTF8SMTP' | 'UTF8LMTP'}${'' | 'S' | 'A' | 'SA'}`;

export interface Transmission {
  lmtp: boolean;
  extended: boolean;
  tls: boolean;
  auth: boolean;
  /** MAIL had SMTPUTF8 (RFC 6531 4.3). */
  utf8: boolean;
}

export function withProtocol(o: Transmission): WithProtocol {
  // rfc5321-4.4-with-registered, rfc3848-1-smtp-after-helo
  if (!o.lmtp && !o.extended) return 'SMTP';
  // rfc3848-1-esmtp-in-clear, rfc3848-1-esmtps-inside-tls, rfc3848-1-esmtpa-with-auth, rfc3848-1-esmtpsa-with-auth-inside-tls, rfc3848-1-lmtp-in-clear,
  // rfc3848-1-lmtps-inside-tls, rfc3848-1-lmtpa-with-auth,
  // rfc3848-1-auth-on-the-exchange, rfc4954-7-received-says-with-esmtpa
  const ascii = o.lmtp ? 'LMTP' : 'ESMTP';
  // rfc6531-4.3-utf8smtp, rfc6531-4.3-utf8smtps, rfc6531-4.3-utf8smtpa, rfc6531-4.3-utf8smtpsa, rfc6531-4.3-utf8lmtp, rfc6531-4.3-utf8lmtps,
  // rfc6531-4.3-utf8lmtpa, rfc6531-3.7.3-esmtp-without-the-parameter
  const base = o.utf8 ? (o.lmtp ? 'UTF8LMTP' : 'UTF8SMTP') : ascii;
  if (o.tls) return o.auth ? `${base}SA` : `${base}S`;
  return o.auth ? `${base}A` : base;
}

export interface ReceivedFacts {
  /** Name or address literal given with EHLO, already checked by the grammar. */
  helo: string;
  /** Address of the connection; empty for a unix socket. */
  address: string;
  by: string;
  with: WithProtocol;
  /** Queue id: an atom. */
  id: string;
  /** The one recipient's path with its brackets; absent where there are several. */
  for?: string;
  /** Milliseconds since the epoch, and minutes east of UTC. */
  at: number;
  zone: number;
}

/** The time stamp line of RFC 5321 4.4, folded, with its line end. */
export function received(f: ReceivedFacts): string {
  // rfc5321-4.4-received-structured, rfc5321-4.4-received-has-from, rfc5321-4.4-from-gives-the-ehlo-name, rfc5321-4.4-from-gives-the-address,
  // rfc5321-4.4-from-domain-grammar
  // rfc2505-2.2.1-received-has-the-address, rfc2505-2.2.1-received-has-the-helo-name; below, in order, rfc2505-2.2.1-received-tells-of-authentication and
  // rfc2505-2.2.1-received-has-the-date.
  const from = f.address === '' ? f.helo : `${f.helo} (${addressLiteral(f.address)})`;
  // rfc5321-4.4-for-names-one-path, rfc5321-4.4-for-grammar, rfc5321-7.2-recipients-not-disclosed
  // rfc6532-3.2-for-clause-in-utf-8
  const path = f.for === undefined ? '' : `\r\n\tfor ${f.for}`;
  // rfc5321-4.4-received-has-by, rfc5321-4.4-by-domain-grammar, rfc5321-4.4-clauses-in-order, rfc5321-4.4-via-registered, rfc5321-4.4-date-grammar,
  // rfc5321-4.4-additional-clauses-registered, rfc5321-4.4-id-grammar
  return `Received: from ${from}\r\n\tby ${f.by} with ${f.with} id ${f.id}${path};\r\n\t${printDate(f.at, f.zone)}\r\n`;
}

/** The return path line of RFC 5321 4.4. @param path with its brackets, `<>` for a null reverse-path */
export function returnPath(path: string): string {
  // rfc5321-4.4-return-path-grammar, rfc5321-4.4-return-path-holds-the-reverse-path, rfc5321-4.4-null-return-path
  // rfc6531-3.7.3-return-path-in-utf-8, rfc6531-3.7.3-u-label-in-return-path: as it was given. ORCPT gets no field
  // (rfc6533-5-original-recipient-field-in-utf-8).
  return `Return-Path: ${path}\r\n`;
}

/** An address as RFC 5321 4.1.3 writes it. */
export function addressLiteral(address: string): string {
  const scope = address.indexOf('%');
  const bare = scope < 0 ? address : address.slice(0, scope);
  return bare.includes(':') ? `[IPv6:${bare}]` : `[${bare}]`;
}
