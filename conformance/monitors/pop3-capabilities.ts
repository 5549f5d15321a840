import { lineText } from '../wire/pieces.ts';
import type { Monitor } from './types.ts';

const GRAMMAR = 'rfc2449-3-capability-grammar';
const EXPIRE = 'rfc2449-6.7-expire-argument';
const NO_STLS = 'rfc2595-4-stls-not-offered-inside-tls';

/** Lines of CAPA: grammar, EXPIRE, and no STLS inside TLS (RFC 2449 §3, 6.7; RFC 2595 §4). */
export const pop3Capabilities: Monitor = {
  id: 'pop3-capabilities',
  requirements: [GRAMMAR, EXPIRE, NO_STLS],
  services: ['pop3'],
  watch(w, report) {
    for (const s of w.said) {
      if (s.from !== 'S' || s.command?.verb !== 'CAPA' || s.part === 'status') continue;
      if (s.tls) report.asked(NO_STLS);
      if (s.part === 'end') continue;
      const { raw } = s.unit;
      const text = lineText(raw);
      report.asked(GRAMMAR);
      if (raw.length > 512 || !/^[\x21-\x2d\x2f-\x7e]+(?: [\x21-\x7e]+)*$/.test(text)) {
        report.fault(GRAMMAR, 'no tag with parameters after single spaces', raw, s.at);
      }
      if (/^STLS\b/i.test(text) && s.tls) report.fault(NO_STLS, 'STLS inside TLS', raw, s.at);
      if (!/^EXPIRE/i.test(text)) continue;
      report.asked(EXPIRE);
      if (!/^EXPIRE (?:NEVER|\d+)(?: USER)?$/i.test(text)) {
        report.fault(EXPIRE, 'EXPIRE without days or NEVER after a space', raw, s.at);
      }
    }
  },
};
