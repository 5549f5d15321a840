/** RFC 5321 4.5.3.1.5, with CR LF. */
const REPLY_LINE_MAX = 512;

/** rfc5321-4.2-codes-of-this-document. The code of a reply: two to five, none to five, any digit (RFC 5321 4.2). 521 is not among them: rfc6409-7-reply-521-not-used. */
export type Code =
  | 211
  | 214
  | 220
  | 221
  | 235
  | 250
  | 252
  | 334
  | 354
  | 421
  | 450
  | 451
  | 452
  | 454
  | 500
  | 501
  | 502
  | 503
  | 504
  | 530
  | 535
  | 538
  | 550
  | 552
  | 553
  | 554
  | 555;

/** One reply: a code, an enhanced code (RFC 3463) or none, and a line of text or more. */
export class Reply {
  // rfc5321-4.2-first-digit-2-to-5, rfc5321-4.2-reply-code-grammar, rfc5321-4.3.2-three-digit-codes
  readonly code: Code;
  readonly enhanced: string;
  readonly lines: readonly string[];
  /**
   * @param enhanced '' only for a greeting, the answer to HELO, EHLO and LHLO, and 3yz
   * @param lines a text is always given (rfc5321-4.2-no-bare-codes)
   */
  // rfc2034-4-code-grammar, rfc2034-4-code-agrees-with-class, rfc3463-2-three-numbers, rfc3463-2-no-leading-zeros, rfc3463-2-registered-codes-only
  constructor(code: Code, enhanced: '' | `${2 | 4 | 5}.${number}.${number}`, ...lines: [string, ...string[]]) {
    this.code = code;
    this.enhanced = enhanced;
    this.lines = lines;
  }

  /** On the wire, with CR LF; a character an octet. */
  toString(): string {
    const last = this.lines.length - 1;
    // rfc5321-2.3.8-replies-end-with-crlf, rfc5321-4.2.1-multiline-form, rfc5321-4.2.1-one-code-on-all-lines, rfc5321-4.2.1-space-after-a-code-without-text
    return this.lines.map((l, i) => `${this.code}${i < last ? '-' : ' '}${this.#line(l)}\r\n`).join('');
  }

  #line(text: string): string {
    // rfc6409-7-enhanced-codes-used, rfc2034-4-same-code-on-all-lines, rfc2034-4-every-reply-has-a-code, rfc2034-4-codes-after-helo-too
    const s = this.enhanced === '' ? text : `${this.enhanced} ${text}`;
    // rfc5321-4.5.3.1.5-reply-line-at-most-512
    return this.octets(s).slice(0, REPLY_LINE_MAX - 6);
  }

  /** What a client sent comes back only as printable US-ASCII: nothing of it can end a line. */
  protected octets(s: string): string {
    return printable(s, false);
  }
}

/** A reply to a client that has said that it takes UTF-8 in this one (RFC 6531 3.7.4). */
export class InternationalReply extends Reply {
  protected override octets(s: string): string {
    return Buffer.from(printable(s, true)).toString('latin1');
  }
}

function printable(s: string, international: boolean): string {
  let out = '';
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    // rfc5321-4.2-reply-text-is-printable-ascii, rfc6531-3.7.4.2-no-utf-8-in-other-replies
    out += (c >= 32 && c <= 126) || c === 9 || (international && c > 159) ? s[i] : '?';
  }
  return out;
}

/** A known command whose argument is wrong. */
export function badArgument(why: string): Reply {
  // rfc5321-4.2.2-501-bad-argument
  return new Reply(501, '5.5.4', why);
}

export function badSequence(why: string): Reply {
  // rfc5321-4.1.4-out-of-order-503, rfc3463-3.6-out-of-sequence-x-5-1
  return new Reply(503, '5.5.1', why);
}
