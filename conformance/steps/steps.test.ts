import { describe, expect, test } from 'vitest';
import type { FeatureScenario } from '../runner/features.ts';
import { STEPS, stepFor, stepsText } from './all.ts';
import { wireForm } from './messages.ts';
import { needOf } from './needs.ts';
import { fetched, quoted, stuffed } from './talk.ts';
import { filled } from './world.ts';

/** More would be a second language beside the dialogue. */
const MOST_STEPS = 40;

describe('the vocabulary', () => {
  test('stays small', () => {
    expect(STEPS.length).toBeLessThanOrEqual(MOST_STEPS);
  });

  test('is documented, whole', () => {
    for (const s of STEPS) {
      expect(s.usage.length, s.usage).toBeGreaterThan(5);
      expect(s.doc, s.usage).toMatch(/[A-Za-z].*\.$/s);
      expect(stepsText()).toContain(s.usage);
    }
  });

  test.each([
    'an SMTP client that has dialled',
    'a POP3 client "b" that has connected',
    'an LMTP client that has said EHLO',
    'a Submission client that has logged in as account 2',
    'an IMAP client "watcher" that has selected "{root}box"',
    'it says',
    'it says, unless it is kept waiting',
    'the scenario ends here unless "{now}" is "{validity}"',
    'it is enough if "{sent}" does not match "250"',
    'client "b" says',
    'this message',
    'the mailbox "INBOX" holds these messages',
    'the mailbox "{root}x" of account 2 holds 3 messages',
    'the mailbox "{root}x" holds 1 message',
    'the mailbox "INBOX" holds 1 message, unless it is locked',
    'it sends the message',
    'it sends the message to "{recipient2}"',
    '"{recipient}" receives the message',
    'the received message equals what was sent below the fields the path added',
    '"{recipient}" has received nothing with "{token}-bad"',
    '"{recipient}" has received 1 message with "{token}"',
    '"{recipient}" receives a report about "{token}"',
    '"{recipient}" receives a report about "{token}" for "{recipient2}"',
    'a fence message reaches "{recipient}"',
    'the session is still usable',
    'it starts TLS',
    'the server closes the connection',
    'the client vanishes',
    'it announces "AUTH=PLAIN"',
    'it does not announce "STARTTLS"',
    '"{received.with}" is "ESMTP"',
    '"{received.with}" matches "(ESMTP|ESMTPS)"',
    '"{size}" is the number of octets of "{body}"',
    '"{one}" has 1 to 70 octets between "!" and "~"',
  ])('%s', (text) => {
    expect(STEPS.filter((s) => s.pattern.test(text))).toHaveLength(1);
  });

  test('knows nothing else', () => {
    expect(stepFor('a fence reaches everybody')).toBeUndefined();
  });
});

describe('accounts a scenario needs', () => {
  const scenario = (tags: string[], ...steps: [string, string?][]): FeatureScenario => ({
    id: 'x',
    title: 'x',
    feature: 'x',
    line: 1,
    tags,
    requirements: [],
    steps: steps.map(([text, content]) => ({
      type: 'Action',
      text,
      line: 2,
      ...(content === undefined ? {} : { docString: { content, line: 3 } }),
    })),
    key: 'x:1',
  });

  test.each([
    ['none', scenario([], ['an SMTP client that has connected'], ['it says', 'C: NOOP\nS: 250']), undefined],
    ['one by name', scenario([], ['it says', 'C: RCPT TO:<{recipient}>']), { accounts: 1, each: 'shared' }],
    ['two by name', scenario([], ['it says', 'C: {recipient2:string}']), { accounts: 2, each: 'shared' }],
    ['two by words', scenario([], ['an IMAP client that has logged in as account 2']), { accounts: 2, each: 'shared' }],
    ['by tag', scenario(['accounts:3'], ['it says', '']), { accounts: 3, each: 'shared' }],
    ['own by tag', scenario(['own'], ['it says', '']), { accounts: 1, each: 'own' }],
    ['own by INBOX', scenario([], ['the mailbox "INBOX" holds 2 messages']), { accounts: 1, each: 'own' }],
    ['shared tree', scenario([], ['the mailbox "{root}x" holds 2 messages']), { accounts: 1, each: 'shared' }],
    ['POP3 alone', scenario([], ['a POP3 client that has logged in']), { accounts: 1, each: 'shared', alone: true }],
  ])('%s', (_, s, need) => {
    expect(needOf(s)).toEqual(need);
  });
});

describe('what the suite says itself', () => {
  test('dots are stuffed and the data ends', () => {
    expect(stuffed(Buffer.from('.a\r\n..\r\nb.\r\n')).toString()).toBe('..a\r\n...\r\nb.\r\n.\r\n');
    expect(stuffed(Buffer.from('a')).toString()).toBe('a\r\n.\r\n');
    expect(stuffed(Buffer.alloc(0)).toString()).toBe('.\r\n');
  });

  test('a docstring becomes lines of the wire', () => {
    expect(wireForm('a\n\nb').toString()).toBe('a\r\n\r\nb\r\n');
    expect(wireForm('a\r\n').toString()).toBe('a\r\n');
  });

  test('texts carry UTF-8 of their own and of values alike, octet for octet', () => {
    const value = () => Buffer.from('δ-u01@example.test');
    const text = filled('To: {site.utf8_alias}\nSubject: Grüße 日本', value);
    expect(wireForm(text)).toEqual(Buffer.from('To: δ-u01@example.test\r\nSubject: Grüße 日本\r\n'));
    expect(wireForm(filled('{raw}', () => Buffer.from([0xff, 0x80])))).toEqual(Buffer.from([0xff, 0x80, 13, 10]));
  });

  test('quoted strings and literals', () => {
    expect(quoted('a"b\\c')).toBe('"a\\"b\\\\c"');
    const unit = (raw: string) => ({ kind: 'untagged' as const, raw: Buffer.from(raw, 'latin1') });
    expect(fetched(unit('* 1 FETCH (UID 2 BODY[] {3}\r\nab))\r\n'), 'BODY[]')?.toString()).toBe('ab)');
    expect(fetched(unit('* 1 FETCH (BODY[] "a\\"b")\r\n'), 'BODY[]')?.toString()).toBe('a"b');
    expect(fetched(unit('* 1 FETCH (FLAGS ())\r\n'), 'BODY[]')).toBeUndefined();
  });
});
