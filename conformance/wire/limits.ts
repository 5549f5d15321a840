/** Named limits of the suite's own buffers. Beyond a line or literal limit a server's bytes are a `malformed` unit. */
export const LIMITS = {
  /** One line of an SMTP reply (the protocol allows 512; monitors ask that). */
  smtpLine: 16 * 1024,
  /** All lines of one SMTP reply. */
  smtpReply: 1024 * 1024,
  /** One line of an IMAP response without its literals. */
  imapLine: 1024 * 1024,
  /** All literals and lines of one IMAP response. */
  imapResponse: 256 * 1024 * 1024,
  /** One line of POP3, message lines included. */
  pop3Line: 1024 * 1024,
  /** A line of the client as a filter frames it. */
  clientLine: 1024 * 1024,
  /** A body or literal of the client that a filter holds back; beyond it the pieces pass as `raw`. */
  clientBody: 64 * 1024 * 1024,
  /** Units not yet read before the socket is paused. */
  unreadUnits: 20_000,
  unreadBytes: 256 * 1024 * 1024,
  /** Milliseconds a write may wait for the server to read. */
  writeMs: 30_000,
  /** Milliseconds a handshake may take that was given no deadline. */
  tlsMs: 10_000,
  /** Milliseconds a polite close may take before the socket is torn down. */
  closeMs: 500,
  /** Octets of a passing scenario's transcript that are kept, and of any while it runs. */
  keptTranscript: 64 * 1024,
  heldTranscript: 32 * 1024 * 1024,
} as const;
