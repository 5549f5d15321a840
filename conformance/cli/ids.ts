import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A requirement's id: RFC, section (or the name of its grammar), and words. */
const ID = /\brfc\d+-[0-9A-Z][0-9A-Za-z.]*(?:-[a-z0-9]+)+/g;

export interface Named {
  id: string;
  /** Path below the root, with `/`. */
  file: string;
  line: number;
  /** The line itself, trimmed. */
  text: string;
}

/** Whether a text is an id and nothing else. */
export function isId(text: string): boolean {
  return new RegExp(`^${ID.source}$`).test(text);
}

/** RFC number and section an id begins with. Undefined where it is none. */
export function partsOf(id: string): { rfc: number; section: string; rule: string } | undefined {
  const found = /^rfc(\d+)-([0-9A-Z][0-9A-Za-z.]*)-([a-z0-9-]+)$/.exec(id);
  return found ? { rfc: Number(found[1]), section: found[2]!, rule: found[3]! } : undefined;
}

/** Every id a text names, with its line. Prefixes that end in `*` are none. */
export function idsIn(file: string, text: string): Named[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(ID)]
        .filter((m) => !/^-?(?:\*|…)/.test(line.slice(m.index + m[0].length)))
        .map((m) => ({ id: m[0], file, line: i + 1, text: line.trim() })),
    );
}

/** Files below a folder whose names pass, as sorted paths below `root`. A folder that is not there holds none. */
export async function filesBelow(root: string, folder: string, pass: (path: string) => boolean): Promise<string[]> {
  const all = await readdir(join(root, folder), { recursive: true }).catch((e: unknown) => {
    if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return [];
    throw e;
  });
  return all
    .map((f) =>
      relative(root, join(root, folder, f))
        .split(sep)
        .join('/'),
    )
    .filter(pass)
    .sort();
}

/** Every id named in the files below the folders. */
export async function namedIn(
  root: string,
  folders: readonly string[],
  pass: (path: string) => boolean,
): Promise<Named[]> {
  const files = (await Promise.all(folders.map((f) => filesBelow(root, f, pass)))).flat();
  const texts = await Promise.all(files.map(async (f) => idsIn(f, await readFile(join(root, f), 'utf8'))));
  return texts.flat();
}

/** Source of ours that runs: no tests, no fixtures, which may name ids that are nowhere. */
export function isSource(path: string): boolean {
  return (
    /\.(?:ts|js)$/.test(path) && !/\.test\.ts$/.test(path) && !/(?:^|\/)(?:fixtures?|samples?|testing)[./-]/.test(path)
  );
}
