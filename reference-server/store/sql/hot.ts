import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export type Values = Record<string, SQLInputValue>;
/** What stands for a parameter: a value, or the name of one that each call gives. */
export type Bound = SQLInputValue | { arg: string };

/** A compiled query as plain data, which can cross to another thread. `A`: its arguments by name; `R`: a row of its answer. */
export interface Query<A extends Values, R> {
  sql: string;
  bind: Bound[];
  /** Carries the types; never there. */
  readonly of?: (args: A) => R;
}

/** A query prepared once; calls only bind. */
export class Hot<A extends Values, R> {
  readonly #statement: StatementSync;
  readonly #bind: Bound[];

  constructor(db: DatabaseSync, query: Query<A, R>) {
    this.#statement = db.prepare(query.sql);
    this.#bind = query.bind;
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
      if (typeof b !== 'object' || b === null || !('arg' in b)) return b;
      const value = values[b.arg];
      if (value === undefined) throw new Error(`no value for ${b.arg}`);
      return value;
    });
  }
}

/** Queries by name, prepared. */
export type Prepared<Q> = { [K in keyof Q]: Q[K] extends Query<infer A, infer R> ? Hot<A, R> : never };

/** Prepares each query of a table of them. @throws what the database throws */
export function prepare<Q extends Record<string, Query<never, unknown>>>(db: DatabaseSync, queries: Q): Prepared<Q> {
  return Object.fromEntries(Object.entries(queries).map(([name, q]) => [name, new Hot(db, q)])) as Prepared<Q>;
}
