import { frameServer, leftOver, type ServerFraming, serverFraming } from './framing.ts';
import { LIMITS } from './limits.ts';
import { patiently } from './patience.ts';
import { type Deadline, DeadlinePassed, type Framing, type ServerUnit } from './types.ts';

/** A deadline `ms` from now. */
export function within(ms: number, signal?: AbortSignal): Deadline {
  return { at: performance.now() + ms, ...(signal ? { signal } : {}) };
}

/** Units a server has said and nobody has read yet, and the one reader that waits for the next. */
export class Inbox {
  readonly #framing: Framing;
  #state: ServerFraming;
  #units: ServerUnit[] = [];
  #octets = 0;
  #closed: ServerUnit | undefined;
  #wake: (() => void) | undefined;

  constructor(framing: Framing) {
    this.#framing = framing;
    this.#state = serverFraming(framing);
  }

  /** More than a patient reader should leave lying: the socket is paused. */
  get full(): boolean {
    return this.#units.length > LIMITS.unreadUnits || this.#octets > LIMITS.unreadBytes;
  }

  get closed(): boolean {
    return this.#closed !== undefined;
  }

  receive(bytes: Buffer): void {
    if (this.#closed) return;
    const [units, next] = frameServer(this.#state, bytes);
    this.#state = next;
    for (const u of units) {
      this.#units.push(u);
      this.#octets += u.raw.length;
    }
    if (units.length > 0) this.#wake?.();
  }

  end(how: 'fin' | 'reset' | 'tls'): void {
    if (this.#closed) return;
    this.#closed = { kind: 'closed', raw: leftOver(this.#state), how };
    this.#wake?.();
  }

  unread(u: ServerUnit): void {
    if (u.kind === 'closed') return;
    this.#units.unshift(u);
    this.#octets += u.raw.length;
  }

  /** Takes everything out as raw octets, read or half read, and begins anew without a greeting: what TLS does to it. */
  drain(): Buffer {
    const raw = Buffer.concat([...this.#units.map((u) => u.raw), leftOver(this.#state)]);
    this.#units = [];
    this.#octets = 0;
    this.#state = serverFraming(this.#framing, false);
    return raw;
  }

  /** The next unit; `closed` again and again once the server is gone. @throws DeadlinePassed */
  async next(d: Deadline): Promise<ServerUnit> {
    for (let listened = false; ; listened = true) {
      const unit = this.#units.shift();
      if (unit) {
        this.#octets -= unit.raw.length;
        return unit;
      }
      if (this.#closed) return this.#closed;
      d.signal?.throwIfAborted();
      const left = d.at - performance.now();
      // Whoever comes late to this has to look before it can be said.
      if (left <= 0 && listened) throw new DeadlinePassed('nothing came in time');
      await this.#wait(left, d.signal);
    }
  }

  #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#wake) throw new Error('two readers on one connection');
    return new Promise((resolve) => {
      const done = () => {
        stop();
        signal?.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const stop = patiently(ms, done);
      signal?.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}
