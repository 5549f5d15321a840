/** One command of the reference server, as its file says where it may be given. */
export interface StateRow {
  verb: string;
  states: string[];
  file: string;
  line: number;
}

/**
 * Reads verbs and states out of the text of command files: nothing of the server is loaded. Names of lists of states are looked up in
 * all the texts. Commands whose verb is not written out are left out.
 */
export function stateTable(files: readonly { file: string; text: string }[]): StateRow[] {
  const lists = new Map<string, string[]>();
  for (const { text } of files) {
    for (const m of text.matchAll(/const ([A-Z_]+)\b[^=\n]*= \[([^\]]*)\]/g)) lists.set(m[1]!, words(m[2]!));
  }
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(/\bverb: '([^']+)'[\s\S]{0,160}?\bstates: (?:\[([^\]]*)\]|([A-Z_]+))/g)].map((m) => ({
      verb: m[1]!,
      states: m[2] === undefined ? (lists.get(m[3]!) ?? [m[3]!]) : words(m[2]),
      file,
      line: text.slice(0, m.index).split('\n').length,
    })),
  );
}

/** The table for a terminal: a column a state, in the order they are first met. */
export function stateText(rows: readonly StateRow[]): string {
  const states = [...new Set(rows.flatMap((r) => r.states))];
  const wide = Math.max(4, ...rows.map((r) => r.verb.length));
  const line = (verb: string, cells: readonly string[], end: string): string =>
    `${verb.padEnd(wide)}  ${cells.join('  ')}  ${end}`.trimEnd();
  return [
    line('', states, ''),
    ...rows.map((r) =>
      line(
        r.verb,
        states.map((s) => (r.states.includes(s) ? 'yes' : '').padEnd(s.length)),
        `${r.file}:${r.line}`,
      ),
    ),
    '',
  ].join('\n');
}

function words(list: string): string[] {
  return [...list.matchAll(/'([^']+)'/g)].map((m) => m[1]!);
}
