import { replyOf, SMTP_SERVICES, unsure } from './smtp-units.ts';
import type { Monitor } from './types.ts';

const ONE = 'rfc5321-4.2-one-reply-a-command';
const EACH = 'rfc5321-4.2-every-command-is-answered';

/**
 * Exactly one reply a command (RFC 5321 §4.2), LMTP's one a recipient after the data counted (RFC 2033 §4.2). A reply that nothing asked for is a fault;
 * so is the 221 of QUIT while commands before it are unanswered. What is merely late is the scenario's to judge, and so is a reply amid the data:
 * to that server they had ended.
 */
export const smtpOneReply: Monitor = {
  id: 'smtp-one-reply',
  requirements: [ONE, EACH],
  services: SMTP_SERVICES,
  watch(w, report) {
    let quit = false;
    let data = false;
    for (const s of w.said) {
      if (unsure(s)) return;
      if (s.from === 'tls') quit = false;
      if (s.from === 'C' && s.unit.kind === 'body') data = false;
      if (s.from === 'C' && s.unit.kind === 'line' && s.command?.verb === 'QUIT') quit = true;
      const r = replyOf(s);
      if (!r || r.greeting) continue;
      if (r.surplus && data) return;
      if (r.code === '354') data = true;
      report.asked(ONE);
      if (r.surplus) report.fault(ONE, 'a reply that no command asked for', r.raw, r.at);
      if (r.code !== '221' || !quit) continue;
      report.asked(EACH);
      const verb = r.command?.verb;
      if (r.command && verb !== 'QUIT')
        report.fault(EACH, `221 while ${verb || 'a command'} has no reply`, r.raw, r.at);
    }
  },
};
