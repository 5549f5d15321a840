import { Cursor, isAtext } from '../mail/cursor.ts';
import { decodeUnitext, decodeXtext } from '../mail/xtext.ts';
import type { Notify, OriginalRecipient } from './command.ts';
import { isInternational } from './grammar.ts';

/** RFC 3461 5.4 asks for these; longer values are refused. Characters. */
export const ENVID_MAX = 100;
export const ORCPT_MAX = 500;

type Value = string | undefined;

/** RFC 3461 4.1: undefined where the value is none. Empty elements of the list mean nothing, as the lists of RFC 822 have it. */
export function parseNotify(value: Value): Notify | undefined {
  // rfc3461-4.1-notify-values-taken, rfc3461-4.1-notify-in-any-case, rfc3461-5.1-invalid-notify-501, rfc3461-5.4-notify-of-28
  const wanted = new Set<'SUCCESS' | 'FAILURE' | 'DELAY'>();
  const elements = (value ?? '').toUpperCase().split(',');
  // rfc3461-5.1-never-with-others-501: beside others it is no value of the list.
  if (elements.length === 1 && elements[0] === 'NEVER') return 'NEVER';
  for (const e of elements) {
    if (e === 'SUCCESS' || e === 'FAILURE' || e === 'DELAY') wanted.add(e);
    else if (e !== '') return undefined;
  }
  return wanted.size === 0 ? undefined : wanted;
}

/** RFC 3461 4.3 */
export function parseRet(value: Value): 'FULL' | 'HDRS' | undefined {
  // rfc3461-4.3-ret-values-taken, rfc3461-4.3-ret-in-any-case, rfc3461-5.1-invalid-ret-501, rfc3461-5.4-ret-of-8
  const ret = value?.toUpperCase();
  return ret === 'FULL' || ret === 'HDRS' ? ret : undefined;
}

/** RFC 3461 4.4: the identifier without its encoding. */
export function parseEnvid(value: Value): string | undefined {
  // rfc3461-5.1-invalid-envid-501, rfc3461-5.1-keyword-alone-is-refused, rfc3461-5.4-envid-of-100
  if (value === undefined || value.length > ENVID_MAX) return undefined;
  return printable(decodeXtext(value));
}

/** RFC 3461 4.2; an address of the type `utf-8` as RFC 6533 3 writes it. */
export function parseOrcpt(value: Value): OriginalRecipient | undefined {
  // rfc3461-5.1-invalid-orcpt-501, rfc3461-5.4-orcpt-of-500
  if (value === undefined || value.length > ORCPT_MAX) return undefined;
  const c = new Cursor(value);
  const type = c.eatWhile(isAtext);
  if (type === '' || !c.eat(';') || c.done) return undefined;
  const text = c.rest();
  // rfc6533-3-orcpt-in-ascii-accepted, rfc6533-3-orcpt-in-mixed-form-accepted, rfc6533-3-ascii-form-converted, rfc6533-3-other-address-copied
  // What does not fit the syntax of its type is kept as it came (RFC 6533 3).
  if (type.toLowerCase() === 'utf-8') return { type, address: decodeUnitext(text) ?? text };
  if (isInternational(text)) return undefined;
  // rfc3461-4.2-address-need-not-fit-its-type, rfc3461-4.2-decoded-line-end-adds-no-field
  const address = printable(decodeXtext(text));
  return address === undefined ? undefined : { type, address };
}

/** Graphic characters, blanks and tabs only: anything else could not be told in a report. */
function printable(text: Value): Value {
  if (text === undefined || text === '') return undefined;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c < 32 && c !== 9) || c > 126) return undefined;
  }
  return text;
}
