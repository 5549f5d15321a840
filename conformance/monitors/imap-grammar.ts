import { lineText } from '../wire/pieces.ts';
import { malformed } from './imap-tokens.ts';
import type { Monitor, Report, Said } from './types.ts';

const GRAMMAR = 'rfc3501-9-responses-follow-the-grammar';
const CODES = 'rfc3501-7.1-codes-stand-first';
const NO_NUL = 'rfc3501-9-no-nul';

type Heard = Extract<Said, { from: 'S' }>;

/** What holds for data responses whose form is known: the word, and how the rest must look. */
const DATA: [word: RegExp, rest: RegExp][] = [
  [/^CAPABILITY$/i, /^(?: [^\s(){%*"\\\]]+)+$/],
  [/^FLAGS$/i, /^ \(/],
  [/^(?:LIST|LSUB)$/i, /^ \([^)]*\) (?:"(?:[^"\\]|\\["\\])"|NIL) ./i],
  [/^SEARCH$/i, /^(?: [1-9]\d{0,9})*(?: \(MODSEQ \d+\))?$/i],
  [/^STATUS$/i, /^ .+ \(.*\)$/s],
];
const NUMBERED = /^(\d{1,10}) (EXISTS|RECENT|EXPUNGE|FETCH)(.*)$/is;

/** Form of every IMAP response (RFC 3501 §7.1, 9); what IMAP4rev2 and UTF8 relax is relaxed once they are enabled. */
export const imapGrammar: Monitor = {
  id: 'imap-grammar',
  requirements: [GRAMMAR, CODES, NO_NUL],
  services: ['imap'],
  watch(w, report) {
    let rev2 = false;
    let utf8 = false;
    for (const s of w.said) {
      if (s.from !== 'S' || s.unit.kind === 'closed') continue;
      const all = s.unit.raw.toString('latin1');
      rev2 ||= /^\* ENABLED.* IMAP4rev2\b/i.test(all) || /^\* CAPABILITY (?!.*IMAP4rev1\b).*IMAP4rev2\b/i.test(all);
      utf8 ||= rev2 || /^\* ENABLED.* UTF8=ACCEPT\b/i.test(all);
      report.asked(GRAMMAR);
      report.asked(NO_NUL);
      // a literal8 may hold it
      if (all.includes('\0') && !/~\{\d+\}\r\n/.test(all)) report.fault(NO_NUL, 'an octet 0', s.unit.raw, s.at);
      const wrong = s.unit.kind === 'malformed' ? 'no response' : (ending(all) ?? inside(s, rev2, utf8, report));
      if (wrong) report.fault(GRAMMAR, wrong, s.unit.raw, s.at);
    }
  },
};

function ending(all: string): string | undefined {
  return all.endsWith('\r\n') ? undefined : 'a response that ends with LF alone';
}

function inside(s: Heard, rev2: boolean, utf8: boolean, report: Report): string | undefined {
  const text = lineText(s.unit.raw);
  if (s.unit.kind === 'continue') {
    // rev1 wants a space after the plus, and base64 or text behind it
    return text === '+' ? 'a plus without a space' : undefined;
  }
  const body = text.slice(text.indexOf(' ') + 1);
  const status = /^(OK|NO|BAD|BYE|PREAUTH)(?= |$)/i.exec(body)?.[0];
  if (status) return statusText(s, body.slice(status.length), rev2, utf8, report);
  return malformed(body, utf8) ?? known(body);
}

function statusText(s: Heard, rest: string, rev2: boolean, utf8: boolean, report: Report): string | undefined {
  if (!utf8 && /[\x80-\xff]/.test(rest)) return 'an octet over 127 in a text';
  if (/[\r\n]/.test(rest)) return 'a bare CR or LF in a text';
  const code = /^ \[[^\]]+\](.*)$/.exec(rest);
  if (code) {
    report.asked(CODES);
    if (!code[1]?.startsWith(' ')) report.fault(CODES, 'no space behind the response code', s.unit.raw, s.at);
    else if (!rev2 && code[1] === ' ') return 'a response code without a text';
    return undefined;
  }
  return !rev2 && rest.trim() === '' ? 'a status without a text' : undefined;
}

function known(body: string): string | undefined {
  const numbered = NUMBERED.exec(body);
  if (numbered) {
    const [, n, word = '', rest = ''] = numbered;
    const isFetch = /^FETCH$/i.test(word);
    if (/^(?:FETCH|EXPUNGE)$/i.test(word) && Number(n) === 0) return `${word} of message 0`;
    if (isFetch ? !/^ \(.+\)$/s.test(rest) : rest !== '') return `${word} in another form`;
    return undefined;
  }
  const word = /^\S+/.exec(body)?.[0] ?? '';
  const form = DATA.find(([w]) => w.test(word));
  return form && !form[1].test(body.slice(word.length)) ? `${word} in another form` : undefined;
}
