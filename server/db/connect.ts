import { Kysely, PostgresDialect } from 'kysely';
import postgres from 'postgres';
import { parse as parseArray } from 'postgres-array';
import type { Database } from '#server/db/database.ts';
import { createSessionPool } from '#server/db/session-pool.ts';
import type { Sql } from '#server/db/sql.ts';

export type ConnectOptions = Readonly<{
  /** The most connections at once; 10 unless told. */
  max?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
}>;

const oldestVersion = 16;

/** A pool as the owner of the tables, for migrations and for installing pg-boss; row level security is forced on it too. */
export function connectOwner(url: string, options: ConnectOptions = {}): Sql {
  return connect(url, { max: 2, applicationName: 'oppdrag-owner', ...options }, {});
}

/**
 * The application's pool, bound by row level security as `oppdrag_app`. The migrations make that role, so connect after
 * them. A statement may take 30 s and a transaction may sit idle as long, so that no request holds its locks for ever.
 */
export function connectApp(url: string, options: ConnectOptions = {}): Sql {
  return connect(
    url,
    { applicationName: 'oppdrag', ...options },
    { role: 'oppdrag_app', statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 },
  );
}

/** Kysely over sessions of its own, connected as `sql` is; destroying it ends both, and within 5 s whatever still holds one. */
export function createDatabase(sql: Sql): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: createSessionPool(sql) }) });
}

/**
 * Throws a sentence when the database at `url` cannot carry Oppdrag: it lets nobody in (told by `name`, as the operator
 * knows it), has another encoding than UTF-8, is too old, or follows another one.
 */
export async function assertSuitableDatabase(url: string, name: string): Promise<void> {
  const sql = connectOwner(url, { max: 1 });
  try {
    const [row] = await sql<{ encoding: string; version: number; name: string; standby: boolean }[]>`
      select current_setting('server_encoding') as encoding,
             current_setting('server_version_num')::int / 10000 as version,
             current_database() as name, pg_is_in_recovery() as standby`.catch((error: Error) => {
      throw new Error(`${name} does not let us in: ${error.message}`, { cause: error });
    });
    if (!row) throw new Error('The database answers nothing.');
    if (row.version < oldestVersion)
      throw new Error(`PostgreSQL ${row.version} is too old; Oppdrag needs ${oldestVersion} or later.`);
    if (row.standby)
      throw new Error(
        `${name} names a standby: changes would be lost from what devices are sent. Name the server it follows.`,
      );
    if (row.encoding !== 'UTF8')
      throw new Error(
        `The database "${row.name}" has encoding ${row.encoding}; Oppdrag needs UTF8. ` +
          `Make it with: create database ${row.name} encoding 'UTF8' template template0;`,
      );
  } finally {
    await sql.end();
  }
}

/** Arrays of texts or uuids, by the number PostgreSQL knows their type by. */
function arrayType(oid: number) {
  return {
    to: oid,
    from: [oid],
    serialize: (values: readonly (string | null)[]) =>
      `{${values.map((value) => (value === null ? 'null' : `"${value.replace(/["\\]/gu, '\\$&')}"`)).join(',')}}`,
    parse: (text: string) => parseArray(text),
  };
}

function connect(url: string, options: ConnectOptions, parameters: Record<string, string | number>): Sql {
  const sql = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    types: {
      // Otherwise a date without time becomes a JavaScript Date, and moves by a day with the time zone.
      date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value },
      texts: arrayType(1009),
      ids: arrayType(2951),
    },
    // Asked on a new connection before anybody's question, and nobody hears when it breaks then (docs/gotchas.md).
    fetch_types: false,
    connection: { application_name: options.applicationName ?? 'oppdrag', TimeZone: 'UTC', ...parameters },
  });
  const end = sql.end;
  // Without a limit postgres.js waits for ever for a connection that somebody held when the end began.
  sql.end = (given) => end({ timeout: 5, ...given });
  return sql;
}
