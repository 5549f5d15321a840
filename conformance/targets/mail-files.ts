import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { type Account, type Door, type FileMail, type MailFiles, TargetError } from './types.ts';

/** Octets looked at in one look at a mailbox of files. */
const LOOK_LIMIT = 64 * 1024 * 1024;

export interface MailPlace {
  files?: string | undefined;
  mbox?: string | undefined;
}

function filled(template: string, a: Account): string {
  const user = a.login.split('@', 1)[0] ?? a.login;
  return template.replaceAll('{user}', user).replaceAll('{login}', a.login).replaceAll('{address}', a.address);
}

/** Stores of files keep bare line feeds. */
function wire(raw: Buffer): Buffer {
  return Buffer.from(raw.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

/**
 * The messages of an mbox: each begins at a line with the separator, which follows an empty line; quoted separators lose their
 * mark. Pure. RFC 4155 appendix A.
 */
export function messagesOf(mbox: Buffer): Buffer[] {
  const lines = mbox.toString('latin1').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const messages: string[][] = [];
  let blank = true;
  for (const line of lines) {
    if (blank && line.startsWith('From ')) messages.push([]);
    else messages.at(-1)?.push(line.replace(/^>(>*From )/, '$1'));
    blank = line === '';
  }
  return messages.map((m) => {
    // The empty line before the next separator is not the message's.
    if (m.at(-1) === '') m.pop();
    return Buffer.from(`${m.join('\r\n')}\r\n`, 'latin1');
  });
}

/** Plain files of a tar, a name and its octets each. @throws TargetError over the limit */
async function unpacked(stream: NodeJS.ReadableStream, where: string): Promise<{ name: string; raw: Buffer }[]> {
  const tar = extract();
  stream.on('error', (e) => tar.destroy(e));
  stream.pipe(tar);
  const found: { name: string; raw: Buffer }[] = [];
  let octets = 0;
  for await (const entry of tar) {
    octets += entry.header.size ?? 0;
    if (octets > LOOK_LIMIT) throw new TargetError(`${where}: more than ${LOOK_LIMIT} octets of mail in one look`);
    const raw = await buffer(entry);
    if (entry.header.type === 'file') found.push({ name: path.posix.basename(entry.header.name), raw });
  }
  return found;
}

/** A door to mail that lies in files: of this machine, or of a container where `source` is given. */
export function filesDoor(place: MailPlace, folder: string, source?: MailFiles): Door {
  const read = async (a: Account): Promise<FileMail[]> => {
    const at = filled(place.files ?? place.mbox ?? '', a);
    const found = source ? await fromContainer(source, at) : await fromDisk(path.resolve(folder, at), place);
    if (place.mbox === undefined) {
      return found.sort((x, y) => (x.name < y.name ? -1 : 1)).map((f) => ({ where: f.name, raw: wire(f.raw) }));
    }
    return found.flatMap((f) => messagesOf(f.raw).map((raw, i) => ({ where: `message ${i + 1}`, raw })));
  };
  return { kind: 'files', read };
}

async function fromContainer(source: MailFiles, at: string) {
  const stream = await source.archive(at);
  return stream ? await unpacked(stream, at) : [];
}

async function fromDisk(at: string, place: MailPlace): Promise<{ name: string; raw: Buffer }[]> {
  const absent = (e: unknown) => {
    if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return undefined;
    throw e;
  };
  if (place.mbox !== undefined) {
    const raw = await readFile(at).catch(absent);
    return raw ? [{ name: path.basename(at), raw }] : [];
  }
  const names = (await readdir(at).catch(absent)) ?? [];
  const read = await Promise.all(
    names.map(async (name) => {
      const raw = await readFile(path.join(at, name)).catch(absent);
      return raw ? [{ name, raw }] : [];
    }),
  );
  return read.flat();
}
