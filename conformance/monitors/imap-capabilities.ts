import { lineText } from '../wire/pieces.ts';
import type { Monitor } from './types.ts';

const NO_STARTTLS = 'rfc9051-6.2.1-starttls-not-offered-inside-tls';

/** Capability lists, in responses and in codes: no STARTTLS inside TLS where IMAP4rev2 is on offer (RFC 9051 §6.2.1). */
export const imapCapabilities: Monitor = {
  id: 'imap-capabilities',
  requirements: [NO_STARTTLS],
  services: ['imap'],
  watch(w, report) {
    for (const s of w.said) {
      if (s.from !== 'S' || !s.tls) continue;
      const list = /^(?:\* |\S+ (?=OK ))(?:(?:OK|PREAUTH) \[)?CAPABILITY ([^\]]*)/i.exec(lineText(s.unit.raw))?.[1];
      const words = list?.toUpperCase().split(' ');
      if (!words?.includes('IMAP4REV2')) continue;
      report.asked(NO_STARTTLS);
      if (words.includes('STARTTLS')) report.fault(NO_STARTTLS, 'STARTTLS inside TLS', s.unit.raw, s.at);
    }
  },
};
