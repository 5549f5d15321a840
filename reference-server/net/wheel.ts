/** Fires when its time is over; made by `Wheel.timer`, used again and again. */
export interface WheelTimer {
  /** Starts, or starts anew. @param ms fires no earlier than this, and up to two slots later */
  arm(ms: number): void;
  clear(): void;
}

const SLOTS = 512;

class Entry implements WheelTimer {
  /** Tick at which it fires; 0 when it is off. */
  due = 0;
  /** Tick of the slot it stands in; 0 when it stands in none. */
  slot = 0;
  readonly fire: () => void;
  readonly #wheel: Wheel;
  constructor(wheel: Wheel, fire: () => void) {
    this.#wheel = wheel;
    this.fire = fire;
  }
  arm(ms: number): void {
    this.#wheel.place(this, ms);
  }
  clear(): void {
    this.due = 0;
  }
}

/**
 * One interval for all timeouts of a process. Arming a timer that stands in a slot only writes a number: it is looked at again when its slot
 * comes, and moved on where it has been armed anew. The interval runs only while a timer stands in a slot, and keeps no process alive.
 */
export class Wheel {
  readonly #slots: Set<Entry>[] = Array.from({ length: SLOTS }, () => new Set<Entry>());
  readonly #slotMs: number;
  #tick = 1;
  #standing = 0;
  #interval: NodeJS.Timeout | undefined;

  /** @param slotMs length of a slot in milliseconds */
  constructor(slotMs = 1000) {
    this.#slotMs = slotMs;
  }

  timer(fire: () => void): WheelTimer {
    return new Entry(this, fire);
  }

  /** Timers that stand in a slot, armed or not yet forgotten. */
  get standing(): number {
    return this.#standing;
  }

  place(e: Entry, ms: number): void {
    e.due = this.#tick + Math.max(1, Math.ceil(ms / this.#slotMs)) + 1;
    if (e.slot !== 0 && e.slot <= e.due) return;
    if (e.slot !== 0) this.#remove(e);
    this.#insert(e);
    this.#interval ??= setInterval(() => this.turn(), this.#slotMs).unref();
  }

  /** Goes one slot on and fires what is due. Public for tests, which own time. */
  turn(): void {
    this.#tick += 1;
    const slot = this.#slots[this.#tick % SLOTS]!;
    for (const e of [...slot]) {
      if (e.slot !== this.#tick) continue;
      this.#remove(e);
      if (e.due === 0) continue;
      if (e.due > this.#tick) this.#insert(e);
      else {
        e.due = 0;
        e.fire();
      }
    }
    if (this.#standing === 0) {
      clearInterval(this.#interval);
      this.#interval = undefined;
    }
  }

  #insert(e: Entry): void {
    e.slot = Math.min(e.due, this.#tick + SLOTS - 1);
    this.#slots[e.slot % SLOTS]!.add(e);
    this.#standing += 1;
  }

  #remove(e: Entry): void {
    this.#slots[e.slot % SLOTS]!.delete(e);
    e.slot = 0;
    this.#standing -= 1;
  }
}

/** The wheel of this process, with slots of one second. */
export const wheel = new Wheel();
