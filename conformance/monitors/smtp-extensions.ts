import { announcement, type Reply, replies, SMTP_SERVICES } from './smtp-units.ts';
import type { Monitor, Report } from './types.ts';

const REGISTERED = 'rfc5321-2.2.2-keywords-are-registered-or-private';
const ANNOUNCED = 'rfc5321-4.1.1.1-optional-commands-announced';
const CLOSED = 'rfc5321-4.2.2-421-and-then-closed';

/** Keywords of the registry of SMTP service extensions that IANA keeps; VRFY by RFC 5321 section 3.5.2. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['SEND', 'SOML', 'SAML', 'EXPN', 'HELP', 'TURN', 'VRFY', '8BITMIME', 'SIZE', 'VERB', 'ONEX', 'CHUNKING'],
  ...['BINARYMIME', 'CHECKPOINT', 'DELIVERBY', 'PIPELINING', 'DSN', 'ETRN', 'ENHANCEDSTATUSCODES', 'STARTTLS'],
  ...['NO-SOLICITING', 'MTRK', 'SUBMITTER', 'ATRN', 'AUTH', 'FUTURERELEASE', 'CONPERM', 'CONNEG', 'UTF8SMTP'],
  ...['SMTPUTF8', 'MT-PRIORITY', 'BURL', 'RRVS', 'REQUIRETLS', 'LIMITS'],
]);

/** Commands beyond those of RFC 5321 section 4.5.1, and the keyword that stands for each. */
const OPTIONAL: Readonly<Record<string, string>> = {
  EXPN: 'EXPN',
  HELP: 'HELP',
  SEND: 'SEND',
  SOML: 'SOML',
  SAML: 'SAML',
  TURN: 'TURN',
  ETRN: 'ETRN',
  ATRN: 'ATRN',
  STARTTLS: 'STARTTLS',
  AUTH: 'AUTH',
  BDAT: 'CHUNKING',
  BURL: 'BURL',
};

/**
 * Which extensions there are and what stands for them (RFC 5321 §2.2.2, 4.1.1.1), and that nothing is said after 421 (§4.2.2). A command is held
 * against the announcement in force when it was given; before EHLO, and after HELO, nothing is.
 */
export const smtpExtensions: Monitor = {
  id: 'smtp-extensions',
  requirements: [REGISTERED, ANNOUNCED, CLOSED],
  services: SMTP_SERVICES,
  watch(w, report) {
    let inForce: ReadonlySet<string> | undefined;
    let tls = false;
    let over: Reply | undefined;
    for (const r of replies(w)) {
      if (r.greeting) {
        tls = r.tls;
        continue;
      }
      if (over) report.fault(CLOSED, `${r.code} after 421`, r.raw, r.at);
      if (r.code === '421') {
        report.asked(CLOSED);
        over ??= r;
      }
      if (r.tls !== tls || r.command?.verb === 'HELO') inForce = undefined;
      tls = r.tls;
      const all = announcement(r);
      if (all) {
        inForce = new Set(all.map((a) => a.keyword));
        for (const a of all) registered(a.keyword, r, report);
      } else if (inForce && w.service !== 'lmtp') optional(inForce, r, report);
    }
  },
};

function registered(keyword: string, r: Reply, report: Report): void {
  report.asked(REGISTERED);
  // Some write AUTH= for clients of long ago.
  const known = KEYWORDS.has(keyword.split('=', 1)[0] ?? keyword);
  if (!known && !keyword.startsWith('X')) report.fault(REGISTERED, `${keyword} is not registered`, r.raw, r.at);
}

function optional(inForce: ReadonlySet<string>, r: Reply, report: Report): void {
  const keyword = OPTIONAL[r.command?.verb ?? ''];
  // STARTTLS inside TLS is another rule's (RFC 3207 section 4.2).
  if (keyword === undefined || !/^[23]/.test(r.code) || (keyword === 'STARTTLS' && r.tls)) return;
  report.asked(ANNOUNCED);
  if (inForce.has(keyword)) return;
  report.fault(ANNOUNCED, `${r.command?.verb} is carried out, and ${keyword} is not announced`, r.raw, r.at);
}
