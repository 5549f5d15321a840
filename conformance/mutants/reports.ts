/** What mutants of reports are made of: the report is changed where the mailbox is read, by IMAP. */
import { type Rule, rewriteLiteral, rule, text } from './kit.ts';

/** A mutant that is seen at the mailbox spans the scenario. */
export const seen = { per: 'scenario' } as const;

/** The report as it is found; `change` sees nothing else. */
export function reported(change: (report: string) => string): Rule {
  return rewriteLiteral(/FETCH/i, (found) => (isReport(found) ? change(found) : found));
}

function isReport(found: string): boolean {
  const end = found.indexOf('\r\n\r\n');
  return /^Content-Type:\s*multipart\/report/im.test(found.slice(0, Math.max(end, 0)));
}

/** A field of the delivery status is written otherwise; `to` is its whole value, or nothing for no such field. */
export function field(name: string, to: string | ((value: string) => string) | undefined): Rule {
  const line = new RegExp(`^(${name}:[ \\t]*)((?:[^\\r\\n]|\\r\\n[ \\t])*)\\r\\n`, 'gim');
  return reported((r) =>
    r.replace(line, (_all, head: string, value: string) =>
      to === undefined ? '' : `${head}${typeof to === 'string' ? to : to(value)}\r\n`,
    ),
  );
}

/** A field more behind the Status of each recipient. */
export function another(line: string): Rule {
  return reported((r) => r.replace(/^Status:.*\r\n/gim, (status) => `${status}${line}\r\n`));
}

/** No report is ever found. */
export function lost(): Rule {
  return rule({
    server: (u, io) => {
      if (u.kind !== 'untagged' || !/FETCH/i.test(text(io)) || !u.raw.includes('multipart/report')) return false;
      io.drop();
      return true;
    },
  });
}
