import { connectApp, connectOwner, createDatabase } from '#server/db/connect.ts';
import type { Sql } from '#server/db/sql.ts';
import { withScope } from '#server/db/scope.ts';
import { listTasksById } from '#server/tasks/task-queries.ts';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { must } from '#shared/kernel/must.ts';
import { people } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';
import { openDevice, type Device } from '../e2e/fixtures/device.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { serveFloor } from './floor/serve-floor.ts';
import { median, say, signInByCookie, useChromium } from './setting.ts';

/*
 * The first pull of 10,000 tasks in a real Chromium against a real server, beside the floor in the same run:
 *   node bench/first-pull.ts [tasks, 10000] [rounds, 5]
 * complete: from the first request of a pull until its cookie is kept · durable: the browser is killed in that moment, and
 * opened again without a server: all rows are there · usable: the list shows tasks. The client must be built (npm run build).
 */

const count = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);
const personId = people.siri.id;

useChromium();

/** Resolves in the page once the round of the first pull has ended; gives the time of the page's clock. */
const untilPulled = `(async () => {
  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open('oppdrag-${personId}');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const feedOf = (db) => new Promise((done) => {
    const asked = db.transaction('meta').objectStore('meta').get('feed');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(undefined);
  });
  for (;;) {
    const known = (await indexedDB.databases()).some(({ name }) => name === 'oppdrag-${personId}');
    if (known) break;
    await new Promise((next) => setTimeout(next, 20));
  }
  const db = await open();
  db.onversionchange = () => db.close();
  for (;;) {
    const feed = await feedOf(db);
    if (feed?.value?.cookie) break;
    await new Promise((next) => setTimeout(next, 20));
  }
  db.close();
  const began = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/api/sync/pull'));
  return { pulled: performance.now() - began.startTime, began: began.startTime };
})()`;

const countRows = `new Promise((done, failed) => {
  const asked = indexedDB.open('oppdrag-${personId}');
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const counted = asked.result.transaction('tasks').objectStore('tasks').count();
    counted.onsuccess = () => { asked.result.close(); done(counted.result); };
  };
})`;

interface Round {
  readonly usable: number;
  readonly complete: number;
  readonly rows: number;
}

async function ours(server: Awaited<ReturnType<typeof startServer>>): Promise<Round> {
  const device: Device = await openDevice(server.url, {}, () => {});
  try {
    const page = device.page();
    // The app is on the device by then: it comes while the person signs in.
    await page.goto('/sign-in');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await signInByCookie(device.context(), server.url, 'siri');
    await page.goto('/tasks');
    const shown = page
      .getByRole('link', { name: /Bytte filter/u })
      .first()
      .waitFor({ timeout: 120_000 })
      .then(() => page.evaluate<number>('performance.now()'));
    const { pulled, began } = await page.evaluate<{ pulled: number; began: number }>(untilPulled);
    const usable = (await shown) - began;
    await device.kill();
    await server.stop();
    const again = await device.reopen();
    // An empty page of the same origin: nothing of ours runs that could fetch what was lost.
    await again.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Empty</h1>' }));
    await again.goto('/empty');
    const rows = await again.evaluate<number>(countRows);
    return { usable, complete: pulled, rows };
  } finally {
    await device.dispose();
    await server.start();
  }
}

/** On disk too: a browser without a profile of its own would keep its rows in memory. */
async function floorOf(url: string): Promise<number> {
  const device = await openDevice(url, {}, () => {});
  try {
    const page = device.page();
    await page.goto('/');
    await page.waitForFunction('typeof pullAll === "function"');
    return await page.evaluate<number>('pullAll()');
  } finally {
    await device.dispose();
  }
}

/** What a device gets, as rows of one table. */
async function fillFloor(databaseUrl: string, sql: Sql): Promise<void> {
  const db = createDatabase(connectApp(databaseUrl, { max: 1 }));
  const bodies = await withScope(db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    const rows = await trx.selectFrom('tasks').select('id').where('state', '=', 'assigned').execute();
    return listTasksById(
      trx,
      rows.map((row) => row.id),
    );
  });
  await db.destroy();
  await sql`create table floor_rows (id uuid primary key, body json not null)`;
  await sql`
    insert into floor_rows select (body ->> 'id')::uuid, body
    from json_array_elements(${JSON.stringify(bodies)}::text::json) as body`;
}

const list = (values: readonly number[]) => values.map((ms) => Math.round(ms)).join(', ');

const postgres = await startTestPostgres();
const server = await startServer();
const databaseUrl = must(server.databaseUrl, 'address of the database');
const world = await openStoryWorld(databaseUrl, server.dataDir);
const sql = connectOwner(databaseUrl);
try {
  await world.giveManyTasks(count);
  await fillFloor(databaseUrl, sql);
  const floor = await serveFloor(sql, 2_000);
  const [own, floors]: [Round[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await floorOf(floor.url));
    own.push(await ours(server));
  }
  await floor.close();
  const [complete, usable] = [own.map((one) => one.complete), own.map((one) => one.usable)];
  const ratio = (ms: number) => `${Math.round(ms)} ms, ${(ms / median(floors)).toFixed(2)} × the floor`;
  say(
    `floor, ${count} rows written, median of ${rounds}`,
    `${Math.round(median(floors))} ms (${list(floors)})`,
  );
  say('complete, median', `${ratio(median(complete))} (${list(complete)})`);
  say('usable, median', `${ratio(median(usable))} (${list(usable)})`);
  say('rows after the kill, each round', own.map((one) => one.rows).join(', '));
} finally {
  await sql.end();
  await world.close();
  await server.dispose();
  await postgres.stop();
}
