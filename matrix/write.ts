import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, normalize, sep } from 'node:path';
import type { RunRecord } from './record.ts';
import { html } from './render/html.ts';
import { json } from './render/json.ts';
import { junit } from './render/junit.ts';
import { md } from './render/md.ts';

/** The report folder cannot be used: says which and why. Usage error (exit 2). */
export class ReportError extends Error {
  override name = 'ReportError';
}

export interface ReportExtras {
  /** Cucumber messages, one JSON object a line. */
  messages?: string | Uint8Array | Iterable<string>;
  /** Content by path below the report folder (`transcripts/…`), as the runs name it. */
  transcripts?: Iterable<readonly [string, string | Uint8Array]>;
}

/** Makes the folder where it is missing and writes a file in it to see that it can. @throws ReportError */
export async function checkReportDir(dir: string): Promise<void> {
  const probe = join(dir, temporaryName('probe'));
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (e) {
    throw cannotWrite(dir, e);
  }
}

/**
 * Writes run.json, index.html, matrix.md, junit.xml, and messages.ndjson and transcripts/ where given. Each file is written
 * beside its place and renamed, run.json last; files of others stay, transcripts of the run before go. @throws ReportError
 */
export async function writeReport(dir: string, record: RunRecord, extras: ReportExtras = {}): Promise<void> {
  await checkReportDir(dir);
  try {
    const old = await oldTranscripts(dir);
    for (const [path, content] of extras.transcripts ?? []) {
      await put(join(dir, ownPath(path)), content);
      old.delete(ownPath(path));
    }
    if (extras.messages !== undefined) await put(join(dir, 'messages.ndjson'), whole(extras.messages));
    await put(join(dir, 'index.html'), html(record));
    await put(join(dir, 'matrix.md'), md(record));
    await put(join(dir, 'junit.xml'), junit(record));
    await put(join(dir, 'run.json'), json(record));
    for (const path of old) await rm(join(dir, path), { force: true });
  } catch (e) {
    throw e instanceof ReportError ? e : cannotWrite(dir, e);
  }
}

/** Writes beside its place and renames, so that a reader sees the old file or the new one. */
export async function put(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = join(dirname(file), temporaryName(basename(file)));
  try {
    await writeFile(beside, content, { flag: 'wx' });
    await rename(beside, file);
  } catch (e) {
    await rm(beside, { force: true });
    throw e;
  }
}

function temporaryName(name: string): string {
  return `.${name.slice(0, 64)}.${randomBytes(6).toString('hex')}.tmp`;
}

function whole(content: string | Uint8Array | Iterable<string>): string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array ? content : [...content].join('');
}

/** A path that stays in transcripts/. */
function ownPath(path: string): string {
  const clean = normalize(path);
  if (!clean.startsWith(`transcripts${sep}`))
    throw new ReportError(`transcript ${path} would lie outside transcripts/`);
  return clean;
}

/** Transcripts that the record in the folder names: the only old files that are ours to remove. */
async function oldTranscripts(dir: string): Promise<Set<string>> {
  const file = join(dir, 'run.json');
  const known = await stat(file).then(
    (s) => s.isFile(),
    () => false,
  );
  if (!known) return new Set();
  const old: unknown = safeJson(await readFile(file, 'utf8'));
  const paths = new Set<string>();
  if (!isOurs(old)) return paths;
  for (const run of old.scenarios.flatMap((s) => s.runs)) {
    const clean = run.transcript === undefined ? '' : normalize(run.transcript);
    if (clean.startsWith(`transcripts${sep}`)) paths.add(clean);
  }
  return paths;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOurs(x: unknown): x is Pick<RunRecord, 'scenarios'> {
  return (
    typeof x === 'object' &&
    x !== null &&
    'schema' in x &&
    x.schema === 'mailspec/run/1' &&
    'scenarios' in x &&
    Array.isArray(x.scenarios) &&
    x.scenarios.every((s: unknown) => typeof s === 'object' && s !== null && 'runs' in s && Array.isArray(s.runs))
  );
}

function cannotWrite(dir: string, e: unknown): ReportError {
  const code = e instanceof Error && 'code' in e ? String(e.code) : '';
  const why: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left',
    ENOTDIR: 'part of the path is a file',
    EEXIST: 'it is a file',
  };
  return new ReportError(
    `cannot write the report to ${dir}: ${why[code] ?? (e instanceof Error ? e.message : String(e))}`,
  );
}
