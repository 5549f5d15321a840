import { describe, expect, test } from 'vitest';
import {
  compose,
  disagreement,
  leaves,
  type Mail,
  meant,
  octets,
  outlines,
  parsed,
  readMail,
  wordsOf,
} from './interop-mail.ts';

const YAML = `
from: { name: Jörg Müller, address: one@example.org }
to: [{ name: '', address: two@example.org }]
id: <one@client.example.org>
subject: Grüße, 日本語 🙂
text: |
  .a line
  Grüße
html: <p>Grüße</p>
attachments:
  - { filename: octets.bin, type: application/octet-stream, octets: 1000 }
`;

const mail = (): Mail => readMail(YAML, 'x.feature:1');

describe('a mail of a feature', () => {
  test('is read back from what a library builds', async () => {
    const message = await compose(mail());
    expect(message.toString('latin1').endsWith('\r\n')).toBe(true);
    expect(wordsOf(await parsed(message))).toEqual(meant(mail()));
  });

  test.each([
    ['subject', { subject: 'Grüße' }],
    ['from', { from: { name: 'Jorg', address: 'one@example.org' } }],
    ['text', { text: 'a line\nGrüße\n' }],
    ['html', { html: '<p>other</p>' }],
    ['attachments', { attachments: [{ filename: 'octets.bin', type: 'application/octet-stream', octets: 999 }] }],
  ])('is not the same with another %s', async (about, change) => {
    const words = wordsOf(await parsed(await compose({ ...mail(), ...change })));
    expect(disagreement(meant(mail()), words)?.about).toBe(about);
  });

  test('says which key is wrong', () => {
    expect(() => readMail(YAML.replace('subject:', 'topic:'), 'x.feature:1')).toThrow(/^x\.feature:1: subject/);
  });

  test('has every octet in its files', () => {
    expect(new Set(octets(256)).size).toBe(256);
  });
});

describe('ENVELOPE and BODYSTRUCTURE beside the parser', () => {
  const structure = (filename: string) => ({
    type: 'multipart/mixed',
    childNodes: [
      { type: 'multipart/alternative', childNodes: [{ type: 'text/plain' }, { type: 'text/html' }] },
      { type: 'application/octet-stream', disposition: 'attachment', dispositionParameters: { filename } },
    ],
  });
  const envelope = {
    subject: 'Grüße, 日本語 🙂',
    messageId: '<one@client.example.org>',
    from: [{ name: 'Jörg Müller', address: 'one@example.org' }],
    to: [{ name: '', address: 'two@example.org' }],
  };

  test('leaves are the parts without parts', () => {
    expect(leaves(structure('a')).map((n) => n.type)).toEqual(['text/plain', 'text/html', 'application/octet-stream']);
  });

  test.each([
    ['nothing', envelope, 'octets.bin', undefined],
    ['the subject', { ...envelope, subject: 'Grusse' }, 'octets.bin', 'subject'],
    ['an address', { ...envelope, to: [] }, 'octets.bin', 'to'],
    ['a file name', envelope, 'octets.txt', 'attachments'],
  ])('differ by %s', async (_, e, filename, about) => {
    const p = await parsed(await compose(mail()));
    const { byParser, byServer } = outlines(p, { seq: 1, uid: 1, envelope: e, bodyStructure: structure(filename) });
    expect(disagreement(byParser, byServer)?.about).toBe(about);
  });
});
