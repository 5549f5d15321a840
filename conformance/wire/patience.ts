/** A timer that fires so late was kept waiting by this process itself, and the time is given back. Milliseconds. */
const LATE_MS = 20;
/** Shortest time in which somebody listens before it is said that nothing came. Milliseconds. */
const LISTEN_MS = 50;

/**
 * Calls `late` after `ms` in which this process could listen. What it spends on something else at a stretch is not held against a server that has
 * answered meanwhile; in all it waits twice as long at the most.
 * @returns ends the waiting
 */
export function patiently(ms: number, late: () => void): () => void {
  const whole = Math.max(ms, LISTEN_MS);
  let back = whole;
  let due = performance.now() + whole;
  const ring = (): void => {
    const lost = Math.min(performance.now() - due, back);
    if (lost <= LATE_MS) late();
    else {
      back -= lost;
      due = performance.now() + lost;
      timer = setTimeout(ring, lost);
    }
  };
  let timer = setTimeout(ring, whole);
  return () => clearTimeout(timer);
}
