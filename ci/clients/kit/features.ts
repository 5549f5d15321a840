import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecordText } from '../../../matrix/schema.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TARGET = 'conformance/targets/reference-server/current.toml';

let outcome: Promise<string[]> | undefined;

/** What the scenarios in `features/interop` have against the server; they drive the libraries of the repository. Run once. */
export function interopFeatures(): Promise<string[]> {
  outcome ??= run();
  return outcome;
}

async function run(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mailspec-interop-'));
  try {
    const argv = ['conformance/cli/mailspec.js', 'run', TARGET, '--tag', 'interop', '--report', folder];
    const said = await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (b: Buffer) => {
          text = (text + b.toString()).slice(-4_000);
        });
      }
      child.once('error', reject);
      child.once('close', () => resolve(text));
    });
    const file = join(folder, 'run.json');
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`features/interop was not run: ${said}`);
    });
    const { scenarios } = parseRecordText(text, file);
    if (scenarios.length === 0) throw new Error('features/interop has no scenario');
    return scenarios.flatMap((s) =>
      s.runs.filter((r) => r.outcome !== 'passed').map((r) => `${s.title}: ${r.outcome}, ${r.why?.message ?? ''}`),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
