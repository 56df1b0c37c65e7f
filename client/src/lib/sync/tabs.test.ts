import { describe, expect, it } from 'vitest';
import { TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld, eventually } from '#lib/testing/world.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

const comment = (text: string) => ({ type: 'add-comment' as const, taskId: ids.task, text, internal: false });

async function twoTabs() {
  const world = createWorld();
  world.server.addTask(aTask());
  const first = await world.device('siri');
  const second = new TestTab(first.browser, people.siri.id);
  second.start();
  await world.time.pass(1_000);
  return { ...world, first, second };
}

/** A tab that works although another does: as where the browser has no locks. */
async function openAnyway(beside: TestTab): Promise<TestTab> {
  const tab = new TestTab(beside.browser, people.siri.id);
  const hold = tab.ports.locks.hold;
  const free: typeof hold = (name, options, work) =>
    name.startsWith('oppdrag-sync-') ? work(true) : hold(name, options, work);
  Object.assign(tab.ports, { locks: { hold: free } });
  tab.start();
  await beside.browser.time.pass(1_000);
  return tab;
}

describe('two tabs of one person', () => {
  it('have one engine between them', async () => {
    const { server, time, second } = await twoTabs();
    const pulls = server.pulls.length;
    await time.pass(600_000);
    expect(server.pulls.length - pulls).toBe(2);
    expect(second.sync.state.get().connection).toBe('online');
  });

  it('number their commands in one sequence without gaps, also at the same moment', async () => {
    const { server, time, first, second } = await twoTabs();
    const texts = Array.from({ length: 20 }, (_, at) => `nr. ${at}`);
    await Promise.all(texts.map((text, at) => (at % 2 === 0 ? first : second).sync.enqueue(comment(text))));
    await eventually(time, async () => (await first.sync.outbox()).length === 0);
    expect(
      server
        .task(ids.task)
        .comments.map((one) => one.text)
        .sort(),
    ).toEqual([...texts].sort());
    const numbers = server.pushes.flatMap((push) => push.commands.map((one) => one.seq));
    expect([...new Set(numbers)]).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('send what the other one queued, at once', async () => {
    const { server, time, second } = await twoTabs();
    await second.sync.enqueue(comment('fra fane to'));
    await time.settle();
    expect(server.task(ids.task).comments).toHaveLength(1);
  });

  it('show the same state', async () => {
    const { time, first, second } = await twoTabs();
    first.browser.online = false;
    first.wake();
    await time.pass(2_000);
    expect(second.sync.state.get().connection).toBe('offline');
  });

  it('go on when the one that worked dies in the middle of a push', async () => {
    const { server, time, first, second } = await twoTabs();
    first.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path === '/api/sync/push') first.kill();
      return answer;
    };
    await first.sync.enqueue(comment('arvet'));
    await eventually(time, async () => (await second.sync.outbox()).length === 0);
    expect(first.dead).toBe(true);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['arvet']);
  });

  it('do not let an old answer of one bring back what a newer one of the other took away', async () => {
    const { server, time, first } = await twoTabs();
    const third = await openAnyway(first);
    let release: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (release = resolve));
    first.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path === '/api/sync/pull') await late;
      return answer;
    };
    server.addTask(aTask({ id: ids.otherTask, number: 119 }));
    first.wake();
    await time.pass(500);
    server.office('magnus', aCommand('cancel-task', { taskId: ids.otherTask }));
    third.wake();
    await time.pass(1_000);
    expect((await third.sync.pastTasks()).map((past) => past.id)).toEqual([ids.otherTask]);
    // From here on nobody pulls but the answer that is late.
    first.browser.online = false;
    release();
    await time.settle();
    expect((await first.sync.tasks()).map((item) => item.task.id)).toEqual([ids.task]);
    expect((await third.sync.pastTasks()).map((past) => past.id)).toEqual([ids.otherTask]);
  });

  it('lose nothing and double nothing should both work at once, as without locks', async () => {
    const { server, time, first } = await twoTabs();
    const third = await openAnyway(first);
    for (let at = 0; at < 15; at += 1) {
      await (at % 2 === 0 ? first : third).sync.enqueue(comment(`nr. ${at}`));
      first.wake();
      if (at % 4 === 0) await time.pass(100);
    }
    await eventually(time, async () => (await first.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments).toHaveLength(15);
    expect((await first.sync.task(ids.task)).current?.task.comments).toHaveLength(15);
    expect([...first.faults, ...third.faults]).toEqual([]);
  });
});

describe('another person on the same device', () => {
  it('neither sees nor sends the first one’s queue', async () => {
    const world = createWorld();
    const { server, time } = world;
    server.addTask(aTask());
    const siris = await world.device('siri');
    siris.browser.online = false;
    await siris.sync.enqueue(comment('Siris'));
    await siris.sync.addFile({
      source: aSource(100),
      name: 'a.jpg',
      purpose: 'task-attachment',
      taskId: ids.task,
    });
    siris.kill();

    siris.browser.cookie = people.sondre.id;
    siris.browser.online = true;
    const sondres = await siris.browser.open('sondre');
    await time.pass(30_000);
    expect(await sondres.sync.outbox()).toEqual([]);
    expect((await sondres.sync.task(ids.task)).current?.task.comments).toEqual([]);
    expect(server.applied).toEqual([]);
    sondres.kill();

    siris.browser.cookie = people.siri.id;
    const again = await siris.browser.open('siri');
    await eventually(time, async () => (await again.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => [one.text, one.authorName])).toEqual([
      ['Siris', 'Siri Sagvik'],
    ]);
  });

  it('stops a tab that was left open, before anything leaves it under the new session', async () => {
    const world = createWorld();
    const { server, time } = world;
    server.addTask(aTask());
    const siris = await world.device('siri');
    siris.browser.online = false;
    await siris.sync.enqueue(comment('Siris'));
    siris.browser.cookie = people.sondre.id;
    siris.browser.online = true;
    const sondres = await siris.browser.open('sondre');
    siris.wake();
    await time.pass(600_000);
    expect(server.applied).toEqual([]);
    expect(await siris.read((db) => db.outbox.count())).toBe(1);
    expect(siris.sync.state.get()).toMatchObject({ connection: 'paused', pausedBy: 'other-person' });
    expect(sondres.sync.state.get().connection).toBe('online');
  });
});

describe('a storage that was wiped', () => {
  it('says exactly what was lost', async () => {
    const world = createWorld();
    world.server.addTask(aTask());
    const tab = await world.device('siri');
    expect(await tab.sync.lost).toBeNull();
    tab.browser.online = false;
    await tab.sync.enqueue(comment('borte'));
    await tab.sync.addFile({
      source: aSource(100),
      name: 'a.jpg',
      purpose: 'task-attachment',
      taskId: ids.task,
    });
    await world.time.settle();
    tab.kill();
    await tab.wipePerson();
    tab.browser.online = true;
    const next = await tab.browser.open('siri');
    expect(await next.sync.lost).toMatchObject({ commands: 1, files: [{ name: 'a.jpg', size: 100 }] });
    await world.time.pass(1_000);
    expect(await next.sync.tasks()).toHaveLength(1);
  });

  it('is not said when everything had arrived', async () => {
    const world = createWorld();
    world.server.addTask(aTask());
    const tab = await world.device('siri');
    await tab.sync.enqueue(comment('framme'));
    await eventually(world.time, async () => (await tab.sync.outbox()).length === 0);
    await world.time.settle();
    tab.kill();
    await tab.wipePerson();
    const next = await tab.browser.open('siri');
    expect(await next.sync.lost).toBeNull();
  });
});
