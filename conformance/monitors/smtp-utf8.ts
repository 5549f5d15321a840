import { announcement, type Reply, replies, SMTP_SERVICES } from './smtp-units.ts';
import type { Monitor, Report } from './types.ts';

const ALONE = 'rfc6531-3.1-keyword-without-parameter';
const EIGHT_BITS = 'rfc6531-3.1-with-8bitmime';
const LDH = 'rfc6531-3.7.1-ehlo-domain-is-ldh';
const FORWARD = 'rfc6531-3.7.4.1-no-utf-8-251-without-the-parameter';
const VERIFY = 'rfc6531-3.7.4.2-no-utf-8-from-vrfy-without-the-parameter';
const OTHER = 'rfc6531-3.7.4.2-no-utf-8-in-other-replies';

const PARAMETER = / SMTPUTF8$/i;
const PARAMETERS = / SMTPUTF8(?: |$)/i;

/** What SMTPUTF8 brings with it, and in which replies UTF-8 may stand (RFC 6531 §3.1, 3.7.1, 3.7.4), where it is announced. */
export const smtpUtf8: Monitor = {
  id: 'smtp-utf8',
  requirements: [ALONE, EIGHT_BITS, LDH, FORWARD, VERIFY, OTHER],
  services: SMTP_SERVICES,
  watch(w, report) {
    let offered = false;
    // MAIL of the transaction had the parameter.
    let allowed = false;
    for (const r of replies(w)) {
      const all = announcement(r);
      if (all) {
        const found = all.find((a) => a.keyword === 'SMTPUTF8');
        offered = found !== undefined;
        allowed = false;
        if (found) announced(found.parameters, all, r, report);
        continue;
      }
      if (!offered || r.greeting) continue;
      if (r.command?.verb === 'MAIL') allowed = PARAMETERS.test(r.command.text) && r.code.startsWith('2');
      if (r.command?.verb === 'RSET') allowed = false;
      reply(r, allowed, report);
    }
  },
};

function announced(parameters: readonly string[], all: readonly { keyword: string }[], r: Reply, report: Report): void {
  for (const id of [ALONE, EIGHT_BITS, LDH]) report.asked(id);
  if (parameters.length > 0) report.fault(ALONE, 'SMTPUTF8 with a parameter', r.raw, r.at);
  if (!all.some((a) => a.keyword === '8BITMIME')) {
    report.fault(EIGHT_BITS, 'SMTPUTF8 without 8BITMIME', r.raw, r.at);
  }
  if (international(r.lines[0]?.text ?? '')) report.fault(LDH, 'a name beyond US-ASCII', r.raw, r.at);
}

/** Each reply is asked of the one rule that is about it. */
function reply(r: Reply, allowed: boolean, report: Report): void {
  const verify = /^(?:VRFY|EXPN)$/.test(r.command?.verb ?? '');
  const forward = r.code === '251' || r.code === '551';
  const id = verify ? VERIFY : forward ? FORWARD : OTHER;
  report.asked(id);
  const permitted = verify ? PARAMETER.test(r.command?.text ?? '') : forward && allowed;
  if (!permitted && international(r.raw.toString('latin1'))) {
    report.fault(id, 'UTF-8 in a reply that may have none', r.raw, r.at);
  }
}

const international = (text: string): boolean => /[\x80-\xff]/.test(text);
