import { describe, expect, test } from 'vitest';
import { fields, isDate, readReturnPath, takeApart, topFields } from './trace.ts';

const DATE = 'Sat, 21 Nov 2026 03:14:00 +0000';
const sent = Buffer.from('Received: from a by b; an old one\r\nFrom: <a@x>\r\nSubject: s\r\n\r\n.body\r\n');
const top = `Return-Path: <a@x>\r\nReceived: from c\r\n\tby d with ESMTP; ${DATE}\r\n`;

const onTop = (s: string) => Buffer.concat([Buffer.from(s), sent]);

describe('takeApart', () => {
  test('what was sent, with trace fields on top', () => {
    expect(takeApart(onTop(top), sent, false)?.added.map((f) => f.name)).toEqual(['return-path', 'received']);
    expect(takeApart(sent, sent, false)?.added).toEqual([]);
  });

  test('a server may add fields of its own name', () => {
    const own = onTop(`${top}X-Session: 7\r\n`);
    expect(takeApart(own, sent, false)?.added.map((f) => f.name)).toEqual(['return-path', 'received', 'x-session']);
    expect(topFields(own).at(2)?.name).toBe('x-session');
  });

  test.each([
    ['a field no path adds', onTop('Subject: new\r\n')],
    ['a field about the body', onTop('Content-Type: text/plain\r\n')],
    ['something that is no field', onTop('no field\r\n')],
    ['a changed octet', Buffer.from(onTop(top).toString().replace('.body', 'body'))],
    ['an added line end', Buffer.concat([sent, Buffer.from('\r\n')])],
    ['fields below', Buffer.from(sent.toString().replace('From', 'X-Added: 1\r\nFrom'))],
    ['a lost field', Buffer.from(sent.toString().replace('Subject: s\r\n', ''))],
  ])('%s is a difference', (_, received) => {
    expect(takeApart(received, sent, false)).toBeUndefined();
  });

  test('only submission may add Date and Message-ID, and only where they were missing', () => {
    const more = Buffer.from(
      onTop(top).toString().replace('\r\n\r\n', `\r\nDate: ${DATE}\r\nMessage-ID: <1@x>\r\n\r\n`),
    );
    expect(takeApart(more, sent, true)?.masked.map((f) => f.name)).toEqual(['date', 'message-id']);
    expect(takeApart(more, sent, false)).toBeUndefined();
    const had = Buffer.from(sent.toString().replace('\r\n\r\n', `\r\nDate: x\r\n\r\n`));
    const changed = Buffer.from(had.toString().replace('Date: x', 'Date: y'));
    expect(takeApart(changed, had, true)).toBeUndefined();
  });
});

describe('fields', () => {
  test('folded ones are one, and the body is none', () => {
    expect(fields('A: 1\r\n\t2\r\nB : 3\r\n\r\nC: 4\r\n').map((f) => [f.name, f.value])).toEqual([
      ['a', '1\t2'],
      ['b', '3'],
    ]);
  });

  test('fields on top end where the message begins', () => {
    expect(topFields(Buffer.from(`${top}From: x\r\nReceived: y\r\n`)).map((f) => f.name)).toEqual([
      'return-path',
      'received',
    ]);
  });
});

test.each([
  [DATE, true],
  ['21 Nov 2026 03:14 -0130', true],
  [`${DATE} (UTC)`, true],
  ['Sat, 21 Nov 26 03:14:00 +0000', false],
  ['Sat, 21 Nov 2026 03:14:00 GMT', false],
  ['Sun, 21 Nov 2026 03:14:00 +0000', false],
  ['31 Nov 2026 03:14:00 +0000', false],
  ['0 Nov 2026 03:14:00 +0000', false],
  ['21 Nov 2026 24:00:00 +0000', false],
  ['21 Nov 2026 23:59:60 +0000', true],
  ['21 Nov 2026 03:14:00 +0060', false],
  ['29 Feb 2028 03:14:00 +0000', true],
])('%s is a date: %s', (text, yes) => {
  expect(isDate(text)).toBe(yes);
});

test('Return-Path holds one path', () => {
  expect(readReturnPath('<a@x>')).toBe('a@x');
  expect(readReturnPath('<>')).toBe('');
  expect(readReturnPath('a@x')).toBeUndefined();
});
