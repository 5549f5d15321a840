import type { Service } from '../../spec/types.ts';
import { clientFraming, flushClient, frameClient, heardByClient, holdsLine } from './client-framing.ts';
import { type AnswerPart, type Command, exchange } from './exchange.ts';
import { frameServer, leftOver, serverFraming } from './framing.ts';
import { CLIENT_GONE } from './transcript.ts';
import type { ClientUnit, Entry, Framing, ServerUnit } from './types.ts';

/** One thing said on a connection, framed, in the order the client saw it. */
export type Said = { at: number; tls: boolean } & (
  | { from: 'C'; unit: ClientUnit; command: Command | undefined }
  | { from: 'S'; unit: ServerUnit; command: Command | undefined; part: AnswerPart; surplus: boolean }
  /** TLS began here; `leftover`: half a unit that was said before it. */
  | { from: 'tls'; leftover: Buffer }
);

/** Frames what a transcript holds of one connection. Pure. */
export function saidOn(entries: readonly Entry[], conn: string, service: Service): Said[] {
  const framing: Framing = service === 'imap' || service === 'pop3' ? service : 'smtp';
  const out: Said[] = [];
  const talk = exchange(service);
  let server = serverFraming(framing);
  let client = clientFraming(framing);
  let tls: boolean | undefined;
  const clientUnits = (units: readonly ClientUnit[], at: number, secured: boolean) => {
    for (const unit of units) out.push({ at, tls: secured, from: 'C', unit, command: talk.client(unit) });
  };
  for (const e of entries) {
    if (e.conn !== conn) continue;
    if (e.from === 'note') {
      // Half a line, body or literal stays half: what the server says of it then has no command to belong to.
      if (!CLIENT_GONE.has(Buffer.from(e.bytes).toString())) continue;
      const [held] = flushClient(client);
      const half: ClientUnit[] =
        client.mode === 'line' ? held : [{ kind: 'raw', raw: held[0]?.raw ?? Buffer.alloc(0) }];
      clientUnits(half, e.at, tls ?? false);
      continue;
    }
    if (tls === false && e.tls) {
      out.push({ at: e.at, tls: true, from: 'tls', leftover: leftOver(server) });
      server = serverFraming(framing, false);
      client = clientFraming(framing);
      talk.secured();
    }
    tls = e.tls;
    const bytes = Buffer.from(e.bytes.buffer, e.bytes.byteOffset, e.bytes.byteLength);
    if (e.from === 'C') {
      const [units, next] = frameClient(client, bytes);
      client = next;
      clientUnits(units, e.at, e.tls);
      if (!holdsLine(client)) continue;
      const [rest, flushed] = flushClient(client);
      client = flushed;
      clientUnits(rest, e.at, e.tls);
      continue;
    }
    const [units, next] = frameServer(server, bytes);
    server = next;
    for (const unit of units) {
      client = heardByClient(client, unit);
      out.push({ at: e.at, tls: e.tls, from: 'S', unit, ...talk.server(unit) });
    }
  }
  return out;
}
