import postgres from 'postgres';
import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import { startTestApp } from '#server/testing/test-app.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { getPullLook } from '#server/sync/pull-look-queries.ts';
import { must } from '#shared/kernel/must.ts';
import { digestOf } from '#shared/sync/digest.ts';
import { heldKey } from '#shared/sync/scope.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, nordvag } from '#shared/testing/places.ts';
import { adminAddress, fillMillion } from './fill-million.ts';
import { median, say } from './setting.ts';

/*
 * What a pull costs that finds nothing new, in a database of a million tasks, for a person who has 10,000 of them:
 *   node bench/empty-pull.ts [tasks, 1000000] [own, 10000]
 * Beside a bare query by primary key on the same connection.
 */

const all = Number(process.argv[2] ?? 1_000_000);
const own = Number(process.argv[3] ?? 10_000);
const rounds = 400;

/** Milliseconds each of `rounds` runs took, one after the other. */
async function time(work: () => Promise<unknown>): Promise<number[]> {
  for (let warm = 0; warm < 20; warm += 1) await work();
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return taken;
}

const ms = (value: number) => `${value.toFixed(2)} ms`;

const cluster = await startTestPostgres();
const app = await startTestApp();
const databaseUrl = must(app.deps.environment.databaseUrl, 'address of the database');
const address = adminAddress(databaseUrl);
const admin = postgres(address.href, { max: 1, onnotice: () => {} });
const one: Kysely<Database> = createDatabase(connectApp(databaseUrl, { max: 1 }));
try {
  await fillMillion(admin, all, own);
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const held = digestOf([...siri.held.values()].map(heldKey));
  const request = {
    ...{ protocol: 2, deviceId: siri.deviceId, appVersion: 'bench', cookie: siri.cookie, page: null },
    ...{ held: { count: siri.held.size, digest: held }, ackedSeq: 0, holding: [] },
  };
  const pull = async () => {
    const answer = await app.request('siri', 'POST', '/api/sync/pull', request);
    const text = await answer.text();
    if (answer.status !== 200 || text.split('\n').length !== 4) throw new Error(`Not empty: ${text}`);
  };
  await pull();

  const [snapshot] = await admin<{ now: string }[]>`select pg_current_snapshot()::text as now`;
  const seen = must(snapshot, 'snapshot').now;
  const who = { personId: people.siri.id, tenantIds: [askeby.id, nordvag.id], deviceId: siri.deviceId };
  const [task] = await admin<{ id: string }[]>`select id from tasks where number = 100001`;
  const taskId = must(task, 'task').id;
  const bare = await time(() =>
    sql`select set_config('app.tenants', ${askeby.id}, true), (select title from tasks where id = ${taskId})`.execute(
      one,
    ),
  );
  const look = await time(() => getPullLook(one, who, seen));
  const request404 = await time(() =>
    app.request('siri', 'GET', '/api/no-such-route').then((answer) => answer.text()),
  );
  const whole = await time(pull);

  say('tasks in the database, of the person', `${all}, ${siri.held.size} scopes`);
  say('a bare query by primary key, median', ms(median(bare)));
  say(
    'what an empty pull asks of the database, median',
    `${ms(median(look))}, ${(median(look) / median(bare)).toFixed(2)} × the bare query`,
  );
  say('the whole request of an empty pull, median', ms(median(whole)));
  say('a request that finds no route, median', ms(median(request404)));
} finally {
  await one.destroy();
  await admin.end();
  await app.close();
  await cluster.stop();
}
