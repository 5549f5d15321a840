import { describe, expect, it } from 'vitest';
import type { Service } from '../../spec/types.ts';
import { saidOn } from './said.ts';
import { createTranscript } from './transcript.ts';

/** What each server unit answers: `verb/part`, `?` where nothing was asked. */
function answered(service: Service, lines: readonly string[]): string[] {
  const t = createTranscript();
  const conn = t.open('c', service);
  for (const l of lines) {
    const bytes = Buffer.from(`${l.slice(3).replaceAll('\n', '\r\n')}\r\n`);
    t.add(conn, l.startsWith('C') ? 'C' : 'S', false, bytes);
  }
  return saidOn(t.entries, conn, service).flatMap((s) => {
    if (s.from !== 'S') return [];
    const what = s.command ? `${s.command.text}/${s.part === 'status' ? s.command.part : s.part}` : '-';
    return [s.surplus ? `?${what}` : what];
  });
}

describe('exchange', () => {
  it('SMTP: one reply a command, in order, and what nobody asked for', () => {
    const lines = ['S: 220 hi', 'C: MAIL\nRCPT', 'S: 250 a\n550 b', 'S: 250 more', 'S: 421 bye'];
    expect(answered('smtp', lines)).toEqual(['-', 'MAIL/command', 'RCPT/command', '?-', '-']);
  });

  it('SMTP: the body and chunks are answered, not their lines twice', () => {
    const lines = [
      'S: 220 hi',
      'C: DATA',
      'S: 354 go',
      'C: MAIL\n.',
      'S: 250 a',
      'C: BDAT 4\nab',
      'S: 250 b',
      'C: BDAT 0 LAST',
      'S: 250 c',
    ];
    expect(answered('smtp', lines).slice(1)).toEqual(['DATA/command', 'DATA/body', 'BDAT 4/body', 'BDAT 0 LAST/body']);
  });

  it('SMTP: a chunk refused before all of it has come is answered once', () => {
    const lines = ['S: 220 hi', 'C: BDAT 9\nabc', 'S: 552 no', 'C: de', 'C: NOOP', 'S: 250 a', 'S: 250 more'];
    expect(answered('smtp', lines).slice(1)).toEqual(['BDAT 9/command', 'NOOP/command', '?-']);
  });

  it('SMTP and POP3: responses belong to the AUTH line that began the exchange', () => {
    const smtp = [
      'S: 220 hi',
      'C: AUTH LOGIN',
      'S: 334 a',
      'C: QUIT',
      'S: 334 b',
      'C: *',
      'S: 501 no',
      'C: NOOP',
      'S: 250 ok',
    ];
    const parts = ['command', 'response', 'response'].map((p) => `AUTH LOGIN/${p}`);
    expect(answered('smtp', smtp).slice(1)).toEqual([...parts, 'NOOP/command']);
    const pop3 = [
      'S: +OK',
      'C: AUTH LOGIN',
      'S: + a',
      'C: RETR 1',
      'S: + b',
      'C: *',
      'S: -ERR no',
      'C: NOOP',
      'S: +OK',
    ];
    expect(answered('pop3', pop3).slice(1)).toEqual([...parts, 'NOOP/command']);
  });

  it('LMTP: a reply for each recipient that was accepted', () => {
    const start = [
      'S: 220 hi',
      'C: RCPT a\nRCPT b\nRCPT c',
      'S: 250 a\n550 b\n250 c',
      'C: DATA',
      'S: 354 go',
      'C: x\n.',
    ];
    expect(answered('lmtp', [...start, 'S: 250 a\n250 c\n250 d']).slice(5)).toEqual(['DATA/body', 'DATA/body', '?-']);
  });

  it('POP3: lists go on to the dot, and only where they succeed', () => {
    const lines = ['S: +OK', 'C: LIST\nLIST 1\nRETR 9\nSTAT', 'S: +OK\n1 5\n.\n+OK 1 5\n-ERR no\n+OK 1 5'];
    expect(answered('pop3', lines).slice(1)).toEqual([
      'LIST/command',
      'LIST/line',
      'LIST/end',
      'LIST 1/command',
      'RETR 9/command',
      'STAT/command',
    ]);
  });

  it('IMAP: by tag, literals and all; untagged ones have the oldest in progress', () => {
    const lines = ['S: * OK', 'C: a UID FETCH 1 X\nb LOGIN {2+}\nab c', 'S: * 1 FETCH ()\nb OK x\na OK y\nz OK z'];
    expect(answered('imap', lines)).toEqual([
      '-',
      'UID FETCH 1 X/command',
      'LOGIN {2+}ab c/command',
      'UID FETCH 1 X/command',
      '?-',
    ]);
  });
});
