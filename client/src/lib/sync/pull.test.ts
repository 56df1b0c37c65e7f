import { describe, expect, it } from 'vitest';
import { readMeta } from '#lib/device/meta.ts';
import { listHeldScopes } from '#lib/device/scope-shards.ts';
import { answerOf, type TestTab } from '#lib/testing/test-device.ts';
import { createWorld, eventually } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { recordVersion } from '#shared/sync/record.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

async function withTask() {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  return { ...world, tab };
}

const cookieOf = async (tab: TestTab) => {
  const feed = await tab.read((db) => db.meta.get('feed'));
  return feed?.key === 'feed' ? feed.value.cookie : null;
};

/** Pulls once, and waits until it is over. */
async function look(tab: TestTab): Promise<void> {
  tab.wake();
  await tab.browser.time.pass(20_000);
}

describe('a pull', () => {
  it('that is cut before its end changes nothing, and its cookie is not kept', async () => {
    const { server, tab } = await withTask();
    const before = await cookieOf(tab);
    server.office(
      'magnus',
      aCommand('reassign-task', { executors: [{ kind: 'supplier', id: aTask().executors[0]?.id ?? '' }] }),
    );
    let full = '';
    for (const share of [0.1, 0.4, 0.8, 0.99]) {
      tab.intercept = async (request, pass) => {
        if (request.path !== '/api/sync/pull') return pass();
        const answer = await pass();
        full = '';
        for await (const piece of answer.body()) full += new TextDecoder().decode(piece);
        const cutAfter = Math.floor(full.length * share);
        return answerOf(
          { status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body: full },
          { cutAfter },
        );
      };
      await look(tab);
      expect(await cookieOf(tab)).toBe(before);
    }
    expect(full).not.toBe('');
    tab.intercept = null;
    await look(tab);
    expect(await cookieOf(tab)).not.toBe(before);
  });

  it('that ends cleanly but without its end line is void', async () => {
    const { server, tab } = await withTask();
    const before = await cookieOf(tab);
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    tab.intercept = async (request, pass) => {
      if (request.path !== '/api/sync/pull') return pass();
      const answer = await pass();
      let body = '';
      for await (const piece of answer.body()) body += new TextDecoder().decode(piece);
      const lines = body.trimEnd().split('\n').slice(0, -1);
      return answerOf({ status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body: lines.join('\n') });
    };
    await look(tab);
    expect(await cookieOf(tab)).toBe(before);
    expect(await tab.read((db) => db.tasks.count())).toBe(1);
    tab.intercept = null;
    await look(tab);
    expect(await tab.read((db) => db.tasks.count())).toBe(2);
  });

  it('with one line that does not fit is void', async () => {
    const { server, tab } = await withTask();
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    tab.intercept = async (request, pass) => {
      if (request.path !== '/api/sync/pull') return pass();
      const answer = await pass();
      let body = '';
      for await (const piece of answer.body()) body += new TextDecoder().decode(piece);
      const bad = body.replace('"line":"acks"', '"line":"ackz"');
      return answerOf({ status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body: bad });
    };
    await look(tab);
    expect(await tab.read((db) => db.tasks.count())).toBe(1);
  });

  it('drops what access has ended for, and keeps own work and receipts', async () => {
    const { server, tab } = await withTask();
    tab.browser.online = false;
    await tab.sync.enqueue({ type: 'add-comment', taskId: ids.task, text: 'usendt', internal: false });
    server.office('magnus', aCommand('cancel-task'));
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/push' ? Promise.reject(new TypeError('cut')) : pass();
    tab.browser.online = true;
    await look(tab);
    // The push did not come through, so nothing was pulled either: all is still there.
    expect(await tab.read((db) => db.outbox.count())).toBe(1);
    tab.intercept = null;
    await look(tab);
    expect(await tab.read((db) => db.tasks.count())).toBe(0);
    expect(await tab.read((db) => db.buildings.count())).toBe(0);
    expect((await tab.sync.pastTasks()).map((past) => past.state)).toEqual(['cancelled']);
    const [item] = await tab.sync.attention();
    expect(item).toMatchObject({ refusal: { code: 'task.closed', state: 'cancelled' }, text: 'usendt' });
    expect(item?.task).toMatchObject({ number: 118, tenantName: 'Askeby kommune' });
  });

  it('comes in as many answers as it takes, and knows between them what it holds', async () => {
    const world = createWorld();
    for (let at = 1; at <= 23; at += 1) {
      world.server.addTask(aTask({ id: localId(7000 + at), number: 200 + at }));
    }
    world.server.scopesPerPull = 5;
    const tab = await world.device('siri');
    expect(await tab.read((db) => db.tasks.count())).toBe(23);
    // 23 tasks, one building and the person, five at a time.
    const counts = world.server.pulls
      .slice(0, 5)
      .map((pull) => (Array.isArray(pull.held) ? pull.held.length : -1));
    expect(counts).toEqual([0, 5, 10, 15, 20]);
  });

  it('writes only rows that changed', async () => {
    const { server, tab } = await withTask();
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    await look(tab);
    const kept = await tab.read((db) => db.tasks.get(ids.task));
    await tab.read((db) => db.tasks.update(ids.task, { rev: 0 }));
    server.addTask(aTask({ id: ids.otherTask, number: 119, title: 'Nytt navn' }));
    await look(tab);
    expect((await tab.read((db) => db.tasks.get(ids.otherTask)))?.body.title).toBe('Nytt navn');
    // The other row was not touched: the mark left in it is still there.
    expect((await tab.read((db) => db.tasks.get(ids.task)))?.rev).toBe(0);
    expect(kept?.rev).toBeGreaterThan(0);
  });

  it('never lets a revision go back but with a whole scope', async () => {
    const { tab } = await withTask();
    const row = must(await tab.read((db) => db.tasks.get(ids.task)), 'row');
    await tab.read((db) => db.tasks.put({ ...row, rev: 999, body: { ...row.body, title: 'nyere' } }));
    tab.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path !== '/api/sync/pull') return answer;
      let body = '';
      for await (const piece of answer.body()) body += new TextDecoder().decode(piece);
      const scope = { kind: 'task', id: ids.task, generation: 1 };
      const lines = [
        { line: 'scope', scope, whole: false },
        { line: 'put', record: { kind: 'task', id: ids.task, rev: 5, body: row.body } },
      ].map((line) => `${JSON.stringify(line)}\n`);
      const at = body.indexOf('{"line":"acks"');
      const text = body.slice(0, at) + lines.join('') + body.slice(at);
      return answerOf({ status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body: text });
    };
    await look(tab);
    expect((await tab.read((db) => db.tasks.get(ids.task)))?.body.title).toBe('nyere');
  });

  it('of a server that was restored replaces everything, and sends again what has no settled answer', async () => {
    const { server, time, tab } = await withTask();
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    await look(tab);
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/pull' ? Promise.reject(new TypeError('cut')) : pass();
    await tab.sync.enqueue({ type: 'add-comment', taskId: ids.task, text: 'før krasjet', internal: false });
    await eventually(time, () => server.task(ids.task).comments.length === 1);
    // Restored to before the comment, and the other task was never made.
    server.startNewEpoch();
    server.tasks.clear();
    server.addTask(aTask());
    server.forgetDevice(server.pulls[0]?.deviceId ?? '');
    server.forgetCommands();
    tab.intercept = null;
    await look(tab);
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['før krasjet']);
    expect(await tab.read((db) => db.tasks.toCollection().primaryKeys())).toEqual([ids.task]);
    expect((await tab.sync.building(askebySkole.id))?.name).toBe('Askeby skole');
  });

  it('that is the first asks again for what a server answered that was restored before it', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/pull' ? Promise.reject(new TypeError('cut')) : pass();
    await tab.read((db) => db.meta.delete('feed'));
    await tab.sync.enqueue({
      type: 'add-comment',
      taskId: ids.task,
      text: 'før første henting',
      internal: false,
    });
    await eventually(time, () => server.task(ids.task).comments.length === 1);
    server.startNewEpoch();
    server.tasks.clear();
    server.addTask(aTask());
    const [entry] = await tab.read((db) => db.outbox.toArray());
    expect(entry?.outcome?.status).toBe('applied');
    server.forgetDevice(must(await tab.read((db) => readMeta(db.meta, 'sequence')), 'sequence').deviceId);
    server.forgetCommands();
    tab.intercept = null;
    await look(tab);
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['før første henting']);
  });

  it('by an app that knows another version of records brings all anew, behind what is on the screen', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = () => Promise.reject(new TypeError('offline'));
    await tab.sync.enqueue({ type: 'add-comment', taskId: ids.task, text: 'i kø', internal: false });
    await tab.read((db) =>
      db.meta.put({ key: 'feed', value: { cookie: 'of old', epoch: null, records: recordVersion + 1 } }),
    );
    tab.kill();
    const opened = await tab.browser.open('siri');
    opened.intercept = () => Promise.reject(new TypeError('offline'));
    await time.settle();
    expect(await cookieOf(opened)).toBeNull();
    expect((await opened.sync.task(ids.task)).current?.task.comments.map((one) => one.text)).toEqual([
      'i kø',
    ]);
    opened.intercept = null;
    const before = server.pulls.length;
    await look(opened);
    expect(server.pulls[before]).toMatchObject({ cookie: null });
    await eventually(time, async () => (await opened.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['i kø']);
    expect(await opened.read((db) => db.meta.get('feed'))).toMatchObject({
      value: { records: recordVersion },
    });
  });

  it('keeps records on the screen between a reset and what replaces them', async () => {
    const { server, time, tab } = await withTask();
    server.startNewEpoch();
    let pulls = 0;
    tab.intercept = (request, pass) => {
      if (request.path !== '/api/sync/pull') return pass();
      pulls += 1;
      return pulls === 2 ? Promise.reject(new TypeError('cut')) : pass();
    };
    tab.wake();
    await time.settle();
    expect(pulls).toBe(2);
    expect(await cookieOf(tab)).toBeNull();
    expect(await tab.sync.tasks()).toHaveLength(1);
    await look(tab);
    expect(await cookieOf(tab)).not.toBeNull();
    expect((await tab.read((db) => listHeldScopes(db.scopeShards))).every((scope) => !scope.stale)).toBe(
      true,
    );
  });

  it('of another person’s session never enters this person’s database', async () => {
    const { server, tab } = await withTask();
    const before = await cookieOf(tab);
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    tab.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path !== '/api/sync/pull') return answer;
      let body = '';
      for await (const piece of answer.body()) body += new TextDecoder().decode(piece);
      const scope = { kind: 'person', id: ids.nothing, generation: 1 };
      const at = body.indexOf('\n') + 1;
      const text = `${body.slice(0, at)}${JSON.stringify({ line: 'scope', scope, whole: true })}\n${body.slice(at)}`;
      return answerOf({ status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body: text });
    };
    await look(tab);
    expect(await cookieOf(tab)).toBe(before);
    expect(await tab.read((db) => db.tasks.count())).toBe(1);
  });
});
