import { posix } from 'node:path';

/** What must be in the package: the command, what it reads, and what says whose it is. */
const NEEDED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'conformance/cli/mailspec.js',
  'conformance/mutants/proof.json',
  'conformance/targets/reference-server/current.toml',
  'dist/built-from.json',
  'dist/conformance/cli/mailspec.js',
  'dist/conformance/steps/register.js',
  'dist/reference-server/store/sql/sqlite-worker.js',
  'matrix/run.schema.json',
  'spec/interpretations.yaml',
];

/** Of each at least one. */
const KINDS: readonly [string, RegExp][] = [
  ['features', /^features\/.+\.feature$/],
  ['inventories', /^spec\/rfc\/\d+\.yaml$/],
  ['profiles', /^spec\/profiles\/[^/]+\.yaml$/],
  ['images of servers', /^conformance\/targets\/[^/]+\/image\/Dockerfile$/],
];

/** What only a clone has a use for. */
const STRANGE: readonly [string, RegExp][] = [
  ['a test', /\.test\.(?:ts|js|d\.ts)$|(?:^|\/)(?:testing[\w-]*|fixtures)\.(?:ts|js)$|(?:^|\/)fixtures\//],
  ['no part of it', /^(?:dist\/)?(?:ci|fuzz|report|data|node_modules)\/|^\.|^(?:tsconfig|biome|vitest|package-lock)/],
];

/** What is missing in a package, or strange there. @param built the sources that `dist/` was built from */
export function problems(files: readonly string[], built: readonly string[]): string[] {
  const has = new Set(files);
  const declared = built.flatMap((f) => ['.js', '.d.ts'].map((ending) => `dist/${f.replace(/\.ts$/, ending)}`));
  return [
    ...[...NEEDED, ...built, ...declared].filter((f) => !has.has(f)).map((f) => `${f}: missing`),
    ...KINDS.filter(([, kind]) => !files.some((f) => kind.test(f))).map(([what]) => `no ${what}`),
    ...files.flatMap((f) => STRANGE.filter(([, kind]) => kind.test(f)).map(([what]) => `${f}: ${what}`)),
  ];
}

/** Calls that name a module or file beside the one they stand in. */
const CALL = /\b(?:URL|sibling\w*|import)\(|\bfrom\s/;
const BESIDE = /['"`](\.{1,2}\/[\w./-]+)(?=['"`$])/g;

/** Paths a compiled module names that lead nowhere. */
export function deadEnds(file: string, text: string, has: (path: string) => boolean): string[] {
  return (
    text
      .split('\n')
      .filter((line) => CALL.test(line))
      .flatMap((line) => [...line.matchAll(BESIDE)].map((m) => m[1]!))
      // Folders are what others are looked for in.
      .filter((named) => !named.endsWith('/'))
      .filter((named) => {
        const path = posix.join(posix.dirname(file), named);
        return ![path, `${path}.js`].some(has);
      })
      .map((named) => `${file}: ${named} is not there`)
  );
}
