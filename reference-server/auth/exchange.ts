import { decodeBase64 } from './base64.ts';
import { mechanism as mechanismOf } from './sasl.ts';
import type { SaslStep } from './types.ts';

/** Steps of one exchange beyond which something is wrong. */
const STEPS = 8;

/** What an exchange came to. `other`: whatever kept the protocol from reading a response, in its own terms. */
export type Exchanged<E> =
  | { came: 'credentials'; login: string; password: Buffer; authzid: string }
  | { came: 'no-mechanism' }
  | { came: 'malformed'; why: string }
  | { came: 'cancelled' }
  | { came: 'other'; other: E };

/**
 * One SASL exchange as SMTP, IMAP and POP3 carry it: base64 in lines (RFC 4954 section 4, RFC 3501 section 6.2.2, RFC 5034 section 4).
 * @param initial the initial response as it stood in the command; undefined where there was none
 * @param ask sends a challenge, given in base64, as a continuation; resolves with the line that answers it
 */
export async function exchange<E extends object>(
  name: string,
  initial: string | undefined,
  ask: (challenge: string) => Promise<string | E>,
): Promise<Exchanged<E>> {
  const machine = mechanismOf(name);
  if (machine === undefined) return { came: 'no-mechanism' };
  // rfc4954-4-plain-with-initial-response: one that is there and empty is written as one equals sign.
  const first = initial === '=' ? Buffer.alloc(0) : initial === undefined ? undefined : decodeBase64(initial);
  if (initial !== undefined && first === undefined) return notBase64;
  let step: SaslStep = machine.start(first);
  for (let i = 0; i < STEPS; i++) {
    if ('malformed' in step) return { came: 'malformed', why: step.malformed };
    if ('check' in step) return { came: 'credentials', ...step.check };
    const line = await ask(step.say.toString('base64'));
    if (typeof line !== 'string') return { came: 'other', other: line };
    // rfc4954-4-cancel-gets-501 rfc3501-6.2.2-cancel-gets-bad
    if (line === '*') return { came: 'cancelled' };
    // rfc4954-4-malformed-base64-501
    const response = decodeBase64(line);
    if (response === undefined) return notBase64;
    step = machine.next(response);
  }
  return { came: 'malformed', why: 'the exchange does not come to an end' };
}

const notBase64 = { came: 'malformed', why: 'not base64' } as const;
