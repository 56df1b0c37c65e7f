import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectApp, connectOwner, createDatabase } from '#server/db/connect.ts';
import type { Sql } from '#server/db/sql.ts';
import type { Database } from '#server/db/database.ts';
import { isTransient } from '#server/http/is-transient.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/test-database.ts';
import { must } from '#shared/kernel/must.ts';

let database: TestDatabase;
let owner: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connectOwner(database.ownerUrl);
  await owner`create table work (who text)`;
  await owner`grant all on work to oppdrag_app`;
});
afterAll(async () => {
  await owner.end();
  await database.close();
});
beforeEach(() => owner`truncate work`);

const done = async () =>
  (await owner<{ who: string }[]>`select who from work order by who`).map((row) => row.who);
const write = (db: Kysely<Database>, who: string) => sql`insert into work values (${who})`.execute(db);
const pidOf = async (db: Kysely<Database>) =>
  must((await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0], 'pid').pid;
/** As PostgreSQL itself ends a session; resolves when it is gone. */
async function terminate(pid: number): Promise<void> {
  await owner`select pg_terminate_backend(${pid}, 5000)`;
}
const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('a session that broke in the middle is over: its holder does nothing in the one that took its place', async () => {
  const db = createDatabase(connectApp(database.url, { max: 1 }));
  try {
    const begun = Promise.withResolvers<number>();
    const broken = Promise.withResolvers<void>();
    const first = errorOf(
      db.transaction().execute(async (trx) => {
        await write(trx, 'first, before');
        begun.resolve(await pidOf(trx));
        await broken.promise;
        await write(trx, 'first, after');
      }),
    );
    const pid = await begun.promise;
    const other = Promise.withResolvers<void>();
    // Waits for the only session there may be, and is in the middle of its work when the first one goes on.
    const second = db.transaction().execute(async (trx) => {
      await write(trx, 'second, before');
      broken.resolve();
      await other.promise;
      await write(trx, 'second, after');
      return pidOf(trx);
    });
    await terminate(pid);
    const error = await first;
    expect(isTransient(error), String(error)).toBe(true);
    other.resolve();
    expect(await second).not.toBe(pid);
    expect(await done()).toEqual(['second, after', 'second, before']);
  } finally {
    await db.destroy();
  }
});

test('a statement under way is refused when its session breaks, and the next one finds another session', async () => {
  const db = createDatabase(connectApp(database.url, { max: 1 }));
  try {
    const pid = await pidOf(db);
    const asleep = errorOf(sql`select pg_sleep(60)`.execute(db));
    await terminate(pid);
    const error = await asleep;
    expect(isTransient(error), String(error)).toBe(true);
    expect(await pidOf(db)).not.toBe(pid);
  } finally {
    await db.destroy();
  }
});

test('a session that broke while nobody held it is not given to anybody', async () => {
  const db = createDatabase(connectApp(database.url, { max: 2 }));
  try {
    const pid = await pidOf(db);
    await terminate(pid);
    expect(await pidOf(db)).not.toBe(pid);
  } finally {
    await db.destroy();
  }
});

test('no more sessions are open than there may be, however many wait, and all are served', async () => {
  const db = createDatabase(connectApp(database.url, { max: 3, applicationName: 'crowd' }));
  try {
    const pids = await Promise.all(
      Array.from({ length: 40 }, () =>
        db.transaction().execute(async (trx) => {
          const [row] =
            await owner`select count(*)::int as count from pg_stat_activity where application_name = 'crowd'`;
          expect(row?.['count']).toBeLessThanOrEqual(3);
          return pidOf(trx);
        }),
      ),
    );
    expect(new Set(pids).size).toBe(3);
  } finally {
    await db.destroy();
  }
});

test('whoever waits when the pool ends is told, and the next one too', async () => {
  const db = createDatabase(connectApp(database.url, { max: 1 }));
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const holder = db.transaction().execute(async () => {
    begun.resolve();
    await goOn.promise;
  });
  await begun.promise;
  const waiting = errorOf(pidOf(db));
  const ended = db.destroy();
  expect(String(await waiting)).toContain('The pool of sessions has ended.');
  goOn.resolve();
  await holder;
  await ended;
  expect(await errorOf(pidOf(db))).toBeInstanceOf(Error);
});

test('lists of texts and ids come back as they were given, whatever is in them', async () => {
  const db = createDatabase(connectApp(database.url, { max: 1 }));
  try {
    const texts = ['', 'a,b', '{"c"}', '\\ and "', "d'e", 'NULL', ' æøå\n', '}'];
    const ids = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
    const { rows } = await sql`
      select ${texts}::text[] as texts, ${ids}::uuid[] as ids, '{}'::text[] as none, array[null, 'x'] as gap`.execute(
      db,
    );
    expect(rows).toEqual([{ texts, ids, none: [], gap: [null, 'x'] }]);
  } finally {
    await db.destroy();
  }
});
