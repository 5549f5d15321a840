import type { StepDefinition } from './definition.ts';
import { type Arrived, awaitMessage } from './doors.ts';
import { addressesOf, type Report, readReport } from './report.ts';
import { faultsOf, STATUS_NAMES, saidIn } from './report-rules.ts';
import { readReturnPath } from './trace.ts';
import type { MailWorld } from './world.ts';

/** Header fields that are bound, and empty where the report has none. */
const HEADER = ['from', 'to', 'date', 'subject', 'message-id', 'mime-version', 'auto-submitted'];
/** Parts whose type is bound. */
const PARTS = [0, 1, 2];

/** The group for a recipient, or the first. */
function groupFor(r: Report, address: string | undefined) {
  const wanted = address?.toLowerCase();
  return r.status?.recipients.find((g) => wanted === undefined || addressesOf(g).includes(wanted));
}

/** The address between angle brackets, or the only word with an `@`. */
function addressIn(field: string): string {
  const inside = /<([^<>\s]*)>/.exec(field)?.[1];
  return inside ?? field.split(/[\s,;]+/).find((word) => word.includes('@')) ?? '';
}

/** What a report says, by the names it is bound to; what it has not is empty. */
export function reportValues(raw: Buffer, address?: string): Map<string, string> {
  const r = readReport(raw);
  const values = new Map<string, string>();
  for (const name of STATUS_NAMES) for (const half of ['', '.type', '.value']) values.set(`${name}${half}`, '');
  for (const [name, value] of saidIn(r.status?.message ?? [])) values.set(name, value);
  for (const [name, value] of saidIn(groupFor(r, address) ?? [])) values.set(name, value);
  for (const name of HEADER) {
    const list = r.header.filter((f) => f.name === name).map((f) => f.value);
    values.set(`header.${name}`, list.join('\n')).set(`header.${name}.count`, String(list.length));
  }
  const path = r.header.find((f) => f.name === 'return-path')?.value;
  values.set('return-path', path === undefined ? 'none' : (readReturnPath(path) ?? path));
  values.set('from', addressIn(values.get('header.from') ?? ''));
  values.set('to', addressIn(values.get('header.to') ?? ''));
  values.set('type', r.media.type);
  values.set('report-type', (r.media.parameters.get('report-type') ?? '').toLowerCase());
  values.set('parts', String(r.parts.length));
  for (const i of PARTS) values.set(`part${i + 1}`, r.parts[i]?.media.type ?? '');
  values.set('text', r.parts[0]?.content.trim() ?? '');
  values.set('fields', r.parts[1]?.content ?? '');
  values.set('returned', r.parts[2]?.content ?? '');
  values.set('recipients', String(r.status?.recipients.length ?? 0));
  for (const [rule, said] of Object.entries(faultsOf(r))) values.set(`errors.${rule}`, said);
  return values;
}

function bind(w: MailWorld, raw: Buffer, address: string | undefined): void {
  for (const name of [...w.bindings.keys()]) if (name.startsWith('report.')) w.bindings.delete(name);
  w.bindings.set('report', raw);
  for (const [name, value] of reportValues(raw, address))
    w.bindings.set(`report.${name}`, Buffer.from(value, 'latin1'));
}

export const reportSteps: StepDefinition[] = [
  {
    usage: '"RECIPIENT" receives a report about "TEXT" [for "ADDRESS"]',
    doc: 'Polls what arrived until something holds the text, besides {message} itself; with an address, until a report of delivery has a group for it. Binds {report}, {report.NAME} for each field of the delivery status and of that group (the first unless told), with {report.NAME.type} and {report.NAME.value}, {report.header.NAME}, {report.from}, {report.to}, {report.return-path}, {report.type}, {report.report-type}, {report.parts}, {report.part1} to {report.part3}, {report.text}, {report.fields}, {report.returned}, {report.recipients}, and what breaks a rule in {report.errors.grammar}, repeats, dates, domain, names, status, diagnostic, bits, returned. What a report has not is empty.',
    pattern: /^"([^"]+)" receives a report about "([^"]+)"(?: for "([^"]+)")?$/,
    run: async (w, to = '', words = '', about = undefined) => {
      const account = w.accountOf(w.fill(to));
      const text = Buffer.from(w.fill(words), 'latin1');
      const address = about === undefined ? undefined : w.fill(about);
      const message = w.bindings.get('message');
      const place = (m: Arrived) => `${account.login} ${m.where}`;
      const found = await awaitMessage(
        w,
        account,
        (m) =>
          !w.taken.has(place(m)) &&
          m.raw.includes(text) &&
          !(message && m.raw.subarray(-message.length).equals(message)) &&
          (address === undefined || groupFor(readReport(m.raw), address) !== undefined),
        `a report about ${text.toString('latin1')}${address === undefined ? '' : ` for ${address}`}`,
      );
      w.taken.add(place(found));
      w.arrivals.push('message');
      bind(w, found.raw, address);
    },
  },
];
