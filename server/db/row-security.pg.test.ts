import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/test-database.ts';

let database: TestDatabase;
let db: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(connectApp(database.url));
});
afterAll(async () => {
  await db.destroy();
  await database.close();
});

test('the application is neither owner nor superuser and cannot bypass row level security', async () => {
  const { rows } = await sql<{ name: string; super: boolean; bypass: boolean }>`
    select rolname as name, rolsuper as super, rolbypassrls as bypass from pg_roles where rolname = current_user`.execute(
    db,
  );
  expect(rows).toEqual([{ name: 'oppdrag_app', super: false, bypass: false }]);
});

test('every table that names a tenant has row level security enabled and forced, with a policy', async () => {
  const { rows } = await sql<{ table: string }>`
    select c.relname as table from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p where p.polrelid = c.oid))`.execute(db);
  expect(rows).toEqual([]);
});

test('every reference between tables of a tenant names the tenant too', async () => {
  const { rows } = await sql<{ constraint: string }>`
    select k.conname as constraint from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and cardinality(k.conkey) = 1
      and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'tenant_id')
      and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'tenant_id')`.execute(
    db,
  );
  expect(rows).toEqual([]);
});

test('without a scope no table with row level security shows a row', async () => {
  const { rows } = await sql<{ table: string }>`
    select relname as table from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace`.execute(
    db,
  );
  expect(rows.length).toBeGreaterThan(15);
  for (const { table } of rows) {
    const found = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    expect(found.rows, table).toEqual([]);
  }
});

test('the tables without row level security are the few that name nobody', async () => {
  const { rows } = await sql<{ table: string }>`
    select relname as table from pg_class where relkind in ('r', 'p') and not relrowsecurity
      and relnamespace = 'public'::regnamespace order by relname`.execute(db);
  expect(rows.map((row) => row.table)).toEqual([
    ...['feed_meta', 'feed_stamps'],
    ...['kysely_migration', 'kysely_migration_lock'],
    'rate_limits',
  ]);
});

test('what runs as the owner finds names in our schema only, and is no function that the application can call', async () => {
  const { rows } = await sql<{ name: string; path: string; callable: boolean }>`
    select proname as name, array_to_string(proconfig, ' ') as path,
      has_function_privilege(oid, 'execute') and prorettype <> 'trigger'::regtype as callable
    from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by proname`.execute(db);
  expect(rows.length).toBeGreaterThan(5);
  for (const { name, path, callable } of rows) {
    expect(path, name).toBe('search_path=public, pg_temp');
    expect(callable, name).toBe(false);
  }
});

test('the application cannot change what the migrations noted, nor make tables that hide ours', async () => {
  const change = sql`delete from kysely_migration`.execute(db);
  await expect(change).rejects.toThrow(/permission denied/u);
  const table = sql`create table public.tasks_too (id uuid)`.execute(db);
  await expect(table).rejects.toThrow(/permission denied/u);
});
