import type { Framing } from '../wire/types.ts';
import type { Line, Pattern, Template } from './types.ts';

/** Verbs after which a client may go on without waiting, and verbs that may only end such a group. RFC 2920 §3.1, 2449 §6.6, 3501 §5.5. */
const MAY: Record<Framing, { go: RegExp; end: RegExp }> = {
  smtp: { go: /^(?:MAIL|RCPT|RSET)\b/i, end: /^(?:DATA|VRFY|EXPN|NOOP|QUIT)\b/i },
  pop3: { go: /^(?:STAT|LIST|UIDL|RETR|TOP|DELE|NOOP|RSET)\b/i, end: /^QUIT\b/i },
  imap: {
    go: /^(?:NOOP|CHECK|CAPABILITY|STATUS|LIST|LSUB|SUBSCRIBE|UNSUBSCRIBE|CREATE|DELETE|RENAME)\b/i,
    end: /^(?:SELECT|EXAMINE)\b/i,
  },
};

type Say = Extract<Line, { do: 'say' }>;

function verb(line: Say): string {
  const first = line.text[0];
  return first && 'bytes' in first ? first.bytes.toString('latin1') : '';
}

function namesIn(t: Template): string[] {
  return t.flatMap((p) => ('name' in p ? [p.name] : 'sequence' in p ? ['msg#'] : []));
}

function bindsIn(p: Pattern): string[] {
  return p.flatMap((x) => ('bind' in x ? [x.bind] : 'oneOf' in x ? x.oneOf.flatMap(bindsIn) : []));
}

function answerBinds(line: Line): string[] {
  if (line.do === 'say' || line.do === 'literal') return [];
  const own = line.do === 'completion' ? line.rest : line.pattern;
  return [...bindsIn(own), ...line.also.flatMap((a) => bindsIn(a.pattern))];
}

function isClient(line: Line | undefined): boolean {
  return line?.do === 'say' || line?.do === 'literal';
}

/**
 * The same dialogue with commands glued as far as the protocol lets a client go: what stood between them is expected behind them, in order.
 * Lines are moved only past complete answers that bind nothing the moved command uses.
 */
export function coalesce(lines: readonly Line[], framing: Framing): Line[] {
  const out: Line[] = [];
  let i = 0;
  while (i < lines.length) {
    const group = groupFrom(lines, i, framing);
    out.push(...group.says, ...group.answers);
    i = group.end;
  }
  return out;
}

function groupFrom(
  lines: readonly Line[],
  from: number,
  framing: Framing,
): { says: Line[]; answers: Line[]; end: number } {
  const says: Line[] = [];
  const answers: Line[] = [];
  let i = from;
  for (;;) {
    const line = lines[i];
    if (!line) break;
    if (!isClient(line)) {
      answers.push(line);
      i++;
      if (says.length === 0) break;
      continue;
    }
    const last = says.at(-1);
    if (last && !glues(last, line, answers, lines[i + 1], framing)) break;
    says.push(last && line.do === 'say' ? { ...line, glue: true } : line);
    i++;
  }
  return { says, answers, end: i };
}

function glues(last: Line, line: Line, answers: readonly Line[], next: Line | undefined, framing: Framing): boolean {
  if (last.do !== 'say' || line.do !== 'say' || !last.crlf || !line.crlf || line.continues) return false;
  // a client line that is itself glued, or followed by one that is, keeps the group the writer made
  if (line.glue) return answers.length === 0;
  if (next && isClient(next) && (next.do === 'literal' || (next.do === 'say' && (next.glue || !next.crlf))))
    return false;
  const end = answers.at(-1);
  const complete = end?.do === 'completion' || (end?.do === 'expect' && end.mode === 'next');
  if (!complete) return false;
  const { go, end: last2 } = MAY[framing];
  if (!go.test(verb(last)) || !(go.test(verb(line)) || last2.test(verb(line)))) return false;
  const bound = new Set(answers.flatMap(answerBinds));
  return namesIn(line.text).every((n) => !bound.has(n) && n !== 'msg#');
}
