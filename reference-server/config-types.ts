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
  /** Messages one session may send. */
  smtpMessages: number;
  /** Messages that may be on their way from clients at once, in all sessions. */
  smtpTransactions: number;
  /** A message up to this size is returned whole in a report of failure. */
  smtpReturned: number;
  /** Messages that may wait for mailboxes which did not take them. */
  smtpDeferred: number;
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
  /** Address that has the mail of postmaster; without it, or an account or alias of that name, the first account. */
  postmaster?: string;
  /** Names and what they stand for; the order in which names are looked up stands in `delivery/deliverer.ts`. */
  aliases: Readonly<Record<string, readonly string[]>>;
  /** Address that has the mail of every name nobody has. */
  catchAll?: string;
  delivery: {
    /** What separates the detail from the user in `user+detail`; empty for no details. */
    subaddress: string;
    /** Wait before a mailbox that did not take a message is tried again; it doubles each time, up to `retryMaxMs`. */
    retryMs: number;
    retryMaxMs: number;
    /** Age at which the sender of a waiting message is told of the delay. */
    delayReportMs: number;
    /** Age at which a waiting message has failed. */
    giveUpMs: number;
  };
  smtp: {
    vrfy: boolean;
    /** A submitted message with a header section that RFC 5322 does not allow is refused (RFC 6409 8); else it is delivered as it is. */
    checkSubmitted: boolean;
  };
  limits: Limits;
  log: { level: 'silent' | 'error' | 'warn' | 'info' | 'debug' };
}
