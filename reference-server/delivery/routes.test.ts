import { expect, test } from 'vitest';
import { splitAddress } from './names.ts';
import { type Aliases, parseRoutes } from './routes.ts';

function faultsOf(aliases: Aliases): string[] {
  const faults: string[] = [];
  parseRoutes(aliases, 'example.test', (name, what) => faults.push(`${name}: ${what}`));
  return faults;
}

test('an address is split at its last @', () => {
  expect(splitAddress('a@b@c')).toEqual({ local: 'a@b', domain: 'c' });
  expect(splitAddress('a')).toEqual({ local: 'a', domain: undefined });
  expect([splitAddress(''), splitAddress('@b'), splitAddress('a@')]).toEqual([undefined, undefined, undefined]);
});

test('each mistake in the table is told with the name it is in', () => {
  expect(faultsOf({ ok: ['a', 'b@EXAMPLE.test'], 'x-*': ['*', 'a'] })).toEqual([]);
  expect(
    faultsOf({
      away: ['someone@example.org'],
      'here@example.org': ['a'],
      'a@': ['a'],
      '*-*': ['a'],
      plain: ['*'],
      none: [],
      TWICE: ['a'],
      twice: ['b'],
    }),
  ).toEqual([
    'away: someone@example.org is not in example.test: mail does not leave this server',
    'here@example.org: here@example.org is not in example.test: mail does not leave this server',
    'a@: "a@" is no address',
    '*-*: a name has one * at most',
    'plain: * has a * that the name has not',
    'none: stands for one to 1000 addresses',
    'twice: is there twice, perhaps in another case',
  ]);
});

test('of the patterns that fit, the one with the most letters is taken, and its star is one character or more', () => {
  const routes = parseRoutes({ 'a*': ['one'], 'a*z': ['*-two'], 'ab*': ['three'] }, 'example.test', () => undefined);
  expect(routes.matching('a')).toBeUndefined();
  expect(routes.matching('AX')?.targets).toEqual(['one']);
  expect(routes.matching('AXZ')?.targets).toEqual(['x-two']);
  expect(routes.matching('abz')?.targets).toEqual(['three']);
  expect(routes.matching(`a${'x'.repeat(300)}`)).toBeUndefined();
  expect(routes.named('a*')).toBeUndefined();
});
