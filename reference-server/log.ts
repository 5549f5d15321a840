import { type DestinationStream, pino } from 'pino';

/** Octets that are written at once; fewer wait a moment for more. */
const TOGETHER = 8 * 1024;
const WAIT_MS = 50;
/** Octets that may wait where nobody takes them; what comes then is dropped. */
const MOST = 4 * 1024 * 1024;

/** Where log lines go: to a file descriptor, many in one write, in bounded memory. */
export function logTo(fd: number): DestinationStream & { flush(done?: () => void): void } {
  const out = pino.destination({ dest: fd, sync: false, minLength: TOGETHER, maxLength: MOST });
  let waits = false;
  return {
    write(line) {
      out.write(line);
      if (waits) return;
      waits = true;
      setTimeout(() => {
        waits = false;
        out.flush();
      }, WAIT_MS);
    },
    flush(done) {
      out.flush(() => done?.());
    },
  };
}
