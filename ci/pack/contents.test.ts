import { describe, expect, it } from 'vitest';
import { deadEnds, problems } from './contents.ts';

const files = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'conformance/cli/mailspec.js',
  'conformance/mutants/proof.json',
  'conformance/targets/a/image/Dockerfile',
  'conformance/targets/reference-server/current.toml',
  'dist/built-from.json',
  'dist/conformance/cli/mailspec.js',
  'dist/conformance/steps/register.js',
  'dist/reference-server/store/sql/sqlite-worker.js',
  'features/smtp/a.feature',
  'matrix/run.schema.json',
  'spec/interpretations.yaml',
  'spec/profiles/a.yaml',
  'spec/rfc/5321.yaml',
];

describe('the contents of a package', () => {
  it('are complete', () => {
    expect(problems(files, [])).toEqual([]);
    const built = ['spec/load.ts', 'dist/spec/load.js', 'dist/spec/load.d.ts'];
    expect(problems([...files, ...built], ['spec/load.ts'])).toEqual([]);
  });

  it.each(files.filter((f) => !/\.(?:feature|Dockerfile)$|Dockerfile$|spec\/(?:rfc|profiles)/.test(f)))(
    'lack %s',
    (gone) => {
      const left = files.filter((f) => f !== gone);
      expect(problems(left, [])).toEqual([`${gone}: missing`]);
    },
  );

  it('lack features', () => {
    expect(
      problems(
        files.filter((f) => !f.startsWith('features/')),
        [],
      ),
    ).toEqual(['no features']);
  });

  it('lack what a source was compiled to, or the source', () => {
    expect(problems([...files, 'dist/spec/load.js'], ['spec/load.ts'])).toEqual([
      'spec/load.ts: missing',
      'dist/spec/load.d.ts: missing',
    ]);
  });

  it.each([
    ['spec/load.test.ts', 'a test'],
    ['dist/spec/load.test.js', 'a test'],
    ['conformance/targets/fixtures/hold.ts', 'a test'],
    ['reference-server/net/testing-tls.ts', 'a test'],
    ['dist/ci/test.js', 'no part of it'],
    ['fuzz/cli.ts', 'no part of it'],
    ['tsconfig.build.json', 'no part of it'],
    ['.gitignore', 'no part of it'],
  ])('hold %s, which is %s', (file, what) => {
    expect(problems([...files, file], [])).toEqual([`${file}: ${what}`]);
  });
});

describe('paths in compiled modules', () => {
  const has = (path: string) => ['dist/a/b.js', 'dist/a/hook.mjs', 'dist/c.js'].includes(path);

  it.each([
    ["import { x } from './b.js';"],
    ["new Worker(sibling(import.meta.url, './b'))"],
    ["new URL('./hook.mjs', import.meta.url)"],
    ["await import('../c.js')"],
    ["const folder = './data';"],
    ["new URL('../../', import.meta.url)"],
  ])('lead somewhere: %s', (line) => {
    expect(deadEnds('dist/a/a.js', line, has)).toEqual([]);
  });

  it.each([
    ["import { x } from './b.ts';", './b.ts'],
    ["siblingPath('../steps/register', import.meta.url)", '../steps/register'],
    ['new URL(`./reaper$' + '{x}`, self)', './reaper'],
  ])('lead nowhere: %s', (line, named) => {
    expect(deadEnds('dist/a/a.js', line, has)).toEqual([`dist/a/a.js: ${named} is not there`]);
  });
});
