import { type Reply, replyOf, SMTP_SERVICES, unsure } from './smtp-units.ts';
import type { Monitor, Said } from './types.ts';

const ONE = 'rfc5321-4.2-one-reply-a-command';
const EACH = 'rfc5321-4.2-every-command-is-answered';

/**
 * Exactly one reply a command (RFC 5321 §4.2), LMTP's one a recipient after the data counted (RFC 2033 §4.2). A reply that nothing asked for is a fault;
 * so is the 221 of QUIT while commands before it are unanswered. What is merely late is the scenario's to judge. A reply amid the data is one too many
 * where another comes behind their end and nothing in them could be taken for it; where it could, they had ended for that server.
 */
export const smtpOneReply: Monitor = {
  id: 'smtp-one-reply',
  requirements: [ONE, EACH],
  services: SMTP_SERVICES,
  watch(w, report) {
    let quit = false;
    let data = false;
    let amid: Reply | undefined;
    for (const s of w.said) {
      if (unsure(s)) return;
      if (s.from === 'tls') quit = false;
      if (s.from === 'C' && amid && !(data && endsOnce(s))) return;
      if (s.from === 'C' && s.unit.kind === 'body') data = false;
      if (s.from === 'C' && s.unit.kind === 'line' && s.command?.verb === 'QUIT') quit = true;
      const r = replyOf(s);
      if (!r || r.greeting) continue;
      if (r.surplus && data) {
        amid ??= r;
        continue;
      }
      if (r.code === '354') data = true;
      report.asked(ONE);
      if (amid) report.fault(ONE, 'a reply amid the data, and one behind them', amid.raw, amid.at);
      amid = undefined;
      if (r.surplus) report.fault(ONE, 'a reply that no command asked for', r.raw, r.at);
      if (r.code !== '221' || !quit) continue;
      report.asked(EACH);
      const verb = r.command?.verb;
      if (r.command && verb !== 'QUIT')
        report.fault(EACH, `221 while ${verb || 'a command'} has no reply`, r.raw, r.at);
    }
  },
};

/** Data in which no line but the last begins with a period that was not doubled. */
function endsOnce(s: Extract<Said, { from: 'C' }>): boolean {
  return s.unit.kind === 'body' && !/^\.(?!\.)/m.test(s.unit.raw.toString('latin1', 0, s.unit.raw.length - 3));
}
