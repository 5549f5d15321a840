import type { Readable } from 'node:stream';

/** What a bounded read of one line came to. `line` excludes the line end. */
export type LineRead =
  | { got: 'line'; bytes: Buffer; end: 'crlf' | 'lf' }
  /** The line was longer than the limit: it was swallowed up to its LF, `length` octets in all. */
  | { got: 'too-long'; length: number }
  | { got: 'timeout' }
  /** The peer is gone, or the server shuts down. */
  | { got: 'end' }
  | { got: 'shutdown' };

/**
 * A server's end of one connection: bounded reads, corked writes, back-pressure, idle timer from one wheel.
 * No method throws for anything a client does.
 */
export interface Peer {
  readonly id: number;
  readonly remote: { address: string; port: number };
  readonly local: { address: string; port: number };
  /** Listener's service name (`smtp`, `submissions`, …). */
  readonly service: string;
  readonly secured: boolean;
  /** Whether `startTls` can be offered: the listener has a certificate for it and the connection is in clear. */
  readonly canStartTls: boolean;
  /** TLS version and cipher for trace fields, once secured. */
  readonly tls: { protocol: string; cipher: string } | undefined;
  /**
   * Reads to LF. CR immediately before it is taken off and reported by `end`. Bare CR stays in the line.
   * @param limit octets without the line end
   * @param within the line belongs to a command that has begun: a stop of the server ends the wait for it, but what has come is read
   */
  line(limit: number, idleMs: number, within?: 'within'): Promise<LineRead>;
  /** Exactly `n` octets in chunks as they come; ends early with `end` of the peer (`complete` false). */
  octets(n: number, idleMs: number): AsyncIterable<Buffer> & { readonly complete: boolean };
  /** Whatever is there or comes next, at most 64 KB; undefined at the end of the peer, `timeout` when nothing came. */
  chunk(idleMs: number): Promise<Buffer | 'timeout' | undefined>;
  /** Puts octets back in front of the input. */
  unshift(b: Buffer): void;
  /** True when input is already waiting: replies may be held back (one turn, one write). */
  pending(): boolean;
  /** Queues output; it leaves with `flush`, or by itself at 64 KB or when a read would wait. A string is one octet a character (latin1). */
  write(b: Buffer | string): void;
  /** Sends what is queued; waits for `drain` when the peer is slow. */
  flush(): Promise<void>;
  /** Streams a large answer with back-pressure. */
  pipe(s: AsyncIterable<Uint8Array> | Readable): Promise<void>;
  /**
   * Drops all input that is buffered in clear, sends what is queued (the go-ahead: write it, do not flush it), then takes the server side of a
   * TLS handshake. False: it failed and the peer is gone.
   */
  startTls(): Promise<boolean>;
  /** Flushes and ends. */
  end(): Promise<void>;
  /** Resolves to true when the server wants to stop and the session should say goodbye. */
  readonly closing: AbortSignal;
}

/** What each protocol gives to a listener. Resolves when the session is over; must not throw. */
export type SessionHandler = (peer: Peer) => Promise<void>;
