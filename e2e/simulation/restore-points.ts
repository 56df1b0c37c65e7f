import postgres from 'postgres';
import { testPostgresVariable } from '#server/testing/test-database.ts';

/** Copies of everything in the database, as a backup would be, and the way back to them. */
export interface RestorePoints {
  save(name: string): Promise<void>;
  /** Puts every table back. `epoch`: as a restore must, with a new epoch. */
  restore(name: string, epoch: string | null): Promise<void>;
  /** Reads as somebody whom row level security does not bind. */
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

/** Restore points of one test database. Whoever restores is above its row level security, triggers and keys. */
export async function openRestorePoints(databaseUrl: string): Promise<RestorePoints> {
  const { admin } = JSON.parse(process.env[testPostgresVariable] ?? '{}') as { admin: string };
  const url = new URL(admin);
  url.pathname = new URL(databaseUrl).pathname;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  const rows = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
    order by tablename`;
  const tables = rows.map((row) => row.name);

  const copy = (from: string, to: string) =>
    tables
      .map((table) => `insert into ${to}.${table} overriding system value select * from ${from}.${table};`)
      .join('\n');
  const clear = (schema: string) => tables.map((table) => `delete from ${schema}.${table};`).join('\n');

  return {
    sql,
    async save(name) {
      const made = tables
        .map((table) => `create table if not exists ${name}.${table} (like public.${table});`)
        .join('\n');
      await sql.unsafe(`create schema if not exists ${name}; ${made} ${clear(name)} ${copy('public', name)}`);
    },
    async restore(name, epoch) {
      const renewed = epoch === null ? '' : `update feed_meta set epoch = '${epoch}';`;
      await sql.unsafe(
        `begin; set local session_replication_role = replica; ${clear('public')} ${copy(name, 'public')} ${renewed} commit;`,
      );
    },
    close: () => sql.end({ timeout: 1 }),
  };
}
