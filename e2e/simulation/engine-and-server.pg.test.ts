import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld, eventually, type World } from '#lib/testing/world.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aTask, ids } from '#shared/testing/builders.ts';
import { localPrefix } from '#shared/testing/fixed-ids.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { people } from '#shared/testing/people.ts';
import { folders, questions } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';
import { realNetwork } from './real-network.ts';

/*
 * The real engine over the real routes and a real PostgreSQL: what either is tested for alone must be what the other
 * means by it.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

let seeds = 0;

/** A task of its own, and a device of the person's that has synced. */
async function start(name: PersonName, overrides: Partial<Task> = {}) {
  seeds += 1;
  const own = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value).replaceAll(localPrefix, `0190${String(seeds).padStart(4, '0')}-0000-7000-8000-`),
    ) as T;
  const task = { ...own(aTask({ state: 'in-progress', ...overrides })), number: 700 + seeds };
  await insertTask(app.db, task);
  const world = createWorld();
  const browser = world.browser(name);
  const tab = await openTab(world, browser, name);
  return { ...world, browser, tab, task, own };
}

async function openTab(
  world: World,
  browser: ReturnType<World['browser']>,
  name: PersonName,
): Promise<TestTab> {
  const { id, name: fullName, email } = people[name];
  const tab = new TestTab(browser, id);
  tab.network = realNetwork(app, name, () => world.time.now());
  const person = { id, name: fullName, email, staff: false };
  await tab.ports.storage.device.use((db) => db.facts.put({ key: 'person', value: person }));
  tab.start();
  await world.time.pass(2_000);
  return tab;
}

async function office(command: object): Promise<void> {
  const response = await app.request('astrid', 'POST', '/api/commands', command);
  expect(response.status, await response.clone().text()).toBe(200);
}

async function taskOnServer(id: string): Promise<Task> {
  const response = await app.request('astrid', 'GET', `/api/tasks/${id}`);
  return ((await response.json()) as { task: Task }).task;
}

describe('the engine and the server', () => {
  it('bring a day in a cellar home: comments, answers, photos, an archive file, and the completion', async () => {
    const { time, tab, task, own, browser } = await start('siri', {
      state: 'assigned',
      checklists: [aChecklist()],
    });
    expect(tab.faults).toEqual([]);
    expect((await tab.sync.tasks()).map((item) => item.task.id)).toContain(task.id);
    browser.online = false;
    const taskId = task.id;
    const did = [
      await tab.sync.enqueue({ type: 'start-task', taskId }),
      await tab.sync.enqueue({ type: 'add-comment', taskId, text: 'Begynner nå.', internal: false }),
      await tab.sync.enqueue({
        type: 'set-answer',
        taskId,
        checklistId: own(ids.checklist),
        questionId: questions.exits,
        value: 'no',
        comment: 'Sperret dør.',
      }),
      await tab.sync.enqueue({ type: 'deliver-checklist', taskId, checklistId: own(ids.checklist) }),
    ];
    const files: string[] = [];
    for (const [at, folderId] of [null, null, folders.fire].entries()) {
      const added = await tab.sync.addFile({
        source: aSource(3_200_000, seeds * 10 + at),
        name: `fil-${at}.bin`,
        purpose: folderId === null ? 'task-attachment' : 'archive',
        taskId,
        folderId,
      });
      if (added.added) files.push(added.fileId);
    }
    did.push(await tab.sync.enqueue({ type: 'complete-task', taskId, files }));
    expect(did.every((one) => one.queued)).toBe(true);
    expect(files).toHaveLength(3);
    expect((await tab.sync.task(taskId)).current?.task.state).toBe('completing');

    tab.kill();
    const again = await openTab(createWorldLike(time), browser, 'siri');
    browser.online = true;
    again.wake();
    await eventually(time, async () => (await again.sync.outbox()).length === 0);
    expect(await again.sync.attention()).toEqual([]);
    const done = await taskOnServer(taskId);
    expect(done.state).toBe('completed');
    expect(done.comments.map((one) => one.text)).toEqual(['Begynner nå.']);
    expect(done.checklists[0]?.deliveredByName).toBe('Siri Sagvik');
    expect(done.files.map((file) => [file.id, file.state])).toEqual(files.map((id) => [id, 'available']));
    expect(await again.countChunks()).toBe(0);
    expect((await again.sync.pastTasks()).map((past) => past.id)).toContain(taskId);
    expect((await again.sync.tasks()).map((item) => item.task.id)).not.toContain(taskId);
    expect(again.faults).toEqual([]);
  });

  it('refuse what was made for a task that was closed, keep it, and send it by itself when it is reopened', async () => {
    const { time, tab, task, own, browser } = await start('siri');
    const taskId = task.id;
    browser.online = false;
    await tab.sync.enqueue({ type: 'add-comment', taskId, text: 'Ligger på nettbrettet.', internal: false });
    const added = await tab.sync.addFile({
      source: aSource(400_000, 99 + seeds),
      name: 'sent.jpg',
      purpose: 'task-attachment',
      taskId,
    });
    const fileId = added.added ? added.fileId : '';
    await tab.sync.enqueue({ type: 'complete-task', taskId, files: [fileId] });
    await office(own(aCommand('cancel-task', { taskId: ids.task })));
    browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.attention()).length === 3);
    expect((await tab.sync.attention()).map((item) => item.refusal.code)).toEqual([
      'task.closed',
      'task.closed',
      'task.closed',
    ]);
    expect(await tab.sync.readFile(fileId)).not.toBeNull();
    expect(await tab.sync.askToReopen(taskId, 'Jeg har mer.')).toMatchObject({ queued: true });
    await eventually(time, async () => (await taskOnServer(taskId)).reopeningRequests.length === 1);

    const id = own(ids.nothing);
    await office({ ...own(aCommand('reopen-task', { executors: null })), id });
    await eventually(time, async () => {
      const left = [...(await tab.sync.outbox()), ...(await tab.sync.attention())];
      return left.length === 0;
    });
    const done = await taskOnServer(taskId);
    expect(done.state).toBe('completed');
    expect(done.comments.map((one) => one.text)).toEqual(['Ligger på nettbrettet.']);
    expect(done.files).toMatchObject([{ id: fileId, state: 'available' }]);
    expect(await tab.countChunks()).toBe(0);
    expect(tab.faults).toEqual([]);
  });

  it('stop bytes in the middle when the office closes the task, and the device keeps them', async () => {
    const { time, tab, task, own } = await start('siri');
    const taskId = task.id;
    let closing: Promise<void> | null = null;
    tab.onProgress = () => undefined;
    const inner = must(tab.network, 'network');
    tab.network = {
      ...inner,
      sendBytes: (send) =>
        inner.sendBytes({
          ...send,
          read: async (from, to) => {
            if (from > 0) {
              closing ??= office(own(aCommand('cancel-task', { taskId: ids.task })));
              await closing;
            }
            return send.read(from, to);
          },
        }),
    };
    const added = await tab.sync.addFile({
      source: aSource(6_000_000, 77),
      name: 'film.bin',
      purpose: 'task-attachment',
      taskId,
    });
    await eventually(time, async () => (await tab.sync.attention()).length === 1);
    expect((await tab.sync.attention())[0]).toMatchObject({
      kind: 'upload',
      refusal: { code: 'task.closed' },
    });
    expect(await tab.sync.readFile(added.added ? added.fileId : '')).not.toBeNull();
    expect((await taskOnServer(taskId)).files).toMatchObject([{ state: 'refused' }]);
  });
});

/** The same time for a tab that is opened again. */
function createWorldLike(time: World['time']): World {
  return { ...createWorld(), time };
}
