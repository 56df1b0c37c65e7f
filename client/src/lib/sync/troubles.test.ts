import { describe, expect, it } from 'vitest';
import { problem } from '#lib/testing/model-server.ts';
import { answerOf, type TestTab } from '#lib/testing/test-device.ts';
import { createWorld, eventually } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { aTask, ids } from '#shared/testing/builders.ts';

const comment = (text: string) => ({ type: 'add-comment' as const, taskId: ids.task, text, internal: false });

async function withTask() {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  return { ...world, tab };
}

const connectionOf = (tab: TestTab) => tab.sync.state.get().connection;

/** Counts requests to a path from now on. */
function count(tab: TestTab, path: string): () => number {
  let seen = 0;
  tab.intercept = (request, pass) => {
    if (request.path === path) seen += 1;
    return pass();
  };
  return () => seen;
}

describe('a session that ended', () => {
  it('pauses, keeps everything, goes on reading and writing, and sends after signing in again', async () => {
    const { server, time, tab } = await withTask();
    const { cookie } = tab.browser;
    tab.browser.cookie = null;
    await tab.sync.enqueue(comment('mens utlogget'));
    await time.pass(5_000);
    expect(tab.sync.state.get()).toMatchObject({ connection: 'paused', pausedBy: 'session' });
    expect(await tab.sync.tasks()).toHaveLength(1);
    expect((await tab.sync.task(ids.task)).current?.task.comments).toHaveLength(1);

    const pushes = server.pushes.length;
    await tab.sync.enqueue(comment('to'));
    await time.pass(60_000);
    expect(server.pushes.length).toBe(pushes);

    tab.browser.cookie = cookie;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['mens utlogget', 'to']);
    expect(tab.sync.state.get()).toMatchObject({ connection: 'online', pausedBy: null });
  });

  it('is not believed when a portal says 401', async () => {
    const { time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path.startsWith('/api/sync')
        ? Promise.resolve(answerOf({ status: 401, type: 'text/html', body: 'Log in' }, { header: false }))
        : pass();
    tab.wake();
    await time.pass(5_000);
    expect(connectionOf(tab)).toBe('offline');
  });
});

describe('a server that wants another app or another device', () => {
  it('is outdated: nothing is sent, nothing is lost', async () => {
    const { time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/push' ? Promise.resolve(answerOf(problem(426, 'client.outdated'))) : pass();
    await tab.sync.enqueue(comment('venter'));
    await time.pass(5_000);
    expect(connectionOf(tab)).toBe('outdated');
    expect(await tab.read((db) => db.outbox.count())).toBe(1);
  });

  it('is blocked: paused, and the reason is told', async () => {
    const { server, time, tab } = await withTask();
    server.blocked.add(must(server.pulls[0], 'pull').deviceId);
    await tab.sync.enqueue(comment('venter'));
    await time.pass(5_000);
    expect(tab.sync.state.get()).toMatchObject({ connection: 'paused', pausedBy: 'device-blocked' });
    expect(await tab.read((db) => db.outbox.count())).toBe(1);
  });
});

describe('being out of reach', () => {
  it('asks by probe while work waits, more rarely after the first minute but steadily', async () => {
    const { time, tab } = await withTask();
    const probes = count(tab, '/api/probe');
    tab.browser.online = false;
    await tab.sync.enqueue(comment('venter'));
    await time.pass(60_000);
    const firstMinute = probes();
    expect(connectionOf(tab)).toBe('offline');
    expect(firstMinute).toBeGreaterThanOrEqual(4);
    await time.pass(20 * 60_000);
    const before = probes();
    await time.pass(10 * 60_000);
    expect(probes() - before).toBeLessThanOrEqual(31);
    expect(probes() - before).toBeGreaterThanOrEqual(29);
  });

  it('finds back by itself, without any call', async () => {
    const { server, time, tab } = await withTask();
    tab.browser.online = false;
    await tab.sync.enqueue(comment('hjem igjen'));
    await time.pass(30_000);
    tab.browser.online = true;
    await eventually(time, () => server.task(ids.task).comments.length === 1);
    expect(connectionOf(tab)).toBe('online');
  });

  it('is not being online when a portal answers the probe', async () => {
    const { time, tab } = await withTask();
    tab.browser.online = false;
    tab.wake();
    await time.pass(5_000);
    tab.browser.online = true;
    tab.intercept = () =>
      Promise.resolve(
        answerOf({ status: 200, type: 'application/json', body: '{"ok":true}' }, { header: false }),
      );
    tab.wake();
    await time.pass(5_000);
    expect(connectionOf(tab)).toBe('offline');
  });

  it('is given up after four seconds without an answer, and slow before that', async () => {
    const { time, tab } = await withTask();
    tab.browser.online = false;
    tab.wake();
    await time.pass(5_000);
    tab.browser.online = true;
    let delay = 100_000;
    tab.intercept = async (request, pass) => {
      if (request.path === '/api/probe') await time.timers.sleep(delay, request.signal);
      return pass();
    };
    tab.wake();
    await time.pass(3_900);
    expect(connectionOf(tab)).toBe('offline');
    await time.pass(1_000);
    delay = 2_000;
    tab.wake();
    await time.pass(6_000);
    expect(connectionOf(tab)).toBe('slow');
    delay = 0;
    tab.wake();
    await time.pass(1_000);
    expect(connectionOf(tab)).toBe('online');
  });
});

describe('a server in trouble', () => {
  it('is asked again with growing pauses, and at once when work is queued', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/push' ? Promise.resolve(answerOf(problem(500, 'internal'))) : pass();
    let pushes = 0;
    const inner = tab.intercept;
    tab.intercept = (request, pass) => {
      if (request.path === '/api/sync/push') pushes += 1;
      return inner(request, pass);
    };
    await tab.sync.enqueue(comment('venter'));
    await time.pass(60_000);
    expect(pushes).toBeGreaterThan(4);
    expect(pushes).toBeLessThan(12);
    await time.pass(3_600_000);
    const before = pushes;
    await tab.sync.enqueue(comment('ny'));
    await time.settle();
    expect(pushes).toBe(before + 1);
    expect(server.task(ids.task).comments).toHaveLength(0);
  });

  it('is left alone for as long as it says', async () => {
    const { time, tab } = await withTask();
    let pushes = 0;
    tab.intercept = (request, pass) => {
      if (request.path !== '/api/sync/push') return pass();
      pushes += 1;
      return Promise.resolve(answerOf(problem(429, 'rate.limited', { retryAfter: 90 })));
    };
    await tab.sync.enqueue(comment('en'));
    await time.settle();
    await tab.sync.enqueue(comment('to'));
    tab.wake();
    await time.pass(89_000);
    expect(pushes).toBe(1);
    await time.pass(2_000);
    expect(pushes).toBe(2);
  });
});

describe('the watchdog', () => {
  it('gives up a pass in which nothing moves for a minute, and begins anew', async () => {
    const { server, time, tab } = await withTask();
    let hung = false;
    tab.intercept = (request, pass) => {
      if (request.path !== '/api/sync/push' || hung) return pass();
      hung = true;
      return new Promise(() => undefined);
    };
    await tab.sync.enqueue(comment('sitter fast'));
    await time.pass(59_000);
    expect(hung).toBe(true);
    expect(server.task(ids.task).comments).toHaveLength(0);
    await time.pass(5_000);
    expect(server.task(ids.task).comments).toHaveLength(1);
  });

  it('is not fooled by a clock that is set back a day', async () => {
    const { server, time, tab } = await withTask();
    let hung = false;
    tab.intercept = (request, pass) => {
      if (request.path !== '/api/sync/push' || hung) return pass();
      hung = true;
      return new Promise(() => undefined);
    };
    await tab.sync.enqueue(comment('sitter fast'));
    await time.pass(10_000);
    time.jump(-24 * 3_600_000);
    await time.pass(60_000);
    expect(server.task(ids.task).comments).toHaveLength(1);
  });
});

describe('looking without being called', () => {
  it('happens every minute when pokes are lost, and every five with the live stream', async () => {
    const { server, time, tab } = await withTask();
    const pulls = count(tab, '/api/sync/pull');
    await time.pass(10 * 60_000);
    expect(pulls()).toBe(2);
    server.deaf = true;
    tab.browser.endLive();
    await time.pass(1_000);
    const before = pulls();
    await time.pass(10 * 60_000);
    expect(pulls() - before).toBeGreaterThanOrEqual(9);
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    await time.pass(61_000);
    expect(await tab.sync.tasks()).toHaveLength(2);
  });

  it('hides other people’s data after fourteen days without contact, and never own work', async () => {
    const { time, tab } = await withTask();
    tab.browser.online = false;
    await tab.sync.enqueue(comment('mitt'));
    time.jump(15 * 24 * 3_600_000);
    expect(await tab.sync.tasks()).toEqual([]);
    expect((await tab.sync.task(ids.task)).current).toBeNull();
    expect((await tab.sync.status()).leaseOver).toBe(true);
    expect((await tab.sync.outbox()).map((item) => item.text)).toEqual(['mitt']);
    tab.browser.online = true;
    tab.wake();
    await time.pass(3_000);
    expect(await tab.sync.tasks()).toHaveLength(1);
  });
});
