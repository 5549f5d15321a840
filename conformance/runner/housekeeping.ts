import { connect, greeting, login } from '../steps/connect.ts';
import { emptyAccount, removeMailboxes } from '../steps/doors.ts';
import type { Account, Housekeeping, Target } from '../targets/types.ts';
import { createTranscript } from '../wire/transcript.ts';
import type { Connection } from '../wire/types.ts';
import { baseTransport } from './cells.ts';
import { SetupFailure } from './errors.ts';
import type { Survey } from './survey.ts';

const MS = 10_000;

/**
 * Empties and tidies accounts over IMAP, or POP3 where there is no IMAP. With neither nothing is emptied: mail is then looked at
 * through files only, and each message known by what it holds.
 */
export function housekeeping(target: Target, survey: Survey): Housekeeping {
  const at = async (a: Account, work: (c: Connection) => Promise<void>, only?: 'imap') => {
    const { imap, pop3 } = survey.offers.services;
    if (!imap?.length && !pop3?.length) return;
    const service = imap?.length ? 'imap' : 'pop3';
    if (only && service !== only) return;
    const transport = baseTransport(service, true, survey.offers);
    if (!transport) throw new SetupFailure(`no IMAP or POP3 to empty ${a.login} with`);
    let c: Connection | undefined;
    try {
      c = await connect(target.facts, {
        service,
        transport,
        name: 'housekeeping',
        transcript: createTranscript(),
        ms: MS,
      });
      if (transport !== 'starttls') await greeting(c, MS);
      await login(c, MS, a);
      await work(c);
    } catch (e) {
      throw new SetupFailure(`${a.login} could not be emptied: ${e instanceof Error ? e.message : String(e)}`);
    } finally {
      await c?.close('fin');
    }
  };
  return {
    empty: async (a) => await at(a, async (c) => await emptyAccount(c, MS)),
    tidy: async (a, root) => await at(a, async (c) => await removeMailboxes(c, MS, survey.prefix + root), 'imap'),
  };
}
