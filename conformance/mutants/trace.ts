import { type Rule, rewriteLine, rewriteLiteral } from './kit.ts';

/**
 * What the path wrote on top of a message reads otherwise when it is fetched, by IMAP or by POP3. For mutants with `per: 'scenario'`,
 * whose filter also sits on the connections the suite looks through.
 */
export function rewriteTrace(from: RegExp, to: string): Rule {
  const imap = rewriteLiteral(/FETCH/i, (octets) => octets.replace(from, to));
  const pop3 = rewriteLine(/^RETR/i, from, to);
  return () => {
    const [a, b] = [imap(), pop3()];
    return { server: (u, io) => (u.kind === 'line' ? b.server?.(u, io) : a.server?.(u, io)) ?? false };
  };
}
