import type { Credentials } from './accounts.ts';
import type { Config, ListenerName } from './config.ts';

/** Accounts of a server that has none and serves a domain nobody can have: their passwords are known to everyone. */
export function demoAccounts(config: Pick<Config, 'domain'>): Credentials[] {
  if (config.domain !== 'test' && !config.domain.endsWith('.test')) return [];
  return [
    { address: `alice@${config.domain}`, password: 'wonderland' },
    { address: `bob@${config.domain}`, password: 'builder' },
  ];
}

export interface Shown {
  config: Pick<Config, 'domain' | 'dataDir' | 'auth'>;
  endpoints: Partial<Record<ListenerName, string>>;
  /** Certificate to trust, where we made it. */
  ca?: string;
  accounts: string[];
  /** Passwords that may be shown. */
  known: Credentials[];
}

const WHAT: Record<ListenerName, string> = {
  smtp: 'SMTP, STARTTLS',
  submission: 'Submission, STARTTLS',
  submissions: 'Submission, TLS',
  lmtp: 'LMTP',
  imap: 'IMAP, STARTTLS',
  imaps: 'IMAP, TLS',
  pop3: 'POP3, STLS',
  pop3s: 'POP3, TLS',
};

/** What a person sees when the server is ready: where it listens, who can log in, and lines to try. */
export function welcome(s: Shown): string {
  const lines = [`mailspec serves ${s.config.domain}, data in ${s.config.dataDir}`, ''];
  for (const [name, address] of Object.entries(s.endpoints) as [ListenerName, string][]) {
    lines.push(`  ${name.padEnd(12)} ${address.padEnd(24)} ${WHAT[name]}`);
  }
  lines.push('');
  if (s.accounts.length === 0) lines.push('No account yet: mailspec account add ADDRESS');
  const passwords = new Map(s.known.map((a) => [a.address, a.password]));
  const shown = s.accounts.slice(0, 10);
  for (const address of shown) {
    const password = passwords.get(address);
    lines.push(`  account      ${address}${password === undefined ? '' : `, password ${password}`}`);
  }
  if (s.accounts.length > shown.length) lines.push(`  and ${s.accounts.length - shown.length} more accounts`);
  const login = s.config.auth.cleartextLogin ? 'also without TLS' : 'with TLS only';
  lines.push(`  login        ${login}${s.ca === undefined ? '' : `; certificate to trust: ${s.ca}`}`);
  const examples = tries(s);
  if (examples.length > 0) lines.push('', 'Try it:', ...examples.map((l) => `  ${l}`));
  lines.push('', 'Ctrl-C stops it.');
  return `${lines.join('\n')}\n`;
}

function tries(s: Shown): string[] {
  const { smtp, submission, submissions, imap, imaps, pop3, pop3s } = s.endpoints;
  const first = s.known[0];
  const user = first?.address ?? s.accounts[0];
  if (user === undefined) return [];
  const password = first?.password ?? 'PASSWORD';
  const sender = s.known[1]?.address ?? user;
  const trust = s.ca === undefined ? '' : ` --cacert ${s.ca}`;
  const file = s.ca === undefined ? '' : ` -CAfile ${s.ca}`;
  const lines: string[] = [];
  if (smtp !== undefined) lines.push(`swaks --server ${smtp} --from ${sender} --to ${user}`);
  if (submission !== undefined)
    lines.push(
      `swaks --server ${submission} --tls --auth-user ${user} --auth-password ${password} --from ${user} --to ${sender}`,
    );
  if (submissions !== undefined)
    lines.push(
      `printf 'Subject: hello\\r\\n\\r\\nhello\\r\\n' | curl${trust} -u ${user}:${password} --mail-from ${user} --mail-rcpt ${sender} -T - smtps://${submissions}`,
    );
  if (imap !== undefined) lines.push(`curl --ssl-reqd${trust} -u ${user}:${password} imap://${imap}/INBOX`);
  if (imaps !== undefined) lines.push(`openssl s_client -crlf -quiet${file} -connect ${imaps}`);
  if (pop3 !== undefined) lines.push(`curl --ssl-reqd${trust} -u ${user}:${password} pop3://${pop3}/`);
  if (pop3 === undefined && pop3s !== undefined) lines.push(`curl${trust} -u ${user}:${password} pop3s://${pop3s}/`);
  return lines;
}
