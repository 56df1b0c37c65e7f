import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOwner } from '#server/db/connect.ts';
import type { Sql } from '#server/db/sql.ts';
import { migrate } from '#server/db/migrate.ts';
import { databaseUrl, makeDatabase } from '#server/testing/test-database.ts';

const name = `test_${randomBytes(6).toString('hex')}`;
const url = () => databaseUrl(name);
let owner: Sql;

beforeAll(async () => {
  await makeDatabase(name);
  owner = connectOwner(url(), { max: 1 });
});
afterAll(() => owner.end());

const applied = () => owner<{ name: string }[]>`select name from kysely_migration order by name`;

test('an empty database gets every table, and coming again changes nothing', async () => {
  await migrate(url());
  const first = await applied();
  expect(first.length).toBeGreaterThan(8);
  await migrate(url());
  expect(await applied()).toEqual(first);
});

test('a migration of another branch runs too, though its name sorts before one that has run', async () => {
  const all = await applied();
  await owner`alter table devices drop column failing_seq, drop column failed_tries`;
  await owner`delete from kysely_migration where name = '2026-11-25-01-failed-commands'`;
  await migrate(url());
  expect(await applied()).toEqual(all);
  expect(await owner`select failing_seq from devices`).toHaveLength(0);
});
