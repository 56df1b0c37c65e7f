import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuid } from 'uuid';
import { assertSuitableDatabase, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { migrate } from '#server/db/migrate.ts';
import { getPullStart, listChangedStamps } from '#server/sync/feed-queries.ts';
import { startServerAndStandby, type ServerAndStandby } from '#server/testing/hot-standby.ts';

let servers: ServerAndStandby;
beforeAll(async () => {
  servers = await startServerAndStandby();
  await migrate(servers.url);
});
afterAll(() => servers.stop());

const nobody = { personId: uuid(), deviceId: uuid() };
const snapshotOf = async (db: Kysely<Database>) => (await getPullStart(db, nobody)).snapshot;

/**
 * Negative control. A standby does not know which transactions are under way on the first server: its snapshot names
 * none of them, and a cookie made of it says of an open one that it was seen.
 */
test('a cookie from a standby loses the change that commits late; one from the first server does not', async () => {
  const { admin, standbyAdmin } = servers;
  const [first, standby] = [createDatabase(admin), createDatabase(standbyAdmin)];
  const [early, late] = [uuid(), uuid()];
  const scopes = [early, late].map((id) => ({ kind: 'task' as const, id }));
  let cookies = { first: '', standby: '' };
  await admin.begin(async (open) => {
    await open`select stamp('task', ${early}, 'task', ${early})`;
    await admin`select stamp('task', ${late}, 'task', ${late})`;
    await servers.catchUp();
    cookies = { first: await snapshotOf(first), standby: await snapshotOf(standby) };
  });
  const since = async (cookie: string) =>
    (await listChangedStamps(first, scopes, cookie)).map((stamp) => stamp.recordId);
  expect(await since(cookies.first)).toEqual([early]);
  expect(await since(cookies.standby), 'lost for good').toEqual([]);
});

test('so a server does not start on a standby', async () => {
  await expect(assertSuitableDatabase(servers.standbyUrl, 'DATABASE_URL')).rejects.toThrow(
    'DATABASE_URL names a standby: changes would be lost from what devices are sent. Name the server it follows.',
  );
  await expect(assertSuitableDatabase(servers.url, 'DATABASE_URL')).resolves.toBeUndefined();
});
