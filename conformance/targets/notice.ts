/** Tells somebody who waits what is being done; a line each, without its end. */
export type Notice = (line: string) => void;

/** Lines on standard error; what a run prints for machines goes elsewhere. */
export const toStderr: Notice = (line) => {
  process.stderr.write(`${line}\n`);
};
