import { announcement, type Reply, replies, SMTP_SERVICES } from './smtp-units.ts';
import type { Monitor, Report } from './types.ts';

const DOMAIN = 'rfc5321-4.1.1.1-ehlo-reply-begins-with-the-domain';
const GRAMMAR = 'rfc5321-4.1.1.1-ehlo-keyword-grammar';
const NO_STARTTLS = 'rfc3207-4.2-starttls-not-offered-inside-tls';
const SIZE = 'rfc1870-3-parameter-is-a-number';
const CHUNKING = 'rfc3030-3-binarymime-with-chunking';
const MECHANISMS = 'rfc4954-3-keyword-lists-mechanisms';

/** Keywords that take no parameter. */
const ALONE: Record<string, string> = {
  PIPELINING: 'rfc2920-2-keyword-without-parameter',
  '8BITMIME': 'rfc6152-2-keyword-without-parameter',
  ENHANCEDSTATUSCODES: 'rfc2034-3-keyword-without-parameter',
  DSN: 'rfc3461-2-keyword-without-parameter',
  BINARYMIME: 'rfc3030-3-keyword-without-parameter',
  STARTTLS: 'rfc3207-2-keyword-without-parameter',
};

/** Keywords that a submission service does not offer. */
const NOT_ON_SUBMISSION: Record<string, string> = {
  ETRN: 'rfc6409-7-etrn-not-offered',
  ATRN: 'rfc6409-7-atrn-not-offered',
};

/** Announcements of EHLO and LHLO: their grammar, and what excludes what (RFC 5321 §4.1.1.1, 3207 §4.2, 6409 §7 and each extension's own). */
export const smtpAnnouncements: Monitor = {
  id: 'smtp-announcements',
  requirements: [
    DOMAIN,
    GRAMMAR,
    NO_STARTTLS,
    SIZE,
    CHUNKING,
    MECHANISMS,
    ...Object.values(ALONE),
    ...Object.values(NOT_ON_SUBMISSION),
  ],
  services: SMTP_SERVICES,
  watch(w, report) {
    for (const r of replies(w)) {
      const all = announcement(r);
      if (!all) continue;
      report.asked(DOMAIN);
      const name = /^(?:[A-Za-z0-9.-]+|\[[^\]\x00-\x20]+\])(?: |$)/;
      if (!name.test(r.lines[0]?.text ?? '')) report.fault(DOMAIN, 'no name of the server', r.raw, r.at);
      if (r.tls) report.asked(NO_STARTTLS);
      for (const a of all) one(a, r, report);
      if (all.some((a) => a.keyword === 'BINARYMIME')) {
        report.asked(CHUNKING);
        const chunks = all.some((a) => a.keyword === 'CHUNKING');
        if (!chunks) report.fault(CHUNKING, 'BINARYMIME without CHUNKING', r.raw, r.at);
      }
      if (w.service === 'submission') submission(all, r, report);
    }
  },
};

type Announced = NonNullable<ReturnType<typeof announcement>>[number];

function one({ keyword, parameters, line }: Announced, r: Reply, report: Report): void {
  report.asked(GRAMMAR);
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*(?: [\x21-\x7e]+)*$/.test(line.text)) {
    report.fault(GRAMMAR, 'no keyword with parameters after single spaces', line.raw, r.at);
  }
  if (keyword === 'STARTTLS' && r.tls) report.fault(NO_STARTTLS, 'STARTTLS inside TLS', r.raw, r.at);
  const alone = ALONE[keyword];
  if (alone) {
    report.asked(alone);
    if (parameters.length > 0) report.fault(alone, `${keyword} with a parameter`, line.raw, r.at);
  }
  if (keyword === 'AUTH') {
    report.asked(MECHANISMS);
    const strange = parameters.find((p) => !/^[A-Z0-9_-]{1,20}$/.test(p));
    if (strange !== undefined) report.fault(MECHANISMS, `${strange} is no mechanism`, line.raw, r.at);
  }
  if (keyword !== 'SIZE') return;
  report.asked(SIZE);
  const fits = parameters.length === 0 || (parameters.length === 1 && /^\d{1,20}$/.test(parameters[0] ?? ''));
  if (!fits) report.fault(SIZE, 'SIZE with something else than one number', line.raw, r.at);
}

function submission(all: readonly Announced[], r: Reply, report: Report): void {
  for (const [keyword, id] of Object.entries(NOT_ON_SUBMISSION)) {
    report.asked(id);
    if (all.some((a) => a.keyword === keyword)) report.fault(id, `${keyword} on a submission service`, r.raw, r.at);
  }
}
