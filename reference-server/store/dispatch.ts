import type { Answers, Command, Query, Refusal, Results } from './store.ts';

/** The command whose verb is `K`. */
export type CommandOf<K extends Command['do']> = Command extends infer C
  ? C extends { do: infer D }
    ? K extends D
      ? C
      : never
    : never
  : never;

/** The question whose name is `K`. */
export type QueryOf<K extends Query['ask']> = Extract<Query, { ask: K }>;

/** One function a command: how an implementation of Store writes. */
export type Writers = { [K in Command['do']]: (c: CommandOf<K>) => Results[K] | Refusal };
/** One function a question: how an implementation of Store reads. */
export type Readers = { [K in Query['ask']]: (q: QueryOf<K>) => Answers[K] };

/** What any command or question came to, before its caller gives it a narrower type again. */
export type AnyResult = Results[Command['do']] | Refusal;
export type AnyAnswer = Answers[Query['ask']];

/** Octets of a body that a command brings with it. */
export function octetsWith(c: Command): number {
  return 'body' in c ? (c.body.inline?.length ?? 0) : 0;
}

export function applyWith(writers: Writers, c: Command): AnyResult {
  return (writers[c.do] as (c: Command) => AnyResult)(c);
}

export function answerWith(readers: Readers, q: Query): AnyAnswer {
  return (readers[q.ask] as (q: Query) => AnyAnswer)(q);
}
