import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

const head = z.object({
  name: z.string(),
  version: z.string().default(''),
  variant: z.string().default(''),
  start: z.object({ container: z.string().optional() }).default({}),
});

/** A target file that starts a container. */
export interface Listed {
  file: string;
  name: string;
  version: string;
  variant: string;
  /** Known failures, beside the target file. */
  baseline: string;
}

/** Target files that start containers, by name, newest version first. @param folder holds a folder a server; answers begin with it */
export async function listTargets(folder: string): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith('.toml')) continue;
    const file = join(folder, entry);
    const read = head.safeParse(tomlOf(file, await readFile(file, 'utf8')));
    if (!read.success || read.data.start.container === undefined) continue;
    const { name, version, variant } = read.data;
    const baseline = file.replace(/([^/]+)\.toml$/, 'baseline.$1.yaml');
    found.push({ file, name, version, variant, baseline });
  }
  return found.sort(
    (a, b) => a.name.localeCompare(b.name) || newer(b.version, a.version) || (a.file < b.file ? -1 : 1),
  );
}

function tomlOf(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (e) {
    throw new Error(`${file}: ${e instanceof Error ? e.message : String(e)}`);
  }
}

/** Compares versions number by number. */
function newer(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** The newest version of each server, in the variant its plain file name stands for. */
export function newest(all: readonly Listed[]): Listed[] {
  const first = new Map<string, Listed>();
  for (const t of all) {
    const known = first.get(t.name);
    if (!known || (known.version === t.version && t.file.length < known.file.length)) first.set(t.name, t);
  }
  return [...first.values()];
}
