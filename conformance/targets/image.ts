import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from './engine.ts';
import type { Notice } from './notice.ts';
import { TargetError } from './types.ts';

/** Lines of a build kept for the message when it fails. */
const LOG_LINES = 25;
/** A context is a Dockerfile and a few settings. */
const CONTEXT_LIMIT = 64 * 1024 * 1024;

export interface ImageAsk {
  /** Name of the target, in lower case. */
  name: string;
  dockerfile: string;
  args: Readonly<Record<string, string>>;
  /** A Debian release. */
  base: string | undefined;
}

/** The files of a folder, below it, sorted. @throws TargetError where there are too many octets */
async function filesOf(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((e) => e.isFile())
    .map((e) => path.relative(folder, path.join(e.parentPath, e.name)))
    .sort();
}

/**
 * What an image is known by: its context, its arguments and what it stands on. Pure but for reading the files.
 * @param base what the base image is, its id where it is there
 * @throws TargetError
 */
export async function contentHash(context: string, args: Readonly<Record<string, string>>, base: string) {
  const hash = createHash('sha256');
  const files = await filesOf(context);
  let octets = 0;
  const put = (...parts: (string | Uint8Array)[]) => {
    for (const p of parts) {
      const bytes = typeof p === 'string' ? Buffer.from(p) : p;
      hash.update(`${bytes.length}:`).update(bytes);
    }
  };
  for (const file of files) {
    const at = path.join(context, file);
    const { mode, size } = await stat(at);
    octets += size;
    if (octets > CONTEXT_LIMIT) throw new TargetError(`${context}: more than ${CONTEXT_LIMIT} octets to build from`);
    put(file, mode & 0o100 ? 'x' : '-', await readFile(at));
  }
  for (const [k, v] of Object.entries(args).sort()) put(k, v);
  put(base);
  return { files, digest: hash.digest('hex').slice(0, 16) };
}

/** The base image: one made on this machine where it is there, else that of the public registry. */
async function baseOf(engine: Engine, release: string): Promise<{ image: string; identity: string }> {
  const local = `mailspec-base:${release}`;
  const found = await idOf(engine, local);
  return found ? { image: local, identity: found } : { image: `debian:${release}-slim`, identity: release };
}

async function idOf(engine: Engine, image: string): Promise<string | undefined> {
  try {
    return (await engine.container.dockerode.getImage(image).inspect()).Id;
  } catch (e) {
    if (e instanceof Error && 'statusCode' in e && e.statusCode === 404) return undefined;
    throw e;
  }
}

/**
 * Builds an image where it is not there yet, and tells each step.
 * @returns its name
 * @throws TargetError with the end of the build's log
 */
export async function imageFor(engine: Engine, ask: ImageAsk, say: Notice): Promise<string> {
  const context = path.dirname(ask.dockerfile);
  const base = ask.base === undefined ? undefined : await baseOf(engine, ask.base);
  const args = { ...ask.args, ...(base ? { BASE: base.image } : {}) };
  const { files, digest } = await contentHash(context, args, base?.identity ?? '');
  const tag = `mailspec-target-${ask.name}:${digest}`;
  if (await idOf(engine, tag)) return tag;
  const label = `${ask.name}: building an image`;
  say(`${label} (once; minutes where packages come from far)`);
  const { dockerode } = engine.container;
  const log: string[] = [];
  const stream = await dockerode.buildImage(
    { context, src: files },
    {
      t: tag,
      buildargs: args,
      dockerfile: path.basename(ask.dockerfile),
      labels: { 'mailspec.image': ask.name },
      rm: true,
    },
  );
  await new Promise<void>((resolve, reject) => {
    const done = (e: Error | null) => (e ? reject(failed(ask, e.message, log)) : resolve());
    dockerode.modem.followProgress(stream, done, (event: { stream?: string; status?: string; error?: string }) => {
      for (const line of (event.stream ?? event.status ?? '').split('\n')) {
        const text = line.trim();
        if (text === '') continue;
        log.push(text);
        if (log.length > LOG_LINES) log.shift();
        if (/^Step \d+\/\d+/.test(text)) say(`${label}: ${text.slice(0, 100)}`);
      }
    });
  });
  // Some engines end the stream without an error where a step failed.
  if (!(await idOf(engine, tag))) throw failed(ask, 'the engine made no image', log);
  return tag;
}

function failed(ask: ImageAsk, why: string, log: readonly string[]): TargetError {
  const end = log.map((l) => `  ${l}`).join('\n');
  return new TargetError(`${ask.name}: its image cannot be built from ${ask.dockerfile}: ${why}\n${end}`);
}
