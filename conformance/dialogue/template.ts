import { type Bindings, DialogueSyntaxError, type SourceLine, type Template } from './types.ts';

/** What fills in a template: values, sequence numbers, and the octet count of the block. */
export interface Filling {
  bindings: Bindings;
  sequence(n: number): number;
  count?: number;
}

/** The octets to send. @throws DialogueSyntaxError for a name that is bound to nothing */
export function render(t: Template, f: Filling, at: SourceLine): Buffer {
  return Buffer.concat(
    t.map((p) => {
      if ('bytes' in p) return p.bytes;
      if ('count' in p) return Buffer.from(String(f.count ?? 0));
      if ('sequence' in p) return Buffer.from(String(f.sequence(p.sequence)));
      const value = boundValue(f.bindings, p.name, at);
      return p.as === 'string' ? quoted(value) : value;
    }),
  );
}

export function boundValue(b: Bindings, name: string, at: SourceLine): Buffer {
  const value = b.get(name);
  if (value === undefined) throw new DialogueSyntaxError(at, `{${name}} is bound to nothing here`);
  return value;
}

/** An IMAP quoted string (RFC 3501 §4.3). */
export function quoted(value: Buffer): Buffer {
  return Buffer.from(`"${value.toString('latin1').replace(/["\\]/g, '\\$&')}"`, 'latin1');
}

/** A message as it goes after DATA (RFC 5321 §4.5.2): a line end where the last one is missing, dots stuffed, the end of data. */
export function asData(message: Buffer): Buffer {
  const s = message.toString('latin1').replace(/(^|\r\n)\./g, '$1..');
  return Buffer.from(`${s}${s === '' || s.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}
