import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imapSession } from './session.ts';
import { ImapBench, testServer } from './testing.ts';

let bench: ImapBench;
const lines = (text: string): string[] => text.split('\r\n').slice(0, -1);

beforeEach(async () => {
  bench = new ImapBench(await testServer(), imapSession);
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('mailboxes', () => {
  test('CREATE makes the levels above, LIST shows them, INBOX has no case', async () => {
    const { ask } = await bench.loggedIn();
    expect(await ask('CREATE a/b/c')).toMatch(/^OK/);
    expect(await ask('CREATE a/b/c')).toMatch(/^NO \[ALREADYEXISTS\]/);
    expect(await ask('CREATE d/')).toMatch(/^OK/);
    expect(await ask('CREATE inbox')).toMatch(/^NO/);
    expect(await ask('CREATE a//b')).toMatch(/^NO/);
    expect(await ask('CREATE "caf{e"')).toMatch(/^OK/);
    expect(lines(await ask('LIST "" *')).slice(0, -1)).toEqual([
      '* LIST (\\HasNoChildren) "/" INBOX',
      '* LIST (\\HasChildren) "/" a',
      '* LIST (\\HasChildren) "/" a/b',
      '* LIST (\\HasNoChildren) "/" a/b/c',
      '* LIST (\\HasNoChildren) "/" "caf{e"',
      '* LIST (\\HasNoChildren) "/" d',
    ]);
    expect(lines(await ask('LIST "" %'))).toHaveLength(5);
    expect(lines(await ask('LIST a/ %'))).toHaveLength(2);
    expect(lines(await ask('LIST "" inb%'))[0]).toBe('* LIST (\\HasNoChildren) "/" INBOX');
    expect(lines(await ask('LIST "" ""'))[0]).toBe('* LIST (\\Noselect) "/" ""');
    expect(lines(await ask('LIST "" nothing*'))).toHaveLength(1);
  });
  test('DELETE keeps what is below, and what cannot be deleted stays', async () => {
    const { ask } = await bench.loggedIn();
    await ask('CREATE a/b');
    expect(await ask('DELETE a')).toMatch(/^OK/);
    expect(await ask('LIST "" a*')).toContain('* LIST (\\Noselect \\HasChildren) "/" a\r\n');
    expect(await ask('DELETE a')).toMatch(/^NO/);
    expect(await ask('SELECT a')).toMatch(/^NO/);
    expect(await ask('DELETE a/b')).toMatch(/^OK/);
    expect(await ask('DELETE INBOX')).toMatch(/^NO/);
    expect(await ask('DELETE nothing')).toMatch(/^NO \[NONEXISTENT\]/);
  });
  test('RENAME takes the levels below along; INBOX is emptied', async () => {
    const { ask } = await bench.loggedIn();
    await ask('CREATE a/b');
    await ask('CREATE INBOX/below');
    expect(await ask('RENAME a z/y')).toMatch(/^OK/);
    await bench.server.put('A: b\r\n\r\nx');
    expect(await ask('RENAME inbox old')).toMatch(/^OK/);
    expect(await ask('STATUS old (MESSAGES)')).toContain('(MESSAGES 1)');
    expect(await ask('STATUS INBOX (MESSAGES UIDNEXT)')).toContain('(MESSAGES 0 UIDNEXT 2)');
    const listed = await ask('LIST "" *');
    expect(lines(listed).map((l) => l.split(' ').at(-1))).toEqual([
      'INBOX',
      'INBOX/below',
      'old',
      'z',
      'z/y',
      'z/y/b',
      'Done',
    ]);
    expect(await ask('RENAME old INBOX')).toMatch(/^NO/);
    expect(await ask('RENAME nothing x')).toMatch(/^NO/);
  });
  test('names are modified UTF-7, in one spelling', async () => {
    const { ask } = await bench.loggedIn();
    expect(await ask('CREATE &U,BTFw-')).toMatch(/^OK/);
    expect(await ask('LIST "" &*')).toContain('"/" &U,BTFw-\r\n');
    expect(await ask('CREATE &AGE-')).toMatch(/^NO \[CANNOT\]/);
    expect(await ask('CREATE {5+}\r\ncaf\u00e9')).toMatch(/^BAD|^NO \[CANNOT\]/);
    expect(
      await bench.server.store.read({ ask: 'mailbox', account: bench.server.account, name: '台北' }),
    ).toBeDefined();
  });
  test('subscriptions outlive mailboxes; LSUB % gives the level above', async () => {
    const { ask } = await bench.loggedIn();
    await ask('CREATE a/b');
    expect(await ask('SUBSCRIBE a/b')).toMatch(/^OK/);
    await ask('SUBSCRIBE gone');
    expect(lines(await ask('LSUB "" *')).slice(0, -1)).toEqual(['* LSUB () "/" a/b', '* LSUB (\\Noselect) "/" gone']);
    expect(lines(await ask('LSUB "" %')).slice(0, -1)).toEqual([
      '* LSUB (\\Noselect) "/" a',
      '* LSUB (\\Noselect) "/" gone',
    ]);
    await ask('DELETE a/b');
    expect(await ask('LSUB "" a/b')).toContain('a/b');
    await ask('UNSUBSCRIBE a/b');
    expect(lines(await ask('LSUB "" *'))).toHaveLength(2);
  });
  test('STATUS', async () => {
    await bench.server.put('x\r\n', { flags: ['\\Seen'] });
    await bench.server.put('x\r\n');
    const { ask } = await bench.loggedIn();
    const items = 'MESSAGES RECENT UIDNEXT UNSEEN';
    expect(await ask(`STATUS Inbox (${items})`)).toContain('* STATUS INBOX (MESSAGES 2 RECENT 2 UIDNEXT 3 UNSEEN 1)');
    expect(await ask(`STATUS Inbox (${items})`)).toContain('RECENT 2');
    expect(await ask('STATUS nothing (MESSAGES)')).toMatch(/^NO/);
    expect(await ask('NAMESPACE')).toContain('* NAMESPACE (("" "/")) NIL NIL');
    expect(await ask('ID ("name" "x" "y" NIL)')).toContain('* ID ("name" "mailspec")');
    expect(await ask('ENABLE FOO BAR')).toContain('* ENABLED\r\n');
  });
});
