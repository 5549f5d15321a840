import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseBaseline } from '../../matrix/gate.ts';
import { loadSpec } from '../../spec/load.ts';
import { readTarget } from './file.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const spec = loadSpec();

const folders = readdirSync(HERE, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'fixtures');
const targets = folders.flatMap(({ name }) =>
  readdirSync(path.join(HERE, name))
    .filter((f) => f.endsWith('.toml'))
    .map((f) => path.join(name, f)),
);

/** The anchor that a heading of Markdown gets. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Headings of a folder's findings, with what stands below each. */
function sections(folder: string): Map<string, string> {
  const text = readFileSync(path.join(HERE, folder, 'findings.md'), 'utf8');
  const parts = text.split(/^#{2,3} /m).slice(1);
  return new Map(parts.map((p) => [anchor(p.split('\n', 1)[0] ?? ''), p]));
}

const baselineOf = (file: string) =>
  path.join(HERE, path.dirname(file), `baseline.${path.basename(file, '.toml')}.yaml`);

test.each(targets)('%s can be read; where it starts a container, image and baseline are there', async (file) => {
  const target = await readTarget(path.join(HERE, file));
  const { container } = target.start ?? {};
  if (container === undefined) return;
  const named = [container, ...Object.keys(target.start?.files ?? {})].map((f) => path.resolve(target.folder, f));
  expect([...named, baselineOf(file)].filter((f) => !existsSync(f))).toEqual([]);
});

describe.each(targets.filter((f) => existsSync(baselineOf(f))))('what is known of %s', (file) => {
  test('is of rows there are, and is told under the heading it names', () => {
    const entries = parseBaseline(parse(readFileSync(baselineOf(file), 'utf8')), file);
    const told = sections(path.dirname(file));
    const wrong = entries.flatMap((e) => {
      if (!spec.byId.has(e.id)) return [`${e.id}: no such row`];
      const [page, heading = ''] = (e.link ?? '').split('#');
      if (page !== 'findings.md') return [`${e.id}: its link names no finding`];
      const section = told.get(heading);
      if (section === undefined) return [`${e.id}: findings.md has no heading #${heading}`];
      return section.includes(e.id) ? [] : [`${e.id}: not named under #${heading}`];
    });
    expect(wrong).toEqual([]);
  });
});
