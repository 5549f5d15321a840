import { announcement, type Reply, replies, SMTP_SERVICES } from './smtp-units.ts';
import { isRegistered } from './status-codes.ts';
import type { Monitor, Report } from './types.ts';

const PRESENT = 'rfc2034-4-every-reply-has-a-code';
const GRAMMAR = 'rfc2034-4-code-grammar';
const CLASS = 'rfc2034-4-code-agrees-with-class';
const SAME = 'rfc2034-4-same-code-on-all-lines';
const NUMBERS = 'rfc3463-2-three-numbers';
const ZEROS = 'rfc3463-2-no-leading-zeros';
const REGISTERED = 'rfc3463-2-registered-codes-only';

/** Enhanced status codes on every 2xx, 4xx and 5xx reply, once they are announced: not on the greeting, HELO, EHLO and LHLO (RFC 2034 §4). Their form is that of RFC 3463 §2. */
export const smtpEnhancedCodes: Monitor = {
  id: 'smtp-enhanced-codes',
  requirements: [PRESENT, GRAMMAR, CLASS, SAME, NUMBERS, ZEROS, REGISTERED],
  services: SMTP_SERVICES,
  watch(w, report) {
    let announced = false;
    for (const r of replies(w)) {
      announced ||= announcement(r)?.some((a) => a.keyword === 'ENHANCEDSTATUSCODES') ?? false;
      const exempt = r.greeting || /^(?:EHLO|HELO|LHLO)$/.test(r.command?.verb ?? '');
      if (announced && !exempt && /^[245]/.test(r.code)) codes(r, report);
    }
  },
};

function codes(r: Reply, report: Report): void {
  report.asked(PRESENT);
  const found = r.lines.map((l) => /^\d+\.\d+\.\d+(?= |$)/.exec(l.text)?.[0]);
  const first = found[0];
  if (first === undefined) {
    const near = /^\d+\.\d+/.test(r.lines[0]?.text ?? '');
    if (near) for (const id of [GRAMMAR, NUMBERS]) report.fault(id, 'something like an enhanced code', r.raw, r.at);
    else report.fault(PRESENT, 'a reply without an enhanced code', r.raw, r.at);
    return;
  }
  for (const id of [GRAMMAR, CLASS, NUMBERS, ZEROS]) report.asked(id);
  if (/^[245]\.\d{1,3}\.\d{1,3}$/.test(first)) numbers(first, r, report);
  else for (const id of [GRAMMAR, NUMBERS]) report.fault(id, `${first} is no enhanced code`, r.raw, r.at);
  if (first[0] !== r.code[0]) report.fault(CLASS, `${first} in a reply of ${r.code}`, r.raw, r.at);
  if (r.lines.length === 1) return;
  report.asked(SAME);
  if (found.some((f) => f !== first)) report.fault(SAME, 'lines with different enhanced codes', r.raw, r.at);
}

function numbers(code: string, r: Reply, report: Report): void {
  if (/\.0\d/.test(code)) report.fault(ZEROS, `${code} has a zero in front`, r.raw, r.at);
  report.asked(REGISTERED);
  if (!isRegistered(code)) report.fault(REGISTERED, `${code} is not registered`, r.raw, r.at);
}
