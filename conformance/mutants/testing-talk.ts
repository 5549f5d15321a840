import { describe, expect, it } from 'vitest';
import type { Service } from '../../spec/types.ts';
import { dial } from '../wire/connection.ts';
import { within } from '../wire/inbox.ts';
import { type Step, script, scriptedServer } from '../wire/scripted-server.ts';
import { createTranscript } from '../wire/transcript.ts';
import { arm } from './filter.ts';
import * as kit from './kit.ts';
import type { Mutant } from './types.ts';

/** What the client says (`>`), what it must hear (else), what the server must have been sent. */
export interface Talk {
  service?: Service;
  server: (string | Step)[];
  client: string[];
  sent?: string[];
  /** `false`: the mutant has nothing to do here. */
  touched?: boolean;
}

/** Has the client talk to a server that follows its script, with the mutant between them. */
export async function through(mutant: Mutant, t: Talk): Promise<void> {
  await using server = await scriptedServer([script(...t.server)]);
  const armed = arm(mutant);
  const conn = await dial(server.endpoint, {
    name: 'c',
    service: t.service ?? 'smtp',
    transcript: createTranscript(),
    filter: armed.layer(),
    deadline: within(2000),
  });
  for (const step of t.client) {
    if (step === 'TLS') await conn.startTls({});
    else if (step === 'quiet') expect(await conn.idle(within(15))).toBe('quiet');
    else if (step === 'closed') expect((await conn.read(within(2000))).kind).toBe('closed');
    else if (step.startsWith('>')) await conn.write(Buffer.from(`${step.slice(1).replaceAll('\n', '\r\n')}\r\n`));
    else expect((await conn.read(within(2000))).raw.toString('latin1')).toBe(`${step.replaceAll('\n', '\r\n')}\r\n`);
  }
  await conn.close('fin');
  if (t.sent) expect(server.seen[0]?.lines).toEqual(t.sent.map((l) => `${l.replaceAll('\n', '\r\n')}\r\n`));
  expect(armed.interventions > 0).toBe(t.touched ?? true);
}

/** A mutant of these rules. */
export const mutant = (rules: kit.Rule | kit.Rule[], more: Partial<Mutant> = {}) =>
  kit.m('rfc1-1-x/variant', 'does wrong', rules, more);

/** A combinator by name, what it makes, and a talk it changes. */
export type Row = [string, kit.Rule | kit.Rule[], Talk];

/** Each changes its talk, and nothing where nothing matches. */
export function combinators(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%s', async (_name, rules, talk) => {
      await through(mutant(rules), talk);
    });

    it.each(rows)('%s: nothing done where nothing matches', async (_name, rules) => {
      await through(mutant(rules), {
        server: ['299 hi\r\n', '<QUIT', '299 bye\r\n'],
        client: ['299 hi', '>QUIT', '299 bye'],
        sent: ['QUIT'],
        touched: false,
      });
    });
  });
}
