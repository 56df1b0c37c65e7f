import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gates } from '#server/testing/gates.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

/* Somebody's transaction stays open, with everything written but not committed: nobody else waits for it (10). */
let app: TestApp;
let gates: Gates;
beforeAll(async () => {
  app = await startTestApp();
  gates = await Gates.build(must(app.deps.environment.databaseUrl, 'database'));
});
afterAll(async () => {
  await gates.close();
  await app.close();
});

let number = 800;
async function givenTask(): Promise<Task> {
  number += 1;
  const task = aTask({ id: uuid(), number, comments: [], files: [], checklists: [], reopeningRequests: [] });
  await insertTask(app.db, task);
  return task;
}

const comment = (task: Task, text: string) =>
  ({ type: 'add-comment', id: uuid(), madeAt: now, taskId: task.id, text, internal: false }) as const;

test('while a transaction stays open, what others commit is poked and comes with the next pull, each once', async () => {
  const [stuck, free] = [await givenTask(), await givenTask()];
  // The very first write of a supplier in a building makes its anchor, and colleagues do wait for that.
  await new SyncClient(app, 'siri').push(comment(stuck, 'først'));
  const watching = new SyncClient(app, 'sondre');
  await watching.pull();
  const texts = (task: Task) =>
    watching.list('task').flatMap((one) => (one.id === task.id ? one.comments.map((each) => each.text) : []));
  let pokes = 0;
  const stop = app.deps.pokes.listen({ personId: people.sondre.id, tenantIds: [], poke: () => (pokes += 1) });

  const slow = comment(stuck, 'sent');
  const open = await gates.shut(slow.id);
  const written = new SyncClient(app, 'siri').push(slow);
  await gates.arrived();

  const other = new SyncClient(app, 'siri');
  for (const text of ['en', 'to', 'tre']) {
    const before = pokes;
    expect(await other.push(comment(free, text))).toMatchObject([{ status: 'applied' }]);
    await expect.poll(() => pokes).toBeGreaterThan(before);
    const lines = await watching.pull();
    expect(texts(free).at(-1)).toBe(text);
    expect(lines.filter((line) => line.line === 'put')).toHaveLength(1);
    expect((await watching.pull()).map((line) => line.line)).toEqual(['head', 'acks', 'end']);
  }
  expect(texts(stuck)).toEqual(['først']);

  await open();
  expect(await written).toMatchObject([{ status: 'applied' }]);
  await watching.pull();
  expect([texts(stuck), texts(free)]).toEqual([
    ['først', 'sent'],
    ['en', 'to', 'tre'],
  ]);
  stop();
});
