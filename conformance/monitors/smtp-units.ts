import type { Command } from '../wire/exchange.ts';
import type { Said, Watched } from './types.ts';

export const SMTP_SERVICES = ['smtp', 'submission', 'lmtp'] as const;

/** One line of a reply, taken apart; `text` without separator and line end. */
export interface ReplyLine {
  raw: Buffer;
  code: string;
  separator: string;
  text: string;
}

export interface Reply {
  at: number;
  tls: boolean;
  raw: Buffer;
  greeting: boolean;
  lines: ReplyLine[];
  /** Code of the last line, which counts. */
  code: string;
  command: Command | undefined;
  surplus: boolean;
}

/** Cuts octets after each LF. */
export function linesOf(raw: Buffer): Buffer[] {
  const out: Buffer[] = [];
  for (let from = 0; from < raw.length; ) {
    const lf = raw.indexOf(10, from);
    const end = lf < 0 ? raw.length : lf + 1;
    out.push(raw.subarray(from, end));
    from = end;
  }
  return out;
}

export function replyOf(s: Said): Reply | undefined {
  if (s.from !== 'S' || s.unit.kind !== 'reply') return undefined;
  const lines = linesOf(s.unit.raw).map((raw): ReplyLine => {
    const text = raw.toString('latin1').replace(/\r?\n$/, '');
    return { raw, code: text.slice(0, 3), separator: text.slice(3, 4), text: text.slice(4) };
  });
  return {
    at: s.at,
    tls: s.tls,
    raw: s.unit.raw,
    greeting: s.unit.greeting === true,
    lines,
    code: lines.at(-1)?.code ?? '',
    command: s.command,
    surplus: s.surplus,
  };
}

export function replies(w: Watched): Reply[] {
  return w.said.flatMap((s) => replyOf(s) ?? []);
}

/** EHLO or LHLO that was accepted: its lines but the first, as keyword and parameters. */
export function announcement(r: Reply): { keyword: string; parameters: string[]; line: ReplyLine }[] | undefined {
  if (r.code !== '250' || !r.command || !/^[EL]HLO$/.test(r.command.verb)) return undefined;
  return r.lines.slice(1).map((line) => {
    const [keyword = '', ...parameters] = line.text.split(' ');
    return { keyword: keyword.toUpperCase(), parameters, line };
  });
}

/** What makes it unsure where a command ends for the server: halves of lines, bare CR, bare LF and NUL. From there on nothing is counted. */
export function unsure(s: Said): boolean {
  if (s.from !== 'C') return false;
  if (s.unit.kind === 'raw') return true;
  const text = s.unit.raw.toString('latin1').replaceAll('\r\n', '');
  return /[\r\n]/.test(text) || (s.unit.kind === 'line' && text.includes('\0'));
}
