import type { StepDefinition } from './definition.ts';
import { expectThat } from './world.ts';

/** Milliseconds since the epoch of an IMAP date-time (RFC 3501 section 9), undefined where it is none. */
export function instant(text: string): number | undefined {
  const m = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}:\d{2}:\d{2}) ([+-]\d{4})$/.exec(text);
  if (!m) return undefined;
  const at = Date.parse(`${m[1]} ${m[2]} ${m[3]} ${m[4]} ${m[5]}`);
  return Number.isNaN(at) ? undefined : at;
}

export const measureSteps: StepDefinition[] = [
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
