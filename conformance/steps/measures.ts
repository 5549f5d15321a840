import type { StepDefinition } from './definition.ts';
import { expectThat } from './world.ts';

/** Octets of the largest message that is sent to show what a server says of one too large. */
const LARGEST = 16 * 1024 * 1024;
/** As long as a line may be: few of them are soon framed. */
const LINE = `${'x'.repeat(998)}\r\n`;

/** Milliseconds since the epoch of an IMAP date-time (RFC 3501 section 9), undefined where it is none. */
export function instant(text: string): number | undefined {
  const m = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}:\d{2}:\d{2}) ([+-]\d{4})$/.exec(text);
  if (!m) return undefined;
  const at = Date.parse(`${m[1]} ${m[2]} ${m[3]} ${m[4]} ${m[5]}`);
  return Number.isNaN(at) ? undefined : at;
}

export const measureSteps: StepDefinition[] = [
  {
    usage: 'SIZE announces a limit[, and the message is longer]',
    doc: 'Binds {limit}, the number announced to the current client, and adds lines to {message} until it is one octet longer or more. Where none is announced, or too large a one to be tried, the scenario ends.',
    pattern: /^SIZE announces a limit(, and the message is longer)?$/,
    run: (w, longer) => {
      const said = w.client().announced.map((line) => /^SIZE 0*([1-9]\d*)$/i.exec(line)?.[1]);
      const limit = said.find((n) => n !== undefined);
      if (limit === undefined) return w.settle('not-applicable', 'no limit is announced');
      w.bindings.set('limit', Buffer.from(limit));
      if (!longer) return;
      if (Number(limit) > LARGEST) return w.settle('not-applicable', `a message of ${limit} octets is not tried`);
      const message = w.value('message');
      const more = Math.max(0, Number(limit) + 1 - message.length);
      w.bindings.set('message', Buffer.concat([message, Buffer.from(LINE.repeat(Math.ceil(more / LINE.length)))]));
    },
  },
  {
    usage: '"{NAME}" is the number of octets of "{OTHER}"',
    doc: 'Compares a bound number with the length of another bound value.',
    pattern: /^"\{([^}"]+)\}" is the number of octets of "\{([^}"]+)\}"$/,
    run: (w, name = '', other = '') => {
      const said = w.value(name).toString('latin1');
      const octets = String(w.value(other).length);
      expectThat(said === octets, `{${name}} is ${said}, {${other}} has ${octets} octets`, octets, said);
    },
  },
  {
    usage: '"{NAME}" has N to M octets between "A" and "B"',
    doc: 'The length of a bound value, and the range its octets lie in.',
    pattern: /^"\{([^}"]+)\}" has (\d+) to (\d+) octets between "([ -~])" and "([ -~])"$/,
    run: (w, name = '', min = '', max = '', from = '', to = '') => {
      const got = w.value(name);
      const inside = got.every((o) => o >= from.charCodeAt(0) && o <= to.charCodeAt(0));
      const fits = got.length >= Number(min) && got.length <= Number(max) && inside;
      const wanted = `${min} to ${max} octets between ${from} and ${to}`;
      expectThat(fits, `{${name}} has ${got.length} octets`, wanted, got.toString('latin1'));
    },
  },
  {
    usage: '"{NAME}" is the same instant as "DATE-TIME"',
    doc: 'Compares IMAP date-times as instants, whatever zone they are written in.',
    pattern: /^"\{([^}"]+)\}" is the same instant as "([^"]+)"$/,
    run: (w, name = '', wanted = '') => {
      const got = w.value(name).toString('latin1');
      const same = instant(got) !== undefined && instant(got) === instant(w.fill(wanted));
      expectThat(same, `{${name}} is ${got}`, wanted, got);
    },
  },
];
