import { type Reply, replyOf, SMTP_SERVICES } from './smtp-units.ts';
import type { Monitor, Report } from './types.ts';

const CODE = 'rfc5321-4.2-reply-code-grammar';
const FIRST = 'rfc5321-4.2-first-digit-2-to-5';
const FORM = 'rfc5321-4.2.1-multiline-form';
const ONE_CODE = 'rfc5321-4.2.1-one-code-on-all-lines';
const SPACE = 'rfc5321-4.2.1-space-after-a-code-without-text';
const BARE = 'rfc5321-4.2-no-bare-codes';
const ASCII = 'rfc5321-4.2-reply-text-is-printable-ascii';
const CRLF = 'rfc5321-2.3.8-replies-end-with-crlf';
const LENGTH = 'rfc5321-4.5.3.1.5-reply-line-at-most-512';
const GREETING = 'rfc5321-4.2-greeting-grammar';
const NO_521 = 'rfc6409-7-reply-521-not-used';

const DOMAIN =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[^\]\x00-\x20]+\])(?: |$)/;

/** Form of every SMTP reply (RFC 5321 §2.3.8, 4.2, 4.2.1, 4.5.3.1.5; RFC 6409 §7). */
export const smtpReplyGrammar: Monitor = {
  id: 'smtp-reply-grammar',
  requirements: [CODE, FIRST, FORM, ONE_CODE, SPACE, BARE, ASCII, CRLF, LENGTH, GREETING, NO_521],
  services: SMTP_SERVICES,
  watch(w, report) {
    let utf8 = false;
    for (const s of w.said) {
      // RFC 6531 §3.7.4.1: a client that says SMTPUTF8 can be answered in UTF-8
      if (s.from === 'C' && s.unit.kind === 'line') utf8 ||= / SMTPUTF8\b/i.test(s.command?.text ?? '');
      if (s.from === 'S' && s.unit.kind === 'malformed') {
        const text = s.unit.raw.toString('latin1');
        const id = /^\d{3}-/.test(text) ? FORM : CODE;
        report.fault(
          id,
          id === FORM ? 'a line within a reply has no code and hyphen' : 'no reply code',
          s.unit.raw,
          s.at,
        );
      }
      const r = replyOf(s);
      if (!r) continue;
      form(r, report);
      octets(r, report, utf8);
      if (r.greeting && r.code === '220') greeting(r, report);
      if (w.service !== 'submission') continue;
      report.asked(NO_521);
      if (r.code === '521') report.fault(NO_521, '521 on a submission service', r.raw, r.at);
    }
  },
};

function form(r: Reply, report: Report): void {
  for (const id of [CODE, FIRST, BARE]) report.asked(id);
  if (r.lines.length > 1) for (const id of [FORM, ONE_CODE]) report.asked(id);
  for (const line of r.lines) {
    if (!/^[2-5]/.test(line.code)) report.fault(FIRST, `a reply code begins with ${line.code[0]}`, r.raw, r.at);
    else if (!/^[2-5][0-5]\d$/.test(line.code)) report.fault(CODE, `${line.code} is no reply code`, r.raw, r.at);
    if (line.code !== r.code) report.fault(ONE_CODE, `${line.code} and ${r.code} in one reply`, r.raw, r.at);
  }
  const last = r.lines.at(-1);
  if (last?.text !== '') return;
  report.asked(SPACE);
  if (last.separator === '') report.fault(SPACE, 'nothing after the code', r.raw, r.at);
  // RFC 4954 §4: an empty challenge has none
  if (r.code !== '334' && r.lines.every((l) => l.text === '')) report.fault(BARE, 'a code without text', r.raw, r.at);
}

function octets(r: Reply, report: Report, utf8: boolean): void {
  for (const id of [CRLF, ASCII, LENGTH]) report.asked(id);
  for (const line of r.lines) {
    const whole = line.raw.toString('latin1');
    if (!/^[^\r\n]*\r\n$/.test(whole)) report.fault(CRLF, 'a bare CR or LF in a reply', r.raw, r.at);
    const printable = utf8 ? /^[\t\x20-\x7e\x80-\xff]*$/ : /^[\t\x20-\x7e]*$/;
    if (!printable.test(line.text.replaceAll('\r', ''))) {
      report.fault(ASCII, 'text that is not printable US-ASCII', r.raw, r.at);
    }
    // RFC 4954 §4: challenges may be longer
    if (line.raw.length > 512 && line.code !== '334') {
      report.fault(LENGTH, `a reply line of ${line.raw.length} octets`, line.raw, r.at);
    }
  }
}

function greeting(r: Reply, report: Report): void {
  report.asked(GREETING);
  if (!DOMAIN.test(r.lines[0]?.text ?? ''))
    report.fault(GREETING, 'no name of the server in the greeting', r.raw, r.at);
}
