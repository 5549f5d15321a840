import { createRequire } from 'node:module';
import type { FetchMessageObject, MessageAddressObject, MessageStructureObject } from 'imapflow';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../runner/errors.ts';

/** Mails that a library composes, and what others read in them. */

const address = z.strictObject({ name: z.string(), address: z.string() });

const mail = z.strictObject({
  from: address,
  to: z.array(address).min(1),
  cc: z.array(address).default([]),
  id: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  /** Attached files: all octet values in turn, as many as said. */
  attachments: z
    .array(z.strictObject({ filename: z.string(), type: z.string(), octets: z.int().min(0).max(1_000_000) }))
    .default([]),
});

/** A mail as a feature describes it. */
export type Mail = z.output<typeof mail>;

/** What the parser of messages makes of one. */
export interface Parsed {
  subject?: string;
  messageId?: string;
  text?: string;
  html?: string | false;
  from?: Addresses;
  to?: Addresses;
  cc?: Addresses;
  attachments: { content: Buffer; filename?: string; contentType: string }[];
}

interface Addresses {
  text: string;
  value: { name: string; address?: string }[];
}

// Loaded when a scenario wants it: most commands do not.
const parser = () => createRequire(import.meta.url)('mailparser') as { simpleParser(source: Buffer): Promise<Parsed> };

export async function parsed(message: Buffer): Promise<Parsed> {
  return await parser().simpleParser(message);
}

/** Reads the YAML of a feature. @throws UsageError naming the key */
export function readMail(text: string, place: string): Mail {
  const read = mail.safeParse(parse(text));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new UsageError(`${place}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no mail'}`);
}

/** As many octets as wanted, every value among them where there are enough. */
export function octets(n: number): Buffer {
  return Buffer.from(Array.from({ length: n }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
}

/** The mail in the form that goes over the wire, built by a library. */
export async function compose(m: Mail): Promise<Buffer> {
  const { createTransport } = await import('nodemailer');
  const builder = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await builder.sendMail({
    from: m.from,
    to: m.to,
    cc: m.cc,
    messageId: m.id,
    subject: m.subject,
    text: m.text,
    ...(m.html === undefined ? {} : { html: m.html }),
    attachments: m.attachments.map((a) => ({
      filename: a.filename,
      contentType: a.type,
      content: octets(a.octets),
    })),
  });
  if (!Buffer.isBuffer(message)) throw new UsageError('the library builds streams, not messages');
  const end = message.toString('latin1', message.length - 2);
  return end === '\r\n' ? message : Buffer.concat([message, Buffer.from('\r\n')]);
}

const plain = (text: string | false | undefined) => (text || '').replace(/\r\n/g, '\n').trimEnd();

const people = (list: readonly { name?: string | undefined; address?: string | undefined }[] | undefined) =>
  (list ?? []).map((a) => `${a.name ?? ''} <${a.address ?? ''}>`).join(', ');

const types = (list: readonly string[]) => [...list].sort().join(', ');

/** What a mail says, as text that can be compared. */
export type Words = Record<string, string>;

/** What a message says by the parser. */
export function wordsOf(p: Parsed): Words {
  return {
    subject: p.subject ?? '',
    id: p.messageId ?? '',
    from: people(p.from?.value),
    to: people(p.to?.value),
    cc: people(p.cc?.value),
    text: plain(p.text),
    html: plain(p.html),
    attachments: p.attachments
      .map((a) => `${a.filename ?? ''} ${a.contentType} ${a.content.toString('base64')}`)
      .join('\n'),
  };
}

/** What a mail was meant to say. */
export function meant(m: Mail): Words {
  return {
    subject: m.subject,
    id: m.id,
    from: people([m.from]),
    to: people(m.to),
    cc: people(m.cc),
    text: plain(m.text),
    html: plain(m.html),
    attachments: m.attachments.map((a) => `${a.filename} ${a.type} ${octets(a.octets).toString('base64')}`).join('\n'),
  };
}

/** The parts of a message that hold no others, in their order. */
export function leaves(node: MessageStructureObject): MessageStructureObject[] {
  return node.childNodes?.length ? node.childNodes.flatMap(leaves) : [node];
}

/** What the ENVELOPE and the BODYSTRUCTURE of a message say that a parser says too: two readings of one message. */
export function outlines(p: Parsed, f: FetchMessageObject): { byParser: Words; byServer: Words } {
  const e = f.envelope;
  const list = (a: MessageAddressObject[] | undefined) => people(a);
  const attached = f.bodyStructure ? leaves(f.bodyStructure).filter((n) => n.disposition === 'attachment') : [];
  return {
    byParser: {
      subject: p.subject ?? '',
      id: p.messageId ?? '',
      from: people(p.from?.value),
      to: people(p.to?.value),
      cc: people(p.cc?.value),
      attachments: types(p.attachments.map((a) => `${a.contentType} ${a.filename ?? ''}`)),
    },
    byServer: {
      subject: e?.subject ?? '',
      id: e?.messageId ?? '',
      from: list(e?.from),
      to: list(e?.to),
      cc: list(e?.cc),
      attachments: types(attached.map((n) => `${n.type} ${n.dispositionParameters?.filename ?? ''}`)),
    },
  };
}

/** The first thing two readings disagree about. */
export function disagreement(a: Words, b: Words): { about: string; one: string; other: string } | undefined {
  const about = Object.keys(a).find((k) => a[k] !== b[k]);
  return about === undefined ? undefined : { about, one: a[about] ?? '', other: b[about] ?? '' };
}
