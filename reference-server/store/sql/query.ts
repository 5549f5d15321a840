import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Bound, Query, Values } from './hot.ts';
import type { Schema } from './schema.ts';

class Arg {
  readonly arg: string;

  constructor(name: string) {
    this.arg = name;
  }
}

/** Stands in a query for a value that each call gives by name. */
export function arg<T>(name: string): RawBuilder<T> {
  return sql<T>`${new Arg(name)}`;
}

/** `query<{ id: number }>()(q)`: names of arguments given, columns of the answer inferred. */
export function query<A extends Values>(): <R>(q: Compilable<R>) => Query<A, R> {
  return (q) => {
    const { sql, parameters } = q.compile();
    return { sql, bind: parameters.map((p) => (p instanceof Arg ? { arg: p.arg } : p) as Bound) };
  };
}

/** Kysely that builds and compiles, and has no database. */
export function compiler(): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (k) => new SqliteIntrospector(k),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}
