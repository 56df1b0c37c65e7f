import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Driver,
  type Transaction,
} from 'kysely';
import type { Database } from '#server/db/database.ts';

/**
 * Runs a query function without a database and returns the SQL it compiled, statement by statement. `rows` are what
 * its statements answer, for functions that need a row to go on.
 */
export async function recordSql(
  call: (trx: Transaction<Database>) => Promise<unknown>,
  rows: readonly object[][] = [],
): Promise<string[]> {
  const statements: string[] = [];
  const answers = [...rows];
  const connection = {
    executeQuery(query: { sql: string }) {
      statements.push(query.sql);
      return Promise.resolve({ rows: (answers.shift() ?? []) as never[], numAffectedRows: 1n });
    },
    streamQuery(): never {
      throw new Error('query functions do not stream');
    },
  };
  const nothing = () => Promise.resolve();
  const driver: Driver = {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection as never),
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  };
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (inner) => new PostgresIntrospector(inner),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  await db.transaction().execute(call);
  return statements;
}
