/** Listener names as they stand in the configuration, in `--listen` and in the ready line. */
export const LISTENERS = ['smtp', 'submission', 'submissions', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;
export type ListenerName = (typeof LISTENERS)[number];

/** Named limits, each with a reply for when it is hit. Octets, milliseconds or counts. */
export interface Limits {
  connections: number;
  connectionsPerAddress: number;
  /** SMTP: RFC 5321 4.5.3.1; the command line includes CRLF and is raised by the extensions that say so. */
  smtpCommandLine: number;
  smtpAuthLine: number;
  smtpRecipients: number;
  smtpErrors: number;
  smtpMessage: number;
  smtpReceivedHops: number;
  smtpIdleMs: number;
  imapLine: number;
  /** Non-synchronizing or synchronizing literal other than APPEND's. */
  imapLiteral: number;
  imapAppend: number;
  imapErrors: number;
  imapIdleMs: number;
  imapLoginIdleMs: number;
  pop3Line: number;
  pop3Errors: number;
  pop3IdleMs: number;
  authFailures: number;
  handshakeMs: number;
  shutdownMs: number;
  /** Bodies up to this size are kept in the database. */
  inlineBody: number;
}

/** Where a listener listens: port 0 is chosen by the system; a path is a unix socket. */
export type Place = { host: string; port: number } | { path: string };

export interface Config {
  /** Mail domain served; accounts live in it. */
  domain: string;
  /** Name in greetings and trace fields. */
  hostname: string;
  dataDir: string;
  listen: Partial<Record<ListenerName, Place>>;
  tls: { cert?: string; key?: string };
  auth: {
    /** Login without TLS. Off: SMTP answers 530/538, IMAP lists LOGINDISABLED, POP3 refuses USER. */
    cleartextLogin: boolean;
    argon2: { memory: number; passes: number };
    cacheMs: number;
  };
  /** Account that has the mail of postmaster; without it, or an account of that name, the first one. */
  postmaster?: string;
  smtp: { vrfy: boolean };
  limits: Limits;
  log: { level: 'silent' | 'error' | 'warn' | 'info' | 'debug' };
}
