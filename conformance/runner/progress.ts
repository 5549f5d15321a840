/** How far a run is, on one line of a terminal; nothing where there is none. */
export interface Progress extends Disposable {
  step(failed: boolean): void;
}

const EVERY_MS = 100;

export function progress(total: number, out: NodeJS.WriteStream = process.stderr): Progress {
  let done = 0;
  let failed = 0;
  let last = 0;
  const show = (now: number) => {
    last = now;
    out.write(`\r\x1b[2K${done}/${total} runs${failed > 0 ? `, ${failed} failed` : ''}`);
  };
  return {
    step: (bad) => {
      done++;
      if (bad) failed++;
      const now = performance.now();
      if (out.isTTY && now - last > EVERY_MS) show(now);
    },
    [Symbol.dispose]: () => {
      if (out.isTTY) out.write('\r\x1b[2K');
    },
  };
}
