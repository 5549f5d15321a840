import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imapSession } from './session.ts';
import { ImapBench, testServer } from './testing.ts';

let bench: ImapBench;
const append = (name: string, text: string): string => `APPEND ${name} {${text.length}+}\r\n${text}`;

beforeEach(async () => {
  bench = new ImapBench(await testServer(), imapSession);
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('APPEND', () => {
  test('waits, then keeps the octets, flags and date', async () => {
    const { ask, session } = await bench.selected();
    session.client.send('a APPEND INBOX (\\Seen kw) " 7-Jul-1996 02:44:25 -0700" {5}\r\n');
    expect(await session.client.lines(1)).toMatch(/^\+ /);
    session.client.send('\u00e9\n.\r\n\r\n');
    expect(await session.client.lines(3)).toMatch(/^\* 1 EXISTS\r\n\* 1 RECENT\r\na OK \[APPENDUID \d+ 1\]/);
    const fetched = await ask('FETCH 1 (FLAGS INTERNALDATE BODY.PEEK[])');
    expect(fetched).toContain('INTERNALDATE " 7-Jul-1996 02:44:25 -0700"');
    expect(fetched).toContain('BODY[] {5}\r\n\u00e9\n.\r\n)');
    expect(fetched).toContain('\\Seen kw \\Recent');
  });
  test('refusals come before the octets', async () => {
    const { ask } = await bench.loggedIn();
    expect(await ask('APPEND nothing {5}')).toMatch(/^NO \[TRYCREATE\]/);
    expect(await ask('APPEND INBOX {1000001}')).toMatch(/^NO \[TOOBIG\]/);
    expect(await ask('APPEND INBOX (\\Recent) {5}')).toMatch(/^BAD/);
    expect(await ask('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 0');
  });
  test('nothing is kept of what is wrong or not finished', async () => {
    const { ask } = await bench.loggedIn();
    expect(await ask(append('nothing', 'abc'))).toMatch(/^NO \[TRYCREATE\]/);
    expect(await ask(`${append('INBOX', 'abc')} (\\Seen)`)).toMatch(/^BAD/);
    expect(await ask(`${append('INBOX', 'abc')} {3+}\r\nabc`)).toMatch(/^BAD/);
    expect(await ask(append('INBOX', 'a\0c'))).toMatch(/^NO/);
    expect(await ask(`APPEND INBOX {5000+}\r\n${'x'.repeat(5000)}`)).toMatch(/^BAD \[TOOBIG\]/);
    const cut = await bench.loggedIn();
    cut.session.client.send('a APPEND INBOX {1000}\r\nhalf');
    await cut.session.client.lines(1);
    cut.session.client.vanish();
    await cut.session.over;
    const early = await bench.loggedIn();
    early.session.client.send('a APPEND INBOX {4+}\r\nfull');
    early.session.client.finish();
    await early.session.over;
    expect(await ask('STATUS INBOX (MESSAGES UIDNEXT)')).toContain('(MESSAGES 0 UIDNEXT 1)');
    expect(await ask(append('INBOX', ''))).toMatch(/^OK/);
    expect(await ask('APPEND "INBOX" {3+}\r\nabc')).toMatch(/^OK/);
    expect(await ask('APPEND {5+}\r\nINBOX {3+}\r\nabc')).toMatch(/^OK/);
  });
  test('a large message passes in pieces', async () => {
    const { ask, session } = await bench.selected();
    const text = `A: b\r\n\r\n${'0123456789\r\n'.repeat(60_000)}`;
    session.client.send(`a APPEND INBOX {${text.length}}\r\n`);
    await session.client.lines(1);
    session.client.send(`${text}\r\n`);
    expect(await session.client.lines(3)).toMatch(/a OK/);
    expect(await ask('FETCH 1 BODY.PEEK[]')).toBe(`* 1 FETCH (BODY[] {${text.length}}\r\n${text})\r\nOK Fetched\r\n`);
  });
});
