import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

interface Told {
  success: boolean;
  envelopes: Record<string, number>;
  results: Record<string, string[]>;
  attachments: string[];
}

const exec = promisify(execFile);

// In processes of their own: one engine is patched, and uncaught errors are part of the fixture.
async function told(script: string, ...args: string[]): Promise<Told> {
  const file = fileURLToPath(new URL(`fixtures/contract/${script}.ts`, import.meta.url));
  const { stdout } = await exec(process.execPath, [file, ...args]);
  return JSON.parse(stdout) as Told;
}

describe('the patched engine beside the one as published', () => {
  let control: Told;
  beforeAll(async () => {
    control = await told('control');
  }, 30_000);

  test('the fixture holds every kind of result', () => {
    expect(control.success).toBe(false);
    expect(new Set(Object.values(control.results).flat())).toEqual(new Set(['PASSED', 'FAILED', 'UNDEFINED']));
    expect(control.results['runs in cells']).toHaveLength(3);
    expect(control.attachments).toEqual(['seen']);
  });

  test.each(['1', '4', '64'])(
    'tells the same with %s lanes',
    async (lanes) => {
      const patched = await told('patched', lanes);
      expect(patched.results).toEqual(control.results);
      expect(patched.success).toBe(control.success);
      expect(patched.attachments).toEqual(control.attachments);
      // The three clones are announced, which the published engine leaves out.
      expect(patched.envelopes).toEqual({ ...control.envelopes, pickle: (control.envelopes.pickle ?? 0) + 3 });
    },
    30_000,
  );
});
