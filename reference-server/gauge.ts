/** Counts what goes on at once, up to a limit. */
export class Gauge {
  readonly #most: number;
  #now = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns a place, given back by disposing of it; undefined where there is none left */
  enter(): Disposable | undefined {
    if (this.#now >= this.#most) return undefined;
    this.#now += 1;
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (held) this.#now -= 1;
        held = false;
      },
    };
  }
}
