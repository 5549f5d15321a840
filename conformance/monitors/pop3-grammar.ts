import { lineText } from '../wire/pieces.ts';
import type { Monitor, Report, Said } from './types.ts';

const ONLY = 'rfc1939-3-only-ok-or-err';
const CAPITALS = 'rfc1939-3-status-in-capitals';
const LENGTH = 'rfc1939-3-status-line-within-512-octets';
const CRLF = 'rfc1939-3-responses-end-with-crlf';
const DOT = 'rfc1939-3-multi-line-ends-with-dot';
const STUFFED = 'rfc1939-3-lines-byte-stuffed';
const BRACKET = 'rfc2449-8-bracket-only-for-codes';

type Heard = Extract<Said, { from: 'S' }>;

/** Form of every POP3 answer (RFC 1939 §3, RFC 2449 §8). */
export const pop3Grammar: Monitor = {
  id: 'pop3-grammar',
  requirements: [ONLY, CAPITALS, LENGTH, CRLF, DOT, STUFFED, BRACKET],
  services: ['pop3'],
  watch(w, report) {
    let codes = false;
    let owed = 0;
    for (const s of w.said) {
      // What a server keeps from before TLS it answers inside: whether a list comes then is not known.
      if (s.from === 'tls' && owed > 0) return;
      if (s.from === 'C' && s.unit.kind === 'line') owed++;
      if (s.from === 'S' && s.part === 'status' && s.command) owed--;
      if (s.from !== 'S' || s.unit.kind !== 'line') continue;
      report.asked(CRLF);
      if (!s.unit.raw.toString('latin1').endsWith('\r\n'))
        report.fault(CRLF, 'a line that ends with LF alone', s.unit.raw, s.at);
      if (s.part === 'status') status(s, codes, report);
      else inList(s, report);
      codes ||= s.part === 'line' && s.command?.verb === 'CAPA' && /^RESP-CODES\b/i.test(lineText(s.unit.raw));
    }
  },
};

function status(s: Heard, codes: boolean, report: Report): void {
  const text = lineText(s.unit.raw);
  // RFC 5034 §4: challenges of AUTH
  if (s.command?.verb === 'AUTH' && /^\+(?: |$)/.test(text)) return;
  for (const id of [ONLY, CAPITALS, LENGTH]) report.asked(id);
  if (s.unit.raw.length > 512) report.fault(LENGTH, `a status line of ${s.unit.raw.length} octets`, s.unit.raw, s.at);
  if (!/^(?:\+OK|-ERR)(?: |$)/i.test(text)) report.fault(ONLY, 'neither +OK nor -ERR', s.unit.raw, s.at);
  else if (!/^(?:\+OK|-ERR)/.test(text)) report.fault(CAPITALS, 'an indicator in small letters', s.unit.raw, s.at);
  if (!codes) return;
  report.asked(BRACKET);
  if (
    /^(?:\+OK|-ERR) \[/.test(text) &&
    !/^\S+ \[[\x21-\x2e\x30-\x5c\x5e-\x7e]+(?:\/[\x21-\x2e\x30-\x5c\x5e-\x7e]+)*\](?: |$)/.test(text)
  ) {
    report.fault(BRACKET, 'a bracket that begins no response code', s.unit.raw, s.at);
  }
}

function inList(s: Heard, report: Report): void {
  const text = lineText(s.unit.raw);
  if (s.part === 'end') {
    report.asked(DOT);
    return;
  }
  // of a scan listing alone it is known what no line of it can be
  if (/^(?:LIST|UIDL)$/.test(s.command?.verb ?? '') && /^(?:\+OK|-ERR)/.test(text)) {
    report.fault(DOT, 'the next answer begins before the dot', s.unit.raw, s.at);
  }
  if (!text.startsWith('.')) return;
  report.asked(STUFFED);
  if (!text.startsWith('..')) report.fault(STUFFED, 'a line that begins with one dot', s.unit.raw, s.at);
}
