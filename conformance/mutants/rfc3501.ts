import { mutants as mailbox } from './rfc3501-mailbox.ts';
import { mutants as message } from './rfc3501-message.ts';
import { mutants as session } from './rfc3501-session.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 3501 each. */
export const mutants: Mutant[] = [...session, ...mailbox, ...message];
