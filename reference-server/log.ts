import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { type DestinationStream, pino } from 'pino';

/** Octets that are written at once; fewer wait a moment for more. */
const TOGETHER = 8 * 1024;
const WAIT_MS = 50;
/** Octets that may wait where nobody takes them; what comes then is dropped. */
const MOST = 4 * 1024 * 1024;

export type Log = DestinationStream & {
  /** Hands on what waits. @param done called once it is taken, which is never where nobody reads */
  flush(done?: () => void): void;
};

/** Where log lines go: to a file descriptor, many in one write, in bounded memory. */
export function logTo(fd: number): Log {
  const what = fstatSync(fd);
  // A write into a full pipe would hold a thread of the process, and so its end, until somebody reads.
  return what.isFIFO() || what.isSocket() ? toPipe(fd) : toFile(fd);
}

function toFile(fd: number): Log {
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

function toPipe(fd: number): Log {
  const out = new Socket({ fd, readable: false, writable: true });
  let held = '';
  let waits = false;
  let gone = false;
  // The reader went away: there is nobody to tell.
  out.on('error', () => {
    gone = true;
    held = '';
  });
  out.unref();
  const send = (done?: () => void): void => {
    const text = held;
    held = '';
    if (gone) done?.();
    else out.write(text, () => done?.());
  };
  return {
    write(line) {
      if (gone || held.length + out.writableLength > MOST) return;
      held += line;
      if (held.length >= TOGETHER) send();
      if (waits) return;
      waits = true;
      setTimeout(() => {
        waits = false;
        send();
      }, WAIT_MS);
    },
    flush: send,
  };
}
