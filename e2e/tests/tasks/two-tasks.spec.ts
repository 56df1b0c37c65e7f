import type { Page } from '@playwright/test';
import { must } from '#shared/kernel/must.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { dahl } from '#shared/testing/builders.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import {
  askTicket,
  becomeReady,
  pick,
  saveCopies,
  signIn,
  slowDown,
  tile,
  uploadToFolder,
} from '../../fixtures/field.ts';
import { approve } from '../../fixtures/office.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * Two open tasks in one building: completing one leaves the building open, completing the second closes it, on every
 * channel, at once. Another supplier's task there is never seen.
 */
const { server, world } = useWorld();

test('the building stays open until the last task there is completed, and then closes everywhere', async ({
  openDevice,
  openDesk,
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
  let again = device.page();
  await again.goto('/attention');
  await expect(again.getByText('Filen din ligger trygt på denne enheten.')).toBeVisible();
  await again.getByRole('button', { name: `Legg under oppgave ${second.number}, ${second.title}` }).click();
  await expect
    .poll(async () =>
      (await world.readTask(second.id)).files.map((file) => [file.name, file.sha256, file.state]),
    )
    .toEqual([[photo.name, photo.sha256, 'available']]);
  expect((await world.readTask(first.id)).files).toEqual([]);
  const plan = takePhoto('gang.jpg', 52);
  await uploadToFolder(again, askebySkole.id, 'Branndokumentasjon', plan);
  await expect.poll(async () => (await world.readTask(second.id)).files.length).toBe(2);
  await expect
    .poll(async () => (await world.readTask(second.id)).files.every((file) => file.state === 'available'))
    .toBe(true);

  // The battery dies in the middle of a file's bytes, while the colleague holds a download ticket.
  const wall = takePhoto('vegg.jpg', 53);
  await again.goto(`/tasks/${second.id}`);
  await slowDown(again);
  const sending = again.waitForRequest((sent) => sent.method() === 'PATCH');
  await pick(again, 'camera', wall);
  const upload = (await sending).url();
  await expect.poll(() => world.countArrived(upload)).toBeGreaterThan(0);
  await device.kill();
  const arrived = must(await world.countArrived(upload), 'bytes that arrived');
  expect(arrived).toBeLessThan(wall.buffer.length);
  await approve(await openDesk(), askebySkole.id, plan.name);
  const [, archived] = (await world.readTask(second.id)).files;
  const ticket = await askTicket(colleague.page(), must(archived, plan.name).id);
  const get = (path: string) => colleague.page().evaluate(async (where) => (await fetch(where)).status, path);
  expect(ticket).toContain('/api/f/');
  expect(await get(ticket)).toBe(200);
  expect(await get(`/api/archive/${askebySkole.id}`)).toBe(200);

  // The second completion ends app, API, ticket and upload at once.
  consoleWatch.allowStatus('/api/f/', 410);
  consoleWatch.allowStatus('/api/archive/', 404);
  consoleWatch.allowStatus('/api/files/', 404);
  consoleWatch.allowStatus('/api/uploads/', 410);
  await complete(colleague.page(), second.id);
  await expect.poll(async () => (await world.readTask(second.id)).state).toBe('completed');
  expect(await get(ticket)).toBe(410);
  expect(await get(`/api/archive/${askebySkole.id}`)).toBe(404);
  expect(await askTicket(colleague.page(), must(archived, plan.name).id)).toBe('404');
  await expect.poll(() => world.countArrived(upload)).toBeNull();

  // Resumed where it was cut, by the app and by hand, it is refused; the file is whole where it was made.
  await device.reopen();
  again = device.page();
  await again.goto('/attention');
  await expect(again.getByText('Filen din ligger trygt på denne enheten.')).toBeVisible();
  await expect(again.getByText(/Oppgaven ble satt til utført av Sondre Sand/u)).toBeVisible();
  expect(await resume(again, upload, arrived)).toEqual([410, 410]);
  expect(await world.countArrived(upload)).toBeNull();
  expect((await world.readTask(second.id)).files.map((file) => [file.name, file.state])).toEqual([
    [photo.name, 'available'],
    [plan.name, 'available'],
    [wall.name, 'refused'],
  ]);
  expect(await saveCopies(again, 1)).toEqual({ [wall.name]: wall.sha256 });

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

/** Asks where the upload stands and sends bytes from `offset` on, as any tus client would: the two statuses. */
function resume(page: Page, uploadUrl: string, offset: number): Promise<[number, number]> {
  return page.evaluate(
    async ([url, from]) => {
      const headers = { 'Tus-Resumable': '1.0.0' };
      const stands = await fetch(url, { method: 'HEAD', headers });
      const more = await fetch(url, {
        method: 'PATCH',
        headers: {
          ...headers,
          'Upload-Offset': String(from),
          'Content-Type': 'application/offset+octet-stream',
        },
        body: new Uint8Array(1000),
      });
      return [stands.status, more.status] as [number, number];
    },
    [uploadUrl, offset] as const,
  );
}

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
