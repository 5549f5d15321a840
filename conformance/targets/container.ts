import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { ENDPOINTS, type EndpointName, serviceOf } from './attach.ts';
import { type Engine, engine } from './engine.ts';
import type { TargetFile } from './file.ts';
import { imageFor } from './image.ts';
import type { Notice } from './notice.ts';
import { greets, reachable } from './probe.ts';
import { LABELS, reapWith, sweepLeftovers } from './reap.ts';
import { type Account, type MailFiles, TargetError } from './types.ts';

const STOP_SECONDS = 2;
const POLL_MS = 50;
const LOG_LINES = 12;
const LOG_LIMIT = 64 * 1024;
/** Processes in one container: no peer may take the machine along. */
const PIDS_LIMIT = 2_000;
const REACH_MS = 1_000;

export interface Contained {
  /** HOST:PORT by endpoint name. */
  readonly endpoints: Partial<Record<EndpointName, string>>;
  /** Version of the package in it. */
  readonly release: string | undefined;
  /** Digest of image and settings. */
  readonly config: string;
  readonly files: MailFiles;
  deliver?: (a: Account, message: Buffer) => Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

type Raw = Awaited<ReturnType<Engine['container']['create']>>;

interface Copied {
  target: string;
  bytes: Buffer;
}

/** Files of the target's folder, as a tar to be unpacked at the root. */
function archive(files: readonly Copied[]): Readable {
  const tar = pack();
  for (const f of files) tar.entry({ name: f.target.replace(/^\//, ''), mode: 0o644, uid: 0, gid: 0 }, f.bytes);
  tar.finalize();
  return Readable.from(tar);
}

async function settings(file: TargetFile): Promise<Copied[]> {
  return await Promise.all(
    Object.entries(file.start?.files ?? {}).map(async ([from, target]) => {
      try {
        return { target, bytes: await readFile(path.resolve(file.folder, from)) };
      } catch (e) {
        throw new TargetError(`${file.name}: start.files: ${e instanceof Error ? e.message : String(e)}`);
      }
    }),
  );
}

/** Builds the image a target file starts from, where it is missing. @returns its name @throws TargetError */
export async function prepareImage(file: TargetFile, say: Notice): Promise<string> {
  const { container, args, base } = file.start ?? {};
  if (container === undefined) throw new TargetError(`${file.name}: starts no container`);
  const dockerfile = path.resolve(file.folder, container);
  return await imageFor(await engine(), { name: file.name, dockerfile, args: args ?? {}, base }, say);
}

/**
 * Builds the image of a target where it is missing, starts it, and waits until every port that is named answers.
 * @throws TargetError with what the container said last
 */
export async function startContainer(file: TargetFile, say: Notice): Promise<Contained> {
  const client = await engine();
  await sweepLeftovers(client);
  const title = [file.name, file.version, file.variant].filter(Boolean).join(' ');
  const image = await prepareImage(file, say);
  const copied = await settings(file);
  const config = createHash('sha256').update(file.digest).update(image);
  for (const c of copied) config.update(c.bytes);
  const run = randomUUID();
  const release = reapWith(run);
  const ports = ENDPOINTS.flatMap((name) => {
    const port = file.service[name]?.port;
    return port === undefined ? [] : [{ name, port }];
  });
  let container: Raw | undefined;
  const remove = async () => {
    await container?.remove({ force: true, v: true }).catch(gone);
    release();
  };
  try {
    const made = await client.container.create({
      Image: image,
      Hostname: file.start?.hostname ?? `mail.${file.domain}`,
      Env: Object.entries(file.start?.env ?? {}).map(([k, v]) => `${k}=${v}`),
      Labels: {
        [LABELS.run]: run,
        [LABELS.pid]: String(process.pid),
        [LABELS.host]: hostname(),
        [LABELS.target]: title,
      },
      ExposedPorts: Object.fromEntries(ports.map((p) => [`${p.port}/tcp`, {}])),
      HostConfig: {
        PortBindings: Object.fromEntries(ports.map((p) => [`${p.port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
        PidsLimit: PIDS_LIMIT,
        // The server is not the first process of a machine; something has to take in what it leaves behind.
        Init: true,
      },
    });
    container = made;
    if (copied.length > 0) await client.container.putArchive(made, archive(copied), '/');
    const readyMs = file.start?.ready_ms ?? 0;
    const up = async () => {
      await made.start();
      return await answering(client, made, ports, readyMs, title);
    };
    say(`${title}: starting`);
    const endpoints = await up();
    const version = file.product ? await installed(client, made, file.product.package) : undefined;
    say(`${title}: ready${version === undefined ? '' : ` (${file.product?.package} ${version})`}`);
    const { deliver } = file.start ?? {};
    return {
      endpoints,
      release: version,
      config: config.digest('hex').slice(0, 16),
      files: { archive: async (at) => await fetchArchive(made, at) },
      ...(deliver ? { deliver: async (a, message) => await bring(client, made, deliver, a, message) } : {}),
      restart: async () => {
        await made.stop({ t: STOP_SECONDS }).catch(gone);
        Object.assign(endpoints, await up());
      },
      stop: remove,
    };
  } catch (e) {
    await remove();
    if (e instanceof TargetError) throw e;
    throw new TargetError(`${title}: cannot be started: ${e instanceof Error ? e.message : String(e)}`);
  }
}

/** That something is not there any more is what was wanted: stopped already, removed already. */
function gone(e: unknown): void {
  if (e instanceof Error && 'statusCode' in e && (e.statusCode === 304 || e.statusCode === 404)) return;
  throw e;
}

/** Waits for every port, at the container's own address where that can be reached: a forwarder would change what is on the wire. */
async function answering(
  client: Engine,
  container: Raw,
  ports: readonly { name: EndpointName; port: number }[],
  readyMs: number,
  title: string,
): Promise<Contained['endpoints']> {
  const until = performance.now() + readyMs;
  let waitingFor = '';
  let direct: boolean | undefined;
  while (performance.now() < until) {
    const { State, NetworkSettings } = await client.container.inspect(container);
    if (!State.Running) {
      throw new TargetError(
        `${title}: ended with code ${State.ExitCode} before it was ready${await lastWords(container)}`,
      );
    }
    const own = NetworkSettings.Networks.bridge?.IPAddress ?? '';
    const first = ports[0];
    if (direct === undefined && first) direct = own !== '' && (await reachable(own, first.port, REACH_MS));
    const address = (port: number) => {
      const published = NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
      return direct ? { host: own, port } : { host: client.info.containerRuntime.host, port: Number(published ?? 0) };
    };
    const deaf: string[] = [];
    for (const { name, port } of ports) {
      const at = address(port);
      if (!(await greets(at.host, at.port, serviceOf(name).implicit))) deaf.push(`${name} on port ${port}`);
    }
    if (deaf.length === 0) {
      return Object.fromEntries(
        ports.map(({ name, port }) => {
          const at = address(port);
          return [name, `${at.host.includes(':') ? `[${at.host}]` : at.host}:${at.port}`];
        }),
      );
    }
    waitingFor = deaf.join(', ');
    await new Promise((r) => setTimeout(r, POLL_MS));
  }
  throw new TargetError(
    `${title}: not ready after ${readyMs} ms, no answer from ${waitingFor}${await lastWords(container)}`,
  );
}

async function lastWords(container: Raw): Promise<string> {
  const raw = await container.logs({ stdout: true, stderr: true, tail: LOG_LINES }).catch(() => Buffer.alloc(0));
  const bytes = Buffer.from(raw).subarray(0, LOG_LIMIT);
  // Each piece of the log has a header of eight octets, with its length at the end.
  const lines: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    lines.push(
      bytes
        .subarray(at + 8, at + 8 + length)
        .toString()
        .trimEnd(),
    );
    at += 8 + length;
  }
  return lines.length === 0 ? '' : `; it said:\n${lines.map((l) => `  ${l}`).join('\n')}`;
}

async function installed(client: Engine, container: Raw, name: string): Promise<string | undefined> {
  const asked = await client.container.exec(container, ['dpkg-query', '-W', name]);
  return asked.exitCode === 0 ? asked.output.trim().split('\t')[1] : undefined;
}

/** A tar of a file or folder in the container; undefined where it is not there. */
async function fetchArchive(container: Raw, at: string): Promise<NodeJS.ReadableStream | undefined> {
  try {
    return await container.getArchive({ path: at });
  } catch (e) {
    if (e instanceof Error && 'statusCode' in e && e.statusCode === 404) return undefined;
    throw e;
  }
}

/** @throws TargetError where the command does not take it */
async function bring(
  client: Engine,
  container: Raw,
  command: readonly string[],
  a: Account,
  message: Buffer,
): Promise<void> {
  const at = `/tmp/mailspec-${randomUUID()}.eml`;
  await client.container.putArchive(container, archive([{ target: at, bytes: message }]), '/');
  const words = command.map((w) =>
    w.replaceAll('{file}', at).replaceAll('{login}', a.login).replaceAll('{address}', a.address),
  );
  const named = command.some((w) => w.includes('{file}')) ? words : [...words, at];
  const done = await client.container.exec(container, [...named]);
  if (done.exitCode !== 0) {
    throw new TargetError(`${command[0]} did not take a message for ${a.login}: ${done.output.trim().slice(0, 300)}`);
  }
}
