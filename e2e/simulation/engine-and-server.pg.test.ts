import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSource, eventually } from '#lib/testing/world.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, ids } from '#shared/testing/builders.ts';
import { folders, questions } from '#shared/testing/places.ts';
import { openRealTab, readTaskOnServer, sendFromOffice, startRealDevice } from './real-device.ts';

/*
 * The real engine over the real routes and a real PostgreSQL: what either is tested for alone must be what the other
 * means by it.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('the engine and the server', () => {
  it('bring a day in a cellar home: comments, answers, photos, an archive file, and the completion', async () => {
    const { time, tab, task, own, browser, seed } = await startRealDevice(app, 'siri', {
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
        source: aSource(3_200_000, seed * 10 + at),
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
    const again = await openRealTab(app, { time }, browser, 'siri');
    browser.online = true;
    again.wake();
    await eventually(time, async () => (await again.sync.outbox()).length === 0);
    expect(await again.sync.attention()).toEqual([]);
    const done = await readTaskOnServer(app, taskId);
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
    const { time, tab, task, own, browser, seed } = await startRealDevice(app, 'siri');
    const taskId = task.id;
    browser.online = false;
    await tab.sync.enqueue({ type: 'add-comment', taskId, text: 'Ligger på nettbrettet.', internal: false });
    const added = await tab.sync.addFile({
      source: aSource(400_000, 99 + seed),
      name: 'sent.jpg',
      purpose: 'task-attachment',
      taskId,
    });
    const fileId = added.added ? added.fileId : '';
    await tab.sync.enqueue({ type: 'complete-task', taskId, files: [fileId] });
    await sendFromOffice(app, own(aCommand('cancel-task', { taskId: ids.task })));
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
    await eventually(time, async () => (await readTaskOnServer(app, taskId)).reopeningRequests.length === 1);

    const id = own(ids.nothing);
    await sendFromOffice(app, { ...own(aCommand('reopen-task', { executors: null })), id });
    await eventually(time, async () => {
      const left = [...(await tab.sync.outbox()), ...(await tab.sync.attention())];
      return left.length === 0;
    });
    const done = await readTaskOnServer(app, taskId);
    expect(done.state).toBe('completed');
    expect(done.comments.map((one) => one.text)).toEqual(['Ligger på nettbrettet.']);
    expect(done.files).toMatchObject([{ id: fileId, state: 'available' }]);
    expect(await tab.countChunks()).toBe(0);
    expect(tab.faults).toEqual([]);
  });

  it('stop bytes in the middle when the office closes the task, and the device keeps them', async () => {
    const { time, tab, task, own } = await startRealDevice(app, 'siri');
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
              closing ??= sendFromOffice(app, own(aCommand('cancel-task', { taskId: ids.task })));
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
    expect((await readTaskOnServer(app, taskId)).files).toMatchObject([{ state: 'refused' }]);
  });
});
