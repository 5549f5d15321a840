import { describe, expect, it } from 'vitest';
import { allThere, endsWith, octetsSame, once, same, sameMeaning } from './expect.ts';
import { asLf, corpus, message, plain, tokenOf } from './messages.ts';

describe('what a check expects', () => {
  it('names the place where two values differ', () => {
    expect(() => same('told', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).not.toThrow();
    expect(() => same('told', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toThrow('told, a, 1, b: 2, not 3');
    expect(() => same('told', ['x'], ['x', 'y'])).toThrow('told, 1: undefined, not "y"');
  });

  it('names the octet where two messages differ', () => {
    expect(() => octetsSame('m', Buffer.from('abcdef'), Buffer.from('abXdef'))).toThrow(/from octet 2 on "abcdef"/);
    expect(() => octetsSame('m', undefined, Buffer.from('a'))).toThrow('m: not there');
  });

  it('lets fields stand above a message, and nothing else', () => {
    const sent = plain('x');
    const above = (...lines: string[]): Buffer => Buffer.concat([message(...lines), sent]);
    expect(() => endsWith('m', above('Received: from a', '\tby b', 'X: y'), sent)).not.toThrow();
    expect(() => endsWith('m', above('no field'), sent)).toThrow('no fields stand before it');
    expect(() => endsWith('m', Buffer.concat([sent, Buffer.from('\r\n')]), sent)).toThrow();
  });

  it('wants each message once', () => {
    const [a, b] = [plain('a'), plain('b')];
    expect(() => allThere('box', [b, a], [a, b])).not.toThrow();
    expect(() => once('box', [a, a, b], [a, b])).toThrow('box');
    expect(() => once('box', [a], [a, b])).toThrow('box');
  });

  it('finds the same meaning in other octets, and no other', async () => {
    const all = corpus('x');
    await sameMeaning('box', all.map(asLf), all);
    const changed = all.map((m) =>
      Buffer.from(m.toString('latin1').replace('A text of one line', 'Another'), 'latin1'),
    );
    await expect(sameMeaning('box', changed, all)).rejects.toThrow('box, x.plain, text');
  });

  it('knows every message of the corpus by a token of its own', () => {
    const tokens = corpus('t').map(tokenOf);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.every((t) => t.startsWith('t.'))).toBe(true);
  });
});
