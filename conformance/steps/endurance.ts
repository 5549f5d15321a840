import { parseDialogue } from '../dialogue/parse.ts';
import { runDialogue } from '../dialogue/run.ts';
import { asData, render } from '../dialogue/template.ts';
import type { Bindings, Line } from '../dialogue/types.ts';
import { Broken, UsageError } from '../runner/errors.ts';
import { reach } from './clients.ts';
import type { StepDefinition } from './definition.ts';
import { smtp, text, within } from './talk.ts';

/** Octets at either end of a long last line after which a client leaves; those between are of one kind. */
const CUT_ENDS = 50;
/** How long silence lasts while a mutant is looked at, which does not wait for minutes. */
const MUTANT_SILENCE_MS = 300;
const MOST_RECIPIENTS = 1000;

/** A dialogue, taken apart before its last client line. */
export function lastWords(lines: readonly Line[]): { before: readonly Line[]; last: Line } | undefined {
  const at = lines.findLastIndex((l) => l.do === 'say' || l.do === 'literal');
  const last = lines[at];
  return last && at === lines.length - 1 ? { before: lines.slice(0, at), last } : undefined;
}

/** The octets of a client line. */
export function octetsOf(line: Line, bindings: Bindings): Buffer {
  const filling = { bindings, sequence: () => 0 };
  if (line.do === 'say') {
    const said = render(line.text, filling, line.at);
    return line.crlf ? Buffer.concat([said, Buffer.from('\r\n')]) : said;
  }
  if (line.do !== 'literal' || line.form !== 'data')
    throw new UsageError(`${line.at.file ?? ''}:${line.at.line}: a command or a message text is to be cut`);
  return asData(render(line.body, filling, line.at));
}

/** After how many octets clients leave: after each, but for the middle of what is long; never after the last. */
export function leaving(length: number): number[] {
  const all = Array.from({ length }, (_, i) => i);
  return length <= 2 * CUT_ENDS ? all : all.filter((i) => i < CUT_ENDS || i >= length - CUT_ENDS);
}

export const enduranceSteps: StepDefinition[] = [
  {
    usage:
      'client after client that has connected|said EHLO says this, and vanishes|closes one octet later than the one before',
    doc: 'Speaks the dialogue on a connection after the other; of its last line the first client sends nothing, the next one octet, and the last all but one (of a long text, the first and last 50 octets).',
    pattern:
      /^client after client that has (connected|said EHLO) says this, and (vanishes|closes) one octet later than the one before$/,
    docString: true,
    run: async (w, state = '', how = '', doc = '') => {
      const line = w.step?.docString?.line ?? w.job.scenario.line;
      const parts = lastWords(parseDialogue(doc, { file: w.job.scenario.feature, line, column: 1 }));
      if (!parts) throw new UsageError(`${w.place()}: the dialogue must end with what the client says`);
      const { service } = w.job.cell;
      const said = octetsOf(parts.last, w.bindings);
      for (const n of leaving(said.length)) {
        const c = await w.dial('leaver', service, w.transport(service, false));
        await reach(w, c, state);
        const { connection } = c;
        await runDialogue(parts.before, connection, w.bindings, { deadlineMs: w.ms, signal: w.signal });
        if (n > 0) await connection.write(said.subarray(0, n));
        await connection.close(how === 'vanishes' ? 'rst' : 'fin');
      }
    },
  },
  {
    usage: 'nothing is said for N minutes and N seconds',
    doc: 'The current client is silent; the server must be silent too, and stay. For scenarios tagged @slow; while mutants are looked at it lasts no more than a moment.',
    pattern: /^nothing is said for (\d+) minutes and (\d+) seconds$/,
    run: async (w, minutes = '0', seconds = '0') => {
      const ms = (Number(minutes) * 60 + Number(seconds)) * 1000;
      const wait = w.job.cell.mutant === undefined ? ms : MUTANT_SILENCE_MS;
      const unit = await w.client().connection.idle(within(wait, w.signal));
      if (unit === 'quiet') return;
      const got = unit.kind === 'closed' ? 'the end of the connection' : text(unit);
      throw new Broken(`within ${minutes}:${seconds} minutes of silence: ${got}`, 'silence', got);
    },
  },
  {
    usage: 'it names "RECIPIENT" N times, and each is taken',
    doc: 'So many RCPT commands, one after the other, each answered with success. N may be a value: "{site.rcpt_limit}".',
    pattern: /^it names "([^"]+)" (?:"([^"]+)"|(\d+)) times, and each is taken$/,
    run: async (w, recipient = '', value = undefined, count = undefined) => {
      const n = Number(value === undefined ? count : w.fill(value));
      if (!(n >= 1 && n <= MOST_RECIPIENTS)) throw new UsageError(`${w.place()}: ${String(n)} recipients`);
      const { connection } = w.client();
      const to = w.fill(recipient);
      for (let i = 0; i < n; i++) await smtp(connection, w.ms, `RCPT TO:<${to}>`, 2);
    },
  },
];
