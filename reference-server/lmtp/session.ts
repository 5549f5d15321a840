import type { ServerContext } from '../context.ts';
import type { SessionHandler } from '../net/types.ts';
import { smtpSession } from '../smtp/session.ts';

/** LMTP (RFC 2033) is SMTP in another role: LHLO for EHLO, and a reply for each recipient after the end of data. Over TCP and unix sockets. */
export function lmtpSession(ctx: ServerContext): SessionHandler {
  return smtpSession(ctx, 'lmtp');
}
