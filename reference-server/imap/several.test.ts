import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imapSession } from './session.ts';
import { ImapBench, testServer } from './testing.ts';

let bench: ImapBench;

beforeEach(async () => {
  bench = new ImapBench(await testServer(), imapSession);
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('several sessions', () => {
  test('news comes with the next command, EXPUNGE not in FETCH, STORE and SEARCH', async () => {
    for (let i = 0; i < 3; i++) await bench.server.put('x\r\n');
    const a = await bench.selected();
    const b = await bench.selected();
    await b.ask('STORE 1 +FLAGS (\\Deleted)');
    expect(await a.ask('FETCH 2 UID')).toContain('* 1 FETCH (FLAGS (\\Deleted \\Recent))\r\n');
    await b.ask('EXPUNGE');
    await bench.server.put('y\r\n');
    expect(await a.ask('FETCH 2 UID')).toBe('* 2 FETCH (UID 2)\r\n* 4 EXISTS\r\n* 4 RECENT\r\nOK Fetched\r\n');
    expect(await a.ask('STORE 3 +FLAGS (\\Seen)')).toContain('* 3 FETCH (FLAGS (\\Seen \\Recent))');
    expect(await a.ask('SEARCH ALL')).toContain('* SEARCH 2 3 4\r\n');
    expect(await a.ask('FETCH 1 FLAGS')).toMatch(/^NO \[EXPUNGEISSUED\]/);
    expect(await a.ask('COPY 1 INBOX')).toMatch(/NO \[EXPUNGEISSUED\]/);
    expect(await a.ask('FETCH 1 UID')).toContain('* 1 FETCH (UID 2)');
    expect(await b.ask('NOOP')).toContain('* 3 EXISTS\r\n');
  });
  test('UID commands may tell EXPUNGE', async () => {
    await bench.server.put('x\r\n', { flags: ['\\Deleted'] });
    await bench.server.put('x\r\n');
    const a = await bench.selected();
    const b = await bench.selected();
    await b.ask('EXPUNGE');
    expect(await a.ask('UID FETCH 2 FLAGS')).toMatch(/^\* 2 FETCH \(UID 2 .*\r\n\* 1 EXPUNGE\r\nOK/);
  });
  test('what one silences, another is told', async () => {
    await bench.server.put('x\r\n');
    const a = await bench.selected();
    const b = await bench.selected();
    expect(await a.ask('STORE 1 +FLAGS.SILENT (\\Seen)')).toBe('OK Stored\r\n');
    expect(await b.ask('NOOP')).toContain('* 1 FETCH (FLAGS (\\Seen))');
    await b.ask('STORE 1 +FLAGS (k)');
    expect(await a.ask('STORE 1 +FLAGS.SILENT (\\Flagged)')).toContain(
      '* 1 FETCH (FLAGS (\\Seen \\Flagged k \\Recent))',
    );
    expect(await a.ask('NOOP')).toBe('OK Done\r\n');
  });
  test('IDLE tells as it happens, and ends with DONE alone', async () => {
    await bench.server.put('x\r\n', { flags: ['\\Deleted'] });
    const a = await bench.selected();
    const b = await bench.selected();
    const { client } = a.session;
    client.send('i IDLE\r\n');
    expect(await client.lines(1)).toMatch(/^\+ /);
    await bench.server.put('y\r\n');
    expect(await client.lines(2)).toBe('* 2 EXISTS\r\n* 2 RECENT\r\n');
    await b.ask('EXPUNGE');
    expect(await client.lines(1)).toBe('* 1 EXPUNGE\r\n');
    client.send('done\r\n');
    expect(await client.lines(1)).toMatch(/^i OK/);
    client.send('i IDLE\r\n');
    await client.lines(1);
    client.send('NOOP\r\n');
    expect(await client.lines(1)).toMatch(/^i BAD/);
    client.send('i IDLE\r\n');
    await client.lines(1);
    a.session.stop();
    expect(await client.rest()).toMatch(/^\* BYE/);
  });
  test('a mailbox that is deleted empties', async () => {
    const a = await bench.loggedIn();
    await a.ask('CREATE box');
    const box = await bench.server.store.read({ ask: 'mailbox', account: bench.server.account, name: 'box' });
    await bench.server.put('x\r\n', { mailbox: box!.id });
    const b = await bench.selected('box');
    await a.ask('DELETE box');
    expect(await b.ask('FETCH 1 BODY[]')).toMatch(/NO/);
    expect(await b.ask('NOOP')).toBe('* 1 EXPUNGE\r\nOK Done\r\n');
    expect(await b.ask('SELECT INBOX')).toContain('OK [READ-WRITE]');
  });
});
