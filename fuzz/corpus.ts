import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), 'corpus');

/** Inputs that once showed a fault, and seeds: every test run replays them. @returns file name and octets, by name */
export function corpus(target: string): { name: string; bytes: Buffer }[] {
  const dir = corpusDir(target);
  return readdirSync(dir)
    .filter((f) => f.endsWith('.bin'))
    .sort()
    .map((f) => ({ name: f, bytes: readFileSync(join(dir, f)) }));
}

export function corpusDir(target: string): string {
  const dir = join(ROOT, target);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Keeps an input under the digest of its octets. @returns the path */
export function keep(target: string, bytes: Buffer): string {
  const path = join(corpusDir(target), `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`);
  writeFileSync(path, bytes);
  return path;
}
