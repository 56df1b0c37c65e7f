import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMeta } from '#lib/device/meta.ts';
import { listHeldScopes } from '#lib/device/scope-shards.ts';
import type { TestTab } from '#lib/testing/test-device.ts';
import { eventually } from '#lib/testing/world.ts';
import { connectOwner } from '#server/db/connect.ts';
import { insertManyTasks } from '#server/testing/insert-many-tasks.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { pageLimits } from '#shared/sync/protocol.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import { now } from '#shared/testing/builders.ts';
import { openRealTab, readTaskOnServer, startRealDevice } from './real-device.ts';

/*
 * What device and server agree on beyond single commands: pages, digests, checksums, and what goes again after the
 * server was restored to an earlier point. The real engine, the real routes, a real PostgreSQL.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const day = 24 * 60 * 60_000;

/** Every pull the tab asks for from now on. */
function watchPulls(tab: TestTab): PullRequest[] {
  const pulls: PullRequest[] = [];
  const network = must(tab.network, 'network');
  tab.network = {
    ...network,
    request(request) {
      if (request.path === '/api/sync/pull') pulls.push(JSON.parse(request.body ?? '') as PullRequest);
      return network.request(request);
    },
  };
  return pulls;
}

describe('checksums', () => {
  it('find a record that drifted: it is fetched whole again, and the server is told', async () => {
    const { time, tab, task } = await startRealDevice(app, 'siri');
    const pulls = watchPulls(tab);
    await tab.read((db) => db.tasks.update(task.id, { rev: 99_999, 'body.title': 'noe annet' }));
    tab.wake();
    await time.pass(5_000);
    expect((await tab.read((db) => db.tasks.get(task.id)))?.body.title).toBe('noe annet');
    time.jump(day);
    tab.wake();
    await eventually(
      time,
      async () => (await tab.read((db) => db.tasks.get(task.id)))?.body.title === task.title,
    );
    expect(pulls.flatMap((pull) => pull.drifted)).toContainEqual({ kind: 'task', id: task.id });
    expect(tab.faults).toEqual([]);
  });

  it('are compared once a day, and agree', async () => {
    const { time, tab } = await startRealDevice(app, 'siri');
    const pulls = watchPulls(tab);
    for (let days = 0; days < 3; days += 1) {
      time.jump(day);
      for (let looked = 0; looked < 4; looked += 1) {
        tab.wake();
        await time.pass(2_000);
      }
    }
    expect(pulls.length).toBeGreaterThanOrEqual(12);
    expect(pulls.filter((pull) => pull.verify)).toHaveLength(3);
    expect(pulls.flatMap((pull) => pull.drifted)).toEqual([]);
  });
});

describe('a server that was restored to an earlier point', () => {
  it('gets again what it had acknowledged and lost, once and in order, before what waits', async () => {
    const { time, tab, task, browser } = await startRealDevice(app, 'siri');
    const comment = (text: string) =>
      tab.sync.enqueue({ type: 'add-comment', taskId: task.id, text, internal: false });
    await comment('før sikkerhetskopien');
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    const owner = connectOwner(app.deps.environment.databaseUrl ?? '', { max: 1 });
    // Whoever restores a database is above its row level security.
    for (const table of ['command_log', 'devices', 'comments', 'tasks']) {
      await owner`alter table ${owner(table)} disable row level security`;
    }
    const snapshot = await owner`select id from command_log order by id desc limit 1`;
    await comment('etter sikkerhetskopien');
    await tab.sync.enqueue({ type: 'wait-task', taskId: task.id, reason: 'deler' });
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);

    const last = Number(must(snapshot[0], 'log')['id']);
    await owner.begin(async (restore) => {
      const lost = await restore`delete from command_log where id > ${last} returning device_id, seq`;
      await restore`update devices set next_seq = ${Number(must(lost[0], 'lost')['seq'])}
        where id = ${String(must(lost[0], 'lost')['device_id'])}`;
      await restore`delete from comments where text = 'etter sikkerhetskopien'`;
      await restore`update tasks set state = 'in-progress', waiting_reason = null where id = ${task.id}`;
      await restore`update feed_meta set epoch = gen_random_uuid()`;
    });
    for (const table of ['command_log', 'devices', 'comments', 'tasks']) {
      await owner`alter table ${owner(table)} enable row level security`;
    }
    await owner.end();
    browser.online = false;
    await comment('laget uten nett');
    browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    const after = await readTaskOnServer(app, task.id);
    expect(after.comments.map((one) => one.text)).toEqual([
      'før sikkerhetskopien',
      'etter sikkerhetskopien',
      'laget uten nett',
    ]);
    expect(after.state).toBe('waiting');
    expect(await tab.sync.attention()).toEqual([]);
    expect(tab.faults).toEqual([]);
  });
});

/** The line is gone after the first answer to a pull. */
function cutAfterOnePage(tab: TestTab): void {
  const network = must(tab.network, 'network');
  let pulls = 0;
  tab.network = {
    ...network,
    request(request) {
      if (request.path === '/api/sync/pull') pulls += 1;
      return pulls > 1 ? Promise.reject(new TypeError('cut')) : network.request(request);
    },
  };
}

describe('a person with thousands of tasks', () => {
  it('is sent them in pages, goes on where it was cut, and then speaks of them by their digest', async () => {
    const count = pageLimits.rest + 300;
    await insertManyTasks(app.db, count, now);
    const { time, tab, browser } = await startRealDevice(app, 'sondre', {}, cutAfterOnePage);
    const cut = await tab.read((db) => readMeta(db.meta, 'feed').then((feed) => feed ?? null));
    expect(cut).toMatchObject({ cookie: null, page: expect.any(String) });
    expect(await tab.read((db) => db.tasks.count())).toBeLessThan(count);
    tab.kill();
    let pulls: PullRequest[] = [];
    const again = await openRealTab(app, { time }, browser, 'sondre', (next) => (pulls = watchPulls(next)));
    await eventually(time, async () => (await again.read((db) => db.tasks.count())) >= count);
    await time.pass(2_000);
    again.wake();
    await time.pass(5_000);
    expect(pulls[0]?.page).toBe(cut?.page);
    const last = must(pulls.at(-1), 'a pull');
    expect(last.held).toMatchObject({
      count: (await again.read((db) => listHeldScopes(db.scopeShards))).length,
    });
    expect(JSON.stringify(last).length).toBeLessThan(2_000);
    const { rows } = await sql<{ count: string }>`select count(*) from tasks`.execute(app.db);
    expect(rows).toHaveLength(1);
    expect(again.faults).toEqual([]);
  });
});
