import type { Connection, ServerUnit } from '../wire/types.ts';

/** What is known of a connection from one dialogue to the next. */
export interface Session {
  /** Tags of commands not yet completed, oldest first. */
  open: string[];
  /** Completions that came before they were asked for. */
  early: Map<string, ServerUnit>;
  /** A `+` has been read and not been answered. */
  invited: boolean;
  /** The server has said 421 or BYE. */
  closing: boolean;
  tags: number;
  secured: boolean;
}

const sessions = new WeakMap<Connection, Session>();

/** The session of a connection; TLS ends what was open before it. */
export function sessionOf(conn: Connection): Session {
  const s = sessions.get(conn) ?? {
    open: [],
    early: new Map(),
    invited: false,
    closing: false,
    tags: 0,
    secured: conn.secured,
  };
  sessions.set(conn, s);
  if (s.secured !== conn.secured) {
    s.secured = conn.secured;
    s.open = [];
    s.early.clear();
    s.invited = false;
  }
  return s;
}
