import { lineText } from '../wire/pieces.ts';
import { saidOn } from '../wire/said.ts';
import type { Connection, ServerUnit } from '../wire/types.ts';

/** Which message has which sequence number now (RFC 3501 §2.3.1.2): messages are numbered from 1 in the order the session saw them. */
export class Sequence {
  #seen = 0;
  #now: number[] = [];

  /** What the client sends: SELECT and EXAMINE begin anew. */
  client(command: string): void {
    if (!/^(?:SELECT|EXAMINE) /i.test(command)) return;
    this.#seen = 0;
    this.#now = [];
  }

  server(u: ServerUnit): void {
    const m = u.kind === 'untagged' ? /^\* (\d{1,10}) (EXISTS|EXPUNGE)$/i.exec(lineText(u.raw)) : null;
    if (!m) return;
    const n = Number(m[1]);
    if (m[2]?.toUpperCase() === 'EXPUNGE') this.#now.splice(n - 1, 1);
    // a mailbox in a scenario is small; a server that claims millions is not followed
    else while (this.#now.length < Math.min(n, 100_000)) this.#now.push(++this.#seen);
  }

  /** The sequence number now of the nth message seen; undefined where it is gone or never was. */
  of(n: number): number | undefined {
    const i = this.#now.indexOf(n);
    return i < 0 ? undefined : i + 1;
  }

  /** What a connection has shown so far. */
  static of(conn: Connection): Sequence {
    const s = new Sequence();
    for (const x of saidOn(conn.transcript.entries, conn.name, conn.service)) {
      if (x.from === 'C' && x.unit.kind === 'line' && x.command) s.client(x.command.text);
      if (x.from === 'S') s.server(x.unit);
    }
    return s;
  }
}
