import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clients } from './all.ts';
import type { Client } from './kit/client.ts';
import { disagreements, gapsDocument, strangers } from './kit/gaps.ts';
import { install, installed } from './kit/packages.ts';
import { endAll } from './kit/program.ts';
import { line, sums, table } from './kit/report.ts';
import { runClient } from './kit/suite.ts';
import type { Result } from './kit/types.ts';

const GAPS = fileURLToPath(new URL('gaps.md', import.meta.url));
const USAGE = `usage: node ci/clients/run.ts [--json] [--only CLIENT]… [--install] [--gaps] [--jobs N]

  --only     only this client, repeatable: ${clients.map((c) => c.name).join(', ')}
  --install  apt-get what is missing, as root or with sudo
  --gaps     write gaps.md anew
  --jobs     clients at once (3)
  --json     one document of JSON instead of lines
`;

class UsageError extends Error {}

interface Flags {
  json: boolean;
  install: boolean;
  gaps: boolean;
  jobs: number;
  chosen: readonly Client[];
}

function flags(): Flags {
  const boolean = { type: 'boolean', default: false } as const;
  const text = { type: 'string', multiple: true } as const;
  const options = { json: boolean, install: boolean, gaps: boolean, only: text, jobs: { type: 'string' } } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ options }));
  } catch (e) {
    throw new UsageError(e instanceof Error ? e.message : String(e));
  }
  const only = values.only ?? [];
  const strange = only.filter((name) => !clients.some((c) => c.name === name));
  if (strange.length > 0) throw new UsageError(`no such client: ${strange.join(', ')}`);
  const jobs = Number(values.jobs ?? 3);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 16) throw new UsageError('--jobs is a number from 1 to 16');
  const chosen = only.length === 0 ? clients : clients.filter((c) => only.includes(c.name));
  if (values.gaps === true && only.length > 0) throw new UsageError('--gaps needs all clients: leave --only away');
  return { json: values.json === true, install: values.install === true, gaps: values.gaps === true, jobs, chosen };
}

/** A few clients at a time; results in the order of the list. */
async function runAll(f: Flags, work: string): Promise<Result[]> {
  const results = new Map(f.chosen.map((c): [Client, Result[]] => [c, []]));
  const waiting = f.chosen.values();
  const worker = async (): Promise<void> => {
    for (const client of waiting) {
      await runClient(client, work, (r) => {
        results.get(client)?.push(r);
        if (!f.json) console.log(line(r));
      });
    }
  };
  await Promise.all(Array.from({ length: f.jobs }, worker));
  return [...results.values()].flat();
}

async function checkGaps(f: Flags, results: readonly Result[]): Promise<Result> {
  const began = performance.now();
  const names = f.chosen.map((c) => c.name);
  if (f.gaps) await writeFile(GAPS, gapsDocument(results));
  const listed = await readFile(GAPS, 'utf8');
  const unknown = strangers(
    listed,
    clients.map((c) => c.name),
  );
  const found = [...unknown.map((c) => `there is no client ${c}`), ...disagreements(listed, results, names)];
  const is = {
    client: 'gaps.md',
    version: '',
    check: 'is what was found',
    what: 'every gap is listed, and none is stale',
  };
  const ms = performance.now() - began;
  if (found.length === 0) return { ...is, outcome: 'passed', ms };
  const hint = 'write it anew with: node ci/clients/run.ts --gaps';
  return { ...is, outcome: 'failed', detail: [...found, hint].join('\n'), ms };
}

async function main(): Promise<number> {
  const f = flags();
  const began = performance.now();
  if (f.install) {
    const wanted = f.chosen.flatMap((c) => c.packages);
    const there = installed(wanted);
    const missing = [...new Set(wanted)].filter((p) => !there.has(p));
    if (missing.length > 0) install(missing);
  }
  const work = mkdtempSync(join(tmpdir(), 'mailspec-clients-'));
  // Whatever ends us ends what we started, and leaves no file.
  process.on('exit', () => {
    endAll();
    rmSync(work, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  // The client's own folders lie within, and it is not us.
  await chmod(work, 0o711);
  const results = await runAll(f, work);
  const gaps = await checkGaps(f, results);
  if (!f.json) console.log(line(gaps));
  const all = [...results, gaps];
  const { passed, failed, gaps: open } = sums(all);
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  if (f.json) console.log(JSON.stringify({ passed, failed, gaps: open, seconds, results: all }));
  else {
    console.log(`\n${table(all)}\n`);
    console.log(`${open} gaps, see ci/clients/gaps.md; ${seconds} s`);
    console.log(`${passed} passed, ${failed} failed`);
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (e) {
  const usage = e instanceof UsageError;
  console.error(usage ? `${e.message}\n\n${USAGE}` : e instanceof Error ? e.message : String(e));
  process.exitCode = usage ? 2 : 1;
}
