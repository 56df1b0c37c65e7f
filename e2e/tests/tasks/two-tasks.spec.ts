import type { Page } from '@playwright/test';
import { must } from '#shared/kernel/must.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { openStoryWorld, type StoryWorld } from '#server/testing/story-world.ts';
import { dahl } from '#shared/testing/builders.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import { becomeReady, pick, signIn, tile, uploadToFolder } from '../../fixtures/field.ts';
import { expect, test, useServer } from '../../fixtures/story.ts';

/*
 * Two open tasks in one building: completing one leaves the building open, completing the second closes it, on every
 * channel, at once. Another supplier's task there is never seen.
 */
const server = useServer();
let world: StoryWorld;

test.beforeAll(async () => {
  world = await openStoryWorld(must(server.databaseUrl, 'database'), server.dataDir);
});
test.afterAll(() => world.close());

test('the building stays open until the last task there is completed, and then closes everywhere', async ({
  openDevice,
  consoleWatch,
}) => {
  test.setTimeout(180_000);
  const place = { buildingId: askebySkole.id };
  const [first, second] = [
    await world.giveTask({ ...place, title: 'Bytte dørpumpe' }),
    await world.giveTask({ ...place, title: 'Male gangen' }),
  ];
  const foreign = await world.giveTask({ ...place, title: 'Rense sluk', executors: [dahl] });
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, first.title);
  await expect(page.getByRole('link', { name: second.title })).toBeVisible();
  await expect(page.getByText(foreign.title)).toHaveCount(0);

  // An upload for the first task waits on the device while somebody else in the firm completes that task.
  await server.stop();
  const photo = takePhoto('pumpe.jpg', 51);
  await page.goto(`/tasks/${first.id}`);
  await pick(page, 'camera', photo);
  await expect(tile(page, photo.name)).toContainText('På enheten');
  await device.close();
  await server.start();
  const colleague = await openDevice();
  await signIn(colleague.page(), 'sondre');
  await becomeReady(colleague.page(), first.title);
  await complete(colleague.page(), first.id);
  await expect.poll(async () => (await world.readTask(first.id)).state).toBe('completed');

  // Refused, though the building is still open by the second task, which is offered instead.
  await device.reopen();
  const again = device.page();
  await again.goto('/attention');
  await expect(again.getByText('Filen din ligger trygt på denne enheten.')).toBeVisible();
  await again.getByRole('button', { name: `Legg under oppgave ${second.number}, ${second.title}` }).click();
  await expect
    .poll(async () =>
      (await world.readTask(second.id)).files.map((file) => [file.name, file.sha256, file.state]),
    )
    .toEqual([[photo.name, photo.sha256, 'available']]);
  expect((await world.readTask(first.id)).files).toEqual([]);
  await uploadToFolder(again, askebySkole.id, 'Branndokumentasjon', takePhoto('gang.jpg', 52));
  await expect.poll(async () => (await world.readTask(second.id)).files.length).toBe(2);
  await expect
    .poll(async () => (await world.readTask(second.id)).files.every((file) => file.state === 'available'))
    .toBe(true);

  // A download ticket in hand, the second completion ends app, API and ticket at once.
  const archived = must((await world.readTask(second.id)).files[1], 'archive file');
  const ask = async () =>
    again.evaluate(async (id) => {
      const answer = await fetch(`/api/files/${id}/ticket`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      return answer.ok ? ((await answer.json()) as { url: string }).url : answer.status;
    }, archived.id);
  const get = (path: string) => again.evaluate(async (where) => (await fetch(where)).status, path);
  const ticket = await ask();
  expect(await get(String(ticket))).toBe(200);
  expect(await get(`/api/archive/${askebySkole.id}`)).toBe(200);
  await complete(again, second.id);
  await expect.poll(async () => (await world.readTask(second.id)).state).toBe('completed');
  consoleWatch.allowStatus('/api/f/', 410);
  consoleWatch.allowStatus('/api/archive/', 404);
  consoleWatch.allowStatus('/api/files/', 404);
  expect(await get(String(ticket))).toBe(410);
  expect(await get(`/api/archive/${askebySkole.id}`)).toBe(404);
  expect(await ask()).toBe(404);

  await again.goto(`/archive/${askebySkole.id}`);
  await expect(again.getByText('Arkivet er ikke åpent for deg')).toBeVisible();
  const kept = await again.evaluate(readDevice);
  expect(kept.buildings).toBe(0);
  expect(kept.tasks).toBe(0);
  expect(kept.pastTasks).toBe(2);
  expect(kept.text).not.toContain('Nøkkel hentes');
  expect(kept.text).not.toContain(foreign.title);
  await again.goto(`/tasks/${second.id}`);
  await expect(again.getByText('Kvitteringer')).toBeVisible();
  await expect(again.getByText(photo.name)).toBeVisible();
});

async function complete(page: Page, taskId: string): Promise<void> {
  await page.goto(`/tasks/${taskId}`);
  const direct = page.getByRole('button', { name: 'Sett til utført' });
  const start = page.getByRole('button', { name: 'Start arbeid' });
  await expect(direct.or(start).first()).toBeVisible();
  if (await start.isVisible()) await start.click();
  await direct.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sett til utført' }).click();
}

/** Everything in the person's own database on the device, counted, and as one text. */
async function readDevice(): Promise<Record<'buildings' | 'tasks' | 'pastTasks', number> & { text: string }> {
  const name = (await indexedDB.databases())
    .map((one) => one.name ?? '')
    .find((one) => /^oppdrag-[0-9a-f]{8}-/u.test(one));
  const db = await new Promise<IDBDatabase>((done, failed) => {
    const opening = indexedDB.open(name ?? '');
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(new Error('cannot open'));
  });
  const read = (store: string) =>
    new Promise<unknown[]>((done, failed) => {
      const asking = db.transaction(store).objectStore(store).getAll();
      asking.onsuccess = () => done(asking.result as unknown[]);
      asking.onerror = () => failed(new Error(store));
    });
  const all: Record<string, unknown[]> = {};
  for (const store of db.objectStoreNames) all[store] = await read(store);
  db.close();
  return {
    buildings: all['buildings']?.length ?? -1,
    tasks: all['tasks']?.length ?? -1,
    pastTasks: all['pastTasks']?.length ?? -1,
    text: JSON.stringify(all),
  };
}
