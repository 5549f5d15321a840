export { UsageError } from '../runner/errors.ts';

/** What the process says when it ends. 4 over 3 over 1 over 0; 2 where the command itself was wrong. */
export const EXIT = { holds: 0, broken: 1, usage: 2, target: 3, ours: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Errors whose message is meant for the user as it stands, by name, with their exit code. */
const KNOWN: ReadonlyMap<string, ExitCode> = new Map([
  ['UsageError', EXIT.usage],
  ['CommanderError', EXIT.usage],
  ['InvalidArgumentError', EXIT.usage],
  ['DialogueSyntaxError', EXIT.usage],
  ['SpecError', EXIT.usage],
  ['BaselineError', EXIT.usage],
  ['ReportError', EXIT.usage],
  ['RecordError', EXIT.usage],
  ['TargetError', EXIT.target],
]);

/** The exit code an error that ends a command stands for. What is not known is our own fault. */
export function exitOf(error: unknown): ExitCode {
  return (error instanceof Error ? KNOWN.get(error.name) : undefined) ?? EXIT.ours;
}

/** What to print of an error: one message where it is meant for the user, the stack where the fault is ours. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return exitOf(error) === EXIT.ours ? (error.stack ?? error.message) : error.message;
}

const PRECEDENCE: readonly ExitCode[] = [EXIT.ours, EXIT.target, EXIT.usage, EXIT.broken];

/** The one that outweighs the others: 4 > 3 > 2 > 1 > 0. */
export function worst(...codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.holds;
}

/** What a command of this process has come to so far. */
const said: ExitCode[] = [];

/** How an action ends with a code of its own: the worst one said becomes the exit code. Errors are thrown instead. */
export function finish(code: ExitCode): void {
  said.push(code);
}

/** The code said since the last call. */
export function takeExit(): ExitCode {
  return worst(...said.splice(0));
}
