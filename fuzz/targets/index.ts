import type { FuzzTarget } from '../target.ts';
import { framing } from './framing.ts';
import { imapCommand } from './imap-command.ts';
import { smtpCommand } from './smtp-command.ts';

export const targets: readonly FuzzTarget[] = [framing, imapCommand, smtpCommand];
