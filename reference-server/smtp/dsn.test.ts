import { describe, expect, it } from 'vitest';
import { parseEnvid, parseNotify, parseOrcpt, parseRet } from './dsn.ts';

describe('parameters of RFC 3461', () => {
  it.each([
    ['never', 'NEVER'],
    ['Success', new Set(['SUCCESS'])],
    ['SUCCESS,delay', new Set(['SUCCESS', 'DELAY'])],
    ['FAILURE,,FAILURE', new Set(['FAILURE'])],
    [undefined, undefined],
    ['', undefined],
    [',', undefined],
    ['NEVER,SUCCESS', undefined],
    ['ALWAYS', undefined],
  ])('NOTIFY %j', (value, is) => expect(parseNotify(value)).toEqual(is));

  it.each([
    ['full', 'FULL'],
    ['HDRS', 'HDRS'],
    ['BODY', undefined],
    [undefined, undefined],
  ])('RET %j', (value, is) => expect(parseRet(value)).toBe(is));

  it.each([
    ['QQ314159', 'QQ314159'],
    ['a+20b+2B+3D', 'a b+='],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['x'.repeat(101), undefined],
    ['a+0D+0A', undefined],
    ['a+2b', undefined],
    [undefined, undefined],
  ])('ENVID %j', (value, is) => expect(parseEnvid(value)).toBe(is));

  it.each([
    ['rfc822;Bob@Example.COM', 'rfc822', 'Bob@Example.COM'],
    ['rfc822;a+2Bb@example.org', 'rfc822', 'a+b@example.org'],
    ['x400;/C=XX+20/', undefined, undefined],
    ['X-400;+20c', 'X-400', ' c'],
    ['X.400;c', undefined, undefined],
    ['utf-8;\\x{3B4}@example.org', 'utf-8', 'δ@example.org'],
    ['UTF-8;δ@example.org', 'UTF-8', 'δ@example.org'],
    ['utf-8;\\x@example.org', 'utf-8', '\\x@example.org'],
    ['rfc822;δ@example.org', undefined, undefined],
    [`rfc822;${'x'.repeat(493)}`, 'rfc822', 'x'.repeat(493)],
    [`rfc822;${'x'.repeat(494)}`, undefined, undefined],
    ['rfc822;', undefined, undefined],
    [';a@b', undefined, undefined],
    ['a@b', undefined, undefined],
    ['rfc822;a+0Ab', undefined, undefined],
    [undefined, undefined, undefined],
  ])('ORCPT %j', (value, type, address) =>
    expect(parseOrcpt(value)).toEqual(type === undefined ? undefined : { type, address }),
  );
});
