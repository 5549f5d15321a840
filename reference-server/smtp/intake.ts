import type { Stored } from '../store/store.ts';
import { Channel } from './channel.ts';
import type { Facts } from './command.ts';
import { DataDecoder } from './data.ts';
import { gateFor, HEADER_MAX, type HeaderFacts, HeaderGate } from './header.ts';
import { Reply } from './reply.ts';
import { faultOf } from './submitted.ts';

/** Pieces smaller than this are put together before they go to the store. */
const SMALL = 512;
const SCRATCH = 4096;

export interface IntakeOptions {
  facts: Facts;
  /** Queue id. */
  id: string;
  /** BDAT takes octets as they are. */
  dots: boolean;
  /** What stands above the message, given what its header section holds. */
  trace(h: HeaderFacts): Buffer;
}

/**
 * One message on its way from the client to the store. It is read to its true end whatever is wrong with it; the first fault is the answer then,
 * and nothing is kept.
 */
export class Intake {
  readonly #o: IntakeOptions;
  readonly #decoder: DataDecoder;
  readonly #header: HeaderGate;
  readonly #channel = new Channel();
  readonly #put: Promise<Stored | { tooLarge: true } | Error>;
  #fault: Reply | undefined;
  #size = 0;
  #scratch: Buffer | undefined;
  #scratched = 0;

  constructor(o: IntakeOptions) {
    this.#o = o;
    this.#decoder = new DataDecoder({ dots: o.dots });
    this.#header = new HeaderGate(gateFor(o.facts));
    // Trace fields are ours and do not count: the limit is kept below.
    this.#put = o.facts.ctx.store
      .put(this.#channel, Number.POSITIVE_INFINITY)
      .catch((e: unknown) => (e instanceof Error ? e : new Error(String(e))));
  }

  get id(): string {
    return this.#o.id;
  }

  /** Octets of the message so far, as RFC 1870 counts them. */
  get size(): number {
    return this.#size;
  }

  /** The fault met so far: it is said at the end of DATA, and after each BDAT. */
  get fault(): Reply | undefined {
    return this.#fault;
  }

  /**
   * Takes what came; waits where the store is slower than the client.
   * @returns index of the first octet behind the end of data, -1 when that has not come
   */
  async add(chunk: Buffer): Promise<number> {
    const slices: Buffer[] = [];
    const end = this.#decoder.push(chunk, (s) => slices.push(s));
    // rfc6532-3.2-header-in-utf-8-carried, rfc6532-3.2-part-header-in-utf-8-carried, rfc6532-3.5-encoded-global-part-carried,
    // rfc6532-3.6-encoded-words-stay-valid, rfc6532-4-line-of-998-octets-carried
    // rfc5321-4.5.2-all-ascii-delivered, rfc6152-3-all-bits-preserved, rfc5321-4.5.3.1.6-text-line-of-1000: octets pass as they are, NUL too, and no
    // line is measured.
    await this.#text(slices.length === 1 ? slices[0]! : Buffer.concat(slices));
    return end;
  }

  /** The message is whole. @returns what the store made of it, or the reply that refuses it */
  async finish(): Promise<Stored | Reply> {
    this.#decoder.finish();
    this.#look();
    if (!this.#fault) await this.#pass(this.#header.finish());
    if (this.#fault) {
      // rfc5321-4.2.5-no-delivery-after-5yz
      await this.abort();
      return this.#fault;
    }
    await this.#flushScratch();
    this.#channel.end();
    const stored = await this.#put;
    if (stored instanceof Error) {
      this.#o.facts.ctx.log.error({ err: stored }, 'message could not be stored');
      const full = 'refused' in stored && stored.refused === 'full';
      // rfc5321-4.1.1.4-failure-is-answered
      return full
        ? new Reply(452, '4.3.1', 'no space for the message now')
        : new Reply(451, '4.3.0', 'the message could not be kept, try again later');
    }
    return 'tooLarge' in stored ? this.#tooLarge() : stored;
  }

  /** Nothing of the message is kept. */
  async abort(): Promise<void> {
    this.#channel.fail(new Error('message given up'));
    await this.#put;
  }

  async #text(b: Buffer): Promise<void> {
    this.#size += b.length;
    this.#look();
    if (this.#fault) return;
    await this.#pass(this.#header.push(b));
  }

  /** The first fault ends what goes to the store; the client's octets are still read to their end. */
  #look(): void {
    if (this.#fault) return;
    const { limits } = this.#o.facts.ctx.config;
    // rfc1870-4-message-over-limit-552, rfc1870-4-chunks-over-limit-552, rfc5321-4.5.3.1.7-content-of-64k
    if (this.#size > limits.smtpMessage) this.#fail(this.#tooLarge());
    else if (this.#o.dots && this.#decoder.bare !== undefined) {
      // rfc3030-3-all-bits-preserved, rfc3030-3-binary-encoding-without-body-accepted: no encoding is looked at.
      // BDAT counts its octets and may hold any. In DATA a line end that is none would be another line for the next reader: refused, and nothing is changed silently.
      this.#fail(new Reply(550, '5.6.0', `the message has a bare ${this.#decoder.bare}; lines end with CR LF`));
    }
  }

  async #pass(r: { pass: Buffer[]; facts?: HeaderFacts }): Promise<void> {
    if (r.facts) {
      const max = this.#o.facts.ctx.config.limits.smtpReceivedHops;
      // rfc5321-6.3-loops-are-stopped, rfc5321-6.3-hundred-received-fields
      if (r.facts.hops >= max)
        return this.#fail(new Reply(554, '5.4.6', `the message has ${r.facts.hops} Received fields: a loop`));
      // What stands behind what is looked at could be anything: a loop, or results of authentication that are not ours.
      if (!r.facts.whole) return this.#fail(new Reply(552, '5.3.4', `a header section may have ${HEADER_MAX} octets`));
      const wrong = this.#o.facts.role === 'submission' ? this.#submissionFault(r.pass) : undefined;
      if (wrong) return this.#fail(wrong);
      // rfc5321-4.4-received-inserted, rfc5321-4.4-received-prepended, rfc5321-4.4-received-nowhere-else
      await this.#write(this.#o.trace(r.facts));
    }
    // rfc6409-8.8-destination-local-parts-kept,
    // rfc5321-4.5.2-transformations-reversible, rfc5321-7.2-header-not-derived-from-envelope, rfc5321-7.2-no-apparently-to: nothing else is changed.
    for (const b of r.pass) await this.#write(b);
  }

  #submissionFault(pass: Buffer[]): Reply | undefined {
    const { smtp, domain } = this.#o.facts.ctx.config;
    return smtp.checkSubmitted ? faultOf(Buffer.concat(pass), domain) : undefined;
  }

  async #write(b: Buffer): Promise<void> {
    if (b.length < SMALL) {
      this.#scratch ??= Buffer.allocUnsafeSlow(SCRATCH);
      if (this.#scratched + b.length > SCRATCH) await this.#flushScratch();
      this.#scratch ??= Buffer.allocUnsafeSlow(SCRATCH);
      b.copy(this.#scratch, this.#scratched);
      this.#scratched += b.length;
      return;
    }
    await this.#flushScratch();
    await this.#channel.write(b);
  }

  async #flushScratch(): Promise<void> {
    if (!this.#scratch || this.#scratched === 0) return;
    const b = this.#scratch.subarray(0, this.#scratched);
    this.#scratch = undefined;
    this.#scratched = 0;
    await this.#channel.write(b);
  }

  #fail(reply: Reply): void {
    this.#fault = reply;
    this.#channel.fail(new Error('message refused'));
  }

  #tooLarge(): Reply {
    // rfc5321-4.2.2-552-over-the-size-limit
    return new Reply(552, '5.3.4', `a message may have ${this.#o.facts.ctx.config.limits.smtpMessage} octets`);
  }
}
