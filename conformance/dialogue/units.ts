import { lineText } from '../wire/pieces.ts';
import type { ServerUnit } from '../wire/types.ts';
import { type Bindings, DialogueSyntaxError, type Line, type Pattern, type SourceLine } from './types.ts';

export const CRLF = Buffer.from('\r\n');

/** The first word of a tagged response. */
export function tagOf(unit: ServerUnit): string {
  return lineText(unit.raw).split(' ', 1)[0] ?? '';
}

/** Whether the server says that it is closing unasked: 421, or BYE. `asked`: 221 too. */
export function saysBye(unit: ServerUnit, asked = false): boolean {
  const text = unit.raw.toString('latin1', 0, 5).toUpperCase();
  if (unit.kind === 'reply') return text.startsWith('421') || (asked && text.startsWith('221'));
  return unit.kind === 'untagged' && text === '* BYE';
}

/** The pattern of `S: .`. */
export function isDot(p: Pattern): boolean {
  const [only] = p;
  return p.length === 1 && only !== undefined && 'bytes' in only && only.bytes.toString('latin1') === '.';
}

function partsOf(p: Pattern): Pattern {
  return p.flatMap((x) => ('oneOf' in x ? x.oneOf.flatMap(partsOf) : [x]));
}

/** @throws DialogueSyntaxError for a name in a pattern that is bound nowhere */
export function checkNames(p: Pattern, bindings: Bindings, at: SourceLine): void {
  const parts = partsOf(p);
  const own = new Set(parts.flatMap((x) => ('bind' in x ? [x.bind] : [])));
  const unknown = parts.find((x) => 'name' in x && !bindings.has(x.name) && !own.has(x.name));
  if (unknown && 'name' in unknown) throw new DialogueSyntaxError(at, `{${unknown.name}} is bound to nothing here`);
}

/** Whether `{msg#n}` may be asked for. */
export function usesSequence(lines: readonly Line[]): boolean {
  return lines.some((l) => l.source.includes('{msg#') || l.do === 'literal');
}
