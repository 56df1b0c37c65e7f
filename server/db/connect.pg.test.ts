import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertSuitableDatabase, connectApp, connectOwner, createDatabase } from '#server/db/connect.ts';
import { createTestDatabase, databaseUrl, testPostgresVariable } from '#server/testing/test-database.ts';
import type { TestDatabase } from '#server/testing/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

test('the application’s pool works as a role that owns nothing and bypasses nothing', async () => {
  const sql = connectApp(database.url, { max: 1 });
  const [row] = await sql`
    select current_user as "user", session_user <> current_user as "stepped down",
      (select rolsuper or rolbypassrls or rolcanlogin from pg_roles where rolname = current_user) as mighty,
      (select count(*)::int from pg_tables where tableowner = current_user) as owned`;
  await sql.end();
  expect(row).toEqual({ user: 'oppdrag_app', 'stepped down': true, mighty: false, owned: 0 });
});

test('a date stays the text it is, and a large number keeps its digits', async () => {
  const sql = connectOwner(database.ownerUrl);
  const [row] = await sql`select date '2026-03-01' as day, 9007199254740993::int8 as large`;
  const [back] = await sql`select ${'2026-12-31'}::date + 1 as next`;
  await sql.end();
  expect(row).toEqual({ day: '2026-03-01', large: '9007199254740993' });
  expect(back).toEqual({ next: '2027-01-01' });
});

test('a database in another encoding is refused with the way to mend it', async () => {
  const { admin } = JSON.parse(process.env[testPostgresVariable] ?? '') as { admin: string };
  const sql = postgres(admin, { max: 1, onnotice: () => {} });
  await sql.unsafe(
    `create database latin encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0 owner oppdrag`,
  );
  await expect(assertSuitableDatabase(databaseUrl('latin'), 'It')).rejects.toThrow(
    'The database "latin" has encoding SQL_ASCII; Oppdrag needs UTF8.',
  );
  await sql.unsafe('drop database latin');
  await sql.end();
  await expect(assertSuitableDatabase(database.ownerUrl, 'It')).resolves.toBeUndefined();
});

test('a database that does not answer, or does not know us, is told by the name of its variable', async () => {
  await expect(assertSuitableDatabase('postgres://me@127.0.0.1:1/oppdrag', 'DATABASE_URL')).rejects.toThrow(
    'DATABASE_URL does not let us in: connect ECONNREFUSED 127.0.0.1:1',
  );
  await expect(assertSuitableDatabase(databaseUrl('nosuch'), 'DATABASE_URL')).rejects.toThrow(
    'DATABASE_URL does not let us in: database "nosuch" does not exist',
  );
});

test('a pool ends although a transaction is under way, which gives its connection back meanwhile', async () => {
  const db = createDatabase(connectApp(database.url, { max: 1 }));
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const work = db.transaction().execute(async () => {
    begun.resolve();
    await goOn.promise;
  });
  await begun.promise;
  const ended = db.destroy();
  goOn.resolve();
  await work;
  await expect(ended).resolves.toBeUndefined();
});
