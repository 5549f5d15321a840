import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type Compilable, type RawBuilder, sql } from 'kysely';

class Arg {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Stands in a query for a value that each call gives by name. */
export function arg<T>(name: string): RawBuilder<T> {
  return sql<T>`${new Arg(name)}`;
}

type Values = Record<string, SQLInputValue>;

/** A query compiled and prepared once; calls only bind. */
export class Hot<A extends Values, R> {
  readonly #statement: StatementSync;
  readonly #bind: (Arg | SQLInputValue)[];

  constructor(db: DatabaseSync, query: Compilable<R>) {
    const compiled = query.compile();
    this.#statement = db.prepare(compiled.sql);
    this.#bind = compiled.parameters as (Arg | SQLInputValue)[];
  }

  all(values: A): R[] {
    return this.#statement.all(...this.#order(values)) as R[];
  }

  get(values: A): R | undefined {
    return this.#statement.get(...this.#order(values)) as R | undefined;
  }

  /** @returns rows changed */
  run(values: A): number {
    return Number(this.#statement.run(...this.#order(values)).changes);
  }

  #order(values: A): SQLInputValue[] {
    return this.#bind.map((b) => {
      if (!(b instanceof Arg)) return b;
      const value = values[b.name];
      if (value === undefined) throw new Error(`no value for ${b.name}`);
      return value;
    });
  }
}

/** `hot<{ id: number }>(db)(query)`: names of arguments given, columns of the answer inferred. */
export function hot<A extends Values>(db: DatabaseSync): <R>(query: Compilable<R>) => Hot<A, R> {
  return (query) => new Hot(db, query);
}
