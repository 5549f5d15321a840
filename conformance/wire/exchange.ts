/** One command of the client, as mutants and monitors see it. */
export interface Command {
  /** Upper case: `RCPT`, `FETCH`, `UID FETCH`, `RETR`. Empty where the line has none. */
  verb: string;
  /** The whole line without CRLF and, for IMAP, without the tag; literals of IMAP follow as they came. Latin-1. */
  text: string;
  /** IMAP only. */
  tag?: string;
  /** `body`: what is answered is the message or chunk, not the command line; `response`: a line of an AUTH exchange. */
  part: 'command' | 'body' | 'response';
}
