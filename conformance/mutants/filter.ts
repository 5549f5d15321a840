import {
  type ClientFraming,
  clientFraming,
  flushClient,
  frameClient,
  heardByClient,
  holdsLine,
  nextClientUnit,
} from '../wire/client-framing.ts';
import { type AnswerPart, type Command, type Exchange, exchange } from '../wire/exchange.ts';
import { frameServer, leftOver, type ServerFraming, serverFraming } from '../wire/framing.ts';
import type { ClientUnit, Layer, LayerLink, ServerUnit } from '../wire/types.ts';
import type { Armed, Filter, Io, Mutant } from './types.ts';

/** The mutant that changes nothing: every scenario must be green through it. */
export const identity: Mutant = { id: 'identity', kills: '', does: 'changes nothing', wire: () => ({}) };

/**
 * Makes a mutant ready for one scenario: `layer()` goes into `dial` for each connection, `interventions` says afterwards whether it did anything.
 * With `per: 'scenario'` all layers share `io.state`.
 */
export function arm(mutant: Mutant): Armed {
  const shared = new Map<string, unknown>();
  let interventions = 0;
  let error: unknown;
  const count: Count = {
    one: () => {
      interventions++;
    },
    failed: (e) => {
      error ??= e;
    },
  };
  return {
    mutant,
    get interventions() {
      return interventions;
    },
    get error() {
      return error;
    },
    layer() {
      const state = mutant.per === 'scenario' ? shared : new Map<string, unknown>();
      return new FilterLayer(mutant.wire(), state, count);
    },
  };
}

/** Where a layer says that it changed something, or failed. */
interface Count {
  one(): void;
  failed(e: unknown): void;
}

/** What a handler did with the unit it was given. */
interface Handling {
  unit: ClientUnit | ServerUnit;
  from: 'client' | 'server';
  outputs: number;
  faithful: boolean;
  /** Commands that reached the server on account of it. */
  sent: Command[];
}

class FilterLayer implements Layer {
  readonly #filter: Filter;
  readonly #state: Map<string, unknown>;
  readonly #own = new Map<string, unknown>();
  readonly #count: Count;
  #link!: LayerLink;
  /** What the suite says, and what it has been shown. */
  #fromClient!: ClientFraming;
  #shown!: ServerFraming;
  #near!: Exchange;
  /** What the server says, and what it has been sent. */
  #fromServer!: ServerFraming;
  #sent!: ClientFraming;
  #far!: Exchange;
  /** The suite's command behind one that the server was sent. */
  #origin = new WeakMap<Command, Command>();
  #asked = new Map<Command, ((answer: ServerUnit) => void) | undefined>();
  #handling: Handling | undefined;
  #command: Command | undefined;
  #part: AnswerPart = 'status';
  #io!: Io;

  constructor(filter: Filter, state: Map<string, unknown>, count: Count) {
    this.#filter = filter;
    this.#state = state;
    this.#count = count;
  }

  attach(link: LayerLink): void {
    this.#link = link;
    this.#begin(true);
    this.#io = this.#hands();
  }

  #begin(greeting: boolean): void {
    const { framing, service } = this.#link;
    this.#fromClient = clientFraming(framing);
    this.#sent = clientFraming(framing);
    this.#fromServer = serverFraming(framing, greeting);
    this.#shown = serverFraming(framing, greeting);
    this.#near = exchange(service);
    this.#far = exchange(service);
    this.#asked.clear();
  }

  #hands(): Io {
    const self = this;
    const link = this.#link;
    return {
      toServer: (b) => self.#output('server', Buffer.from(b)),
      toClient: (b) => self.#output('client', Buffer.from(b)),
      pass: () => {
        const h = self.#handling;
        if (h) self.#pass(h);
      },
      drop: () => undefined,
      hangUp: () => {
        self.#note(false);
        link.hangUp();
      },
      ask: (command, then) => {
        self.#note(false);
        const before = new Set(self.#far.open);
        self.#toServer(Buffer.from(command));
        for (const c of self.#far.open) if (!before.has(c)) self.#asked.set(c, then);
      },
      state: this.#state,
      own: this.#own,
      get command() {
        return self.#command;
      },
      get part() {
        return self.#part;
      },
      conn: {
        name: link.name,
        service: link.service,
        get secured() {
          return link.secured;
        },
      },
    };
  }

  /** Something other than the unit itself left, or left in the other direction. Outside a handler each is an intervention of its own. */
  #note(faithful: boolean): void {
    const h = this.#handling;
    if (!h) this.#count.one();
    else {
      h.outputs++;
      if (!faithful) h.faithful = false;
    }
  }

  #output(to: 'server' | 'client', bytes: Buffer): void {
    const h = this.#handling;
    this.#note(h !== undefined && h.from !== to && h.unit.raw.equals(bytes));
    if (to === 'server') this.#toServer(bytes);
    else this.#toClient(bytes);
  }

  #pass(h: Handling): void {
    this.#note(true);
    if (h.from === 'client') this.#toServer(h.unit.raw);
    else {
      this.#toClient(h.unit.raw);
      if (h.unit.kind === 'closed') this.#link.ended(h.unit.how ?? 'fin');
    }
  }

  #toServer(bytes: Buffer): void {
    const [units, next] = frameClient(this.#sent, bytes);
    this.#sent = next;
    for (const u of units) {
      const c = this.#far.client(u);
      if (c) this.#handling?.sent.push(c);
    }
    this.#link.toServer(bytes);
  }

  #toClient(bytes: Buffer): void {
    const [units, next] = frameServer(this.#shown, bytes);
    this.#shown = next;
    for (const u of units) {
      this.#near.server(u);
      this.#fromClient = heardByClient(this.#fromClient, u);
    }
    if (bytes.length > 0) this.#link.toClient(bytes);
  }

  fromClient(bytes: Buffer): void {
    // one unit at a time: an answer of the mutant can change how what follows is framed
    let rest = bytes;
    for (;;) {
      const step = nextClientUnit(this.#fromClient, rest);
      this.#fromClient = step.state;
      if (!step.unit) break;
      rest = step.rest;
      this.#clientUnit(step.unit);
    }
    if (holdsLine(this.#fromClient)) this.#flush();
  }

  #flush(): void {
    const [units, next] = flushClient(this.#fromClient);
    this.#fromClient = next;
    for (const u of units) this.#clientUnit(u);
  }

  #clientUnit(unit: ClientUnit): void {
    this.#command = this.#near.client(unit);
    this.#part = 'status';
    const { client } = this.#filter;
    this.#handle('client', unit, () => (client ? client.call(this.#filter, unit, this.#io) : this.#io.pass()));
  }

  #handle(from: 'client' | 'server', unit: ClientUnit | ServerUnit, act: () => void): void {
    const h: Handling = { unit, from, outputs: 0, faithful: true, sent: [] };
    this.#handling = h;
    try {
      act();
    } catch (e) {
      // a mutant that throws is our fault, not the server's: what it choked on passes, and whoever armed it learns why
      this.#count.failed(e);
      h.outputs = 0;
      this.#pass(h);
    }
    this.#handling = undefined;
    if (from === 'client' && this.#command) this.#remember(h.sent, this.#command);
    if (h.outputs !== 1 || !h.faithful) this.#count.one();
  }

  /** What one command became is that command to rules, even under another name; of several only those that still look like it. */
  #remember(sent: readonly Command[], command: Command): void {
    for (const c of sent) {
      const same = c.tag === undefined ? c.verb === command.verb : c.tag === command.tag;
      if (sent.length === 1 || same) this.#origin.set(c, command);
    }
  }

  fromServer(bytes: Buffer): void {
    const [units, next] = frameServer(this.#fromServer, bytes);
    this.#fromServer = next;
    for (const u of units) this.#serverUnit(u);
  }

  #serverUnit(unit: ServerUnit): void {
    this.#sent = heardByClient(this.#sent, unit);
    const answer = this.#far.server(unit);
    const far = answer.command;
    if (far && this.#asked.has(far)) {
      this.#asked.get(far)?.(unit);
      if (!this.#far.open.includes(far) && answer.part !== 'line') this.#asked.delete(far);
      return;
    }
    this.#command = far ? (this.#origin.get(far) ?? far) : undefined;
    this.#part = answer.part;
    this.#toFilter(unit);
  }

  #toFilter(unit: ServerUnit): void {
    const { server } = this.#filter;
    this.#handle('server', unit, () => (server ? server.call(this.#filter, unit, this.#io) : this.#io.pass()));
  }

  ended(how: 'fin' | 'reset' | 'tls'): void {
    this.#command = undefined;
    this.#part = 'status';
    this.#toFilter({ kind: 'closed', raw: leftOver(this.#fromServer), how });
  }

  secured(): Buffer {
    const held = leftOver(this.#fromServer);
    this.#begin(false);
    return held;
  }

  closing(): void {
    this.#flush();
  }
}
