import { superiors } from '../../store/names.ts';
import { list as parse } from '../grammar/command.ts';
import { printAstring, printString } from '../grammar/print.ts';
import { encodeName, matchesPattern } from '../names.ts';
import { AUTHENTICATED, define, type Effect, no, ok, type Session } from '../types.ts';
import { accountOf, type Listed, listing } from './mailboxes.ts';

/** Octets of reference and pattern together: matching costs the product of pattern and name. */
const PATTERN_MAX = 2048;

/** INBOX has no case: its level of the pattern is also tried in capitals. */
function matcher(pattern: string): (name: string) => boolean {
  const slash = pattern.indexOf('/');
  const top = slash < 0 ? pattern : pattern.slice(0, slash);
  const upper = top.toUpperCase() + pattern.slice(top.length);
  return (name) => {
    if (matchesPattern(pattern, name)) return true;
    return (name === 'INBOX' || name.startsWith('INBOX/')) && matchesPattern(upper, name);
  };
}

function print(kind: 'LIST' | 'LSUB', { name, attributes }: Listed): string {
  const shown = name === '' ? '""' : printAstring(name);
  return `* ${kind} (${attributes.join(' ')}) ${printString('/')} ${shown}\r\n`;
}

/** Reference and pattern join to one canonical pattern: there is no character that breaks out of the reference. */
function canonical(reference: string, pattern: string): string | Effect {
  const joined = reference + pattern;
  if (joined.length > PATTERN_MAX) return no('The pattern is too long', 'LIMIT');
  let short = '';
  for (const ch of joined) if (ch !== '*' || !short.endsWith('*')) short += ch;
  return short;
}

async function run(
  s: Session,
  kind: 'LIST' | 'LSUB',
  reference: string,
  pattern: string,
  names: (pattern: string) => Promise<Listed[]>,
): Promise<Effect> {
  if (pattern === '') {
    // rfc3501-6.3.8-empty-pattern-tells-separator
    s.peer.write(print(kind, { name: '', attributes: ['\\Noselect'] }));
    return ok('Done');
  }
  const wanted = canonical(reference, pattern);
  if (typeof wanted !== 'string') return wanted;
  for (const listed of await names(wanted)) s.peer.write(print(kind, listed));
  return ok('Done');
}

/** RFC 3501 section 6.3.8. */
export const list = define({
  verb: 'LIST',
  states: AUTHENTICATED,
  parse,
  run: ({ session: s }, { reference, pattern }) =>
    run(s, 'LIST', reference, pattern, async (wanted) => {
      const matches = matcher(wanted);
      const all = listing(await s.ctx.store.read({ ask: 'mailboxes', account: accountOf(s) }));
      // rfc3501-6.3.8-names-match-pattern rfc3501-6.3.8-inbox-listed
      return all.filter((l) => matches(l.name));
    }),
});

/** RFC 3501 section 6.3.9. */
export const lsub = define({
  verb: 'LSUB',
  states: AUTHENTICATED,
  parse,
  run: ({ session: s }, { reference, pattern }) =>
    run(s, 'LSUB', reference, pattern, async (wanted) => {
      const matches = matcher(wanted);
      const { store } = s.ctx;
      const subscribed = await store.read({ ask: 'subscriptions', account: accountOf(s) });
      const boxes = new Map((await store.read({ ask: 'mailboxes', account: accountOf(s) })).map((b) => [b.name, b]));
      const found = new Map<string, Listed>();
      // rfc3501-6.3.9-lsub-lists-subscribed-names
      for (const name of subscribed) {
        const box = boxes.get(name);
        const wire = encodeName(name);
        if (matches(wire)) found.set(name, { name: wire, attributes: box?.noselect === false ? [] : ['\\Noselect'] });
        if (!wanted.endsWith('%')) continue;
        for (const above of superiors(name)) {
          const level = encodeName(above);
          // rfc3501-6.3.9-percent-tells-the-parent
          if (!found.has(above) && !subscribed.includes(above) && matches(level)) {
            found.set(above, { name: level, attributes: ['\\Noselect'] });
          }
        }
      }
      return [...found.values()];
    }),
});
