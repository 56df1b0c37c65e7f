import type { Page } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { must } from '#shared/kernel/must.ts';
import { people } from '#shared/testing/people.ts';
import { askebySkole, folders } from '#shared/testing/places.ts';
import { takePhoto, type Picked } from '../../fixtures/camera.ts';
import {
  askTicket,
  becomeReady,
  saveCopies,
  signIn,
  slowDown,
  tile,
  uploadToFolder,
} from '../../fixtures/field.ts';
import { operate } from '../../fixtures/operator.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * Method 1: Arne works in the archive of his building whatever tasks are open, until he is deactivated. From then on
 * nothing of his lands, on any channel, and what he made stays on his tablet, whole, with the reason.
 */
const { server, world } = useWorld();
const folder = 'Branndokumentasjon';

test.describe.configure({ timeout: 180_000 });
test.beforeEach(async ({ consoleWatch }) => {
  // 401: his sessions have ended. Then he signs in again, and nothing here is his.
  for (const path of [
    '/api/sync/',
    '/api/archive/',
    '/api/files/',
    '/api/f/',
    '/api/uploads/',
    '/api/commands',
  ])
    consoleWatch.allowStatus(path, 401);
  for (const path of ['/api/archive/', '/api/files/']) consoleWatch.allowStatus(path, 404);
  consoleWatch.allowStatus('/api/f/', 410);
  consoleWatch.allowStatus('/api/commands', 409);
  await world.activate('arne');
});

async function deactivateArne(): Promise<string> {
  return operate(server, 'deactivate', '--email', people.arne.email);
}

test('an ad hoc user’s photo lands in the archive without a task, and nothing more once they are deactivated', async ({
  openDevice,
  openDesk,
}) => {
  const [first, second] = [takePhoto('tavle.jpg', 61), takePhoto('skap.jpg', 62)];
  expect(first.buffer.length).toBeGreaterThan(3_000_000);
  const page = (await openDevice()).page();
  await signIn(page, 'arne');
  await becomeReady(page, askebySkole.name, '/archive');
  await uploadToFolder(page, askebySkole.id, folder, first);
  await expect(tile(page, first.name)).toContainText('Mottatt · ikke vurdert', { timeout: 30_000 });
  const [landed] = await world.readFilesOf('arne');
  const fileId = must(landed, first.name).id;
  expect(await world.hashOfKept(fileId)).toBe(first.sha256);
  const archive = [{ name: first.name, approval: 'awaiting', sha256: first.sha256 }];
  expect(await world.readArchive(askebySkole.id)).toEqual(archive);
  const desk = await openDesk();
  await desk.goto(`/office/archive/${askebySkole.id}`);
  await expect(desk.getByRole('row').filter({ hasText: first.name })).toContainText('ikke vurdert');

  const ticket = await askTicket(page, fileId);
  const open = { archive: 200, ticket: 200, newTicket: 200, declared: 200 };
  expect(await tryEveryChannel(page, ticket, fileId)).toEqual(open);
  expect(await deactivateArne()).toContain('arne@hauge-vaktmester.example is deactivated; tenants: 1');
  const ended = { archive: 401, ticket: 401, newTicket: 401, declared: 401 };
  expect(await tryEveryChannel(page, ticket, fileId)).toEqual(ended);

  // He goes on as if nothing had happened: what he makes waits on the tablet, which says so.
  await uploadToFolder(page, askebySkole.id, folder, second);
  await expect(tile(page, second.name)).toContainText('På enheten');
  await page.goto('/outbox');
  await expect(
    page.getByText('1 ting venter på at du logger inn. Det ligger trygt på enheten.'),
  ).toBeVisible();
  await signIn(page, 'arne');
  await expectKept(page, second);
  expect(await tryEveryChannel(page, ticket, fileId)).toEqual({
    ...{ archive: 404, ticket: 410, newTicket: 404, declared: 409 },
  });
  await page.goto('/archive');
  await expect(page.getByText('Ingen arkiver akkurat nå')).toBeVisible();
  expect(await world.readArchive(askebySkole.id)).toEqual(archive);
});

test('an upload queued offline before the deactivation is refused and kept whole, and goes once the access is back', async ({
  openDevice,
}) => {
  const photo = takePhoto('loft.jpg', 63);
  const before = await world.readArchive(askebySkole.id);
  const device = await openDevice();
  await signIn(device.page(), 'arne');
  await becomeReady(device.page(), askebySkole.name, '/archive');
  await server.stop();
  await uploadToFolder(device.page(), askebySkole.id, folder, photo);
  await expect(tile(device.page(), photo.name)).toContainText('På enheten');
  await device.close();
  expect(await deactivateArne()).toContain('files on their way that were refused: 0.');
  await server.start();

  const page = await device.reopen();
  await page.goto('/outbox');
  await expect(
    page.getByText('1 ting venter på at du logger inn. Det ligger trygt på enheten.'),
  ).toBeVisible();
  await signIn(page, 'arne');
  await expectKept(page, photo);
  expect((await world.readFilesOf('arne')).map((file) => file.name)).not.toContain(photo.name);
  expect(await world.readArchive(askebySkole.id)).toEqual(before);

  await world.activate('arne');
  await page.reload();
  await expect(page.getByText('Ingenting krever handling')).toBeVisible();
  const arrived = { name: photo.name, approval: 'awaiting', sha256: photo.sha256 };
  await expect
    .poll(() => world.readArchive(askebySkole.id), { timeout: 30_000 })
    .toEqual([...before, arrived]);
});

test('an upload in the middle of its bytes ends with the deactivation: the server forgets it, the tablet does not', async ({
  openDevice,
}) => {
  const photo = takePhoto('kjeller.jpg', 64);
  const before = await world.readArchive(askebySkole.id);
  const page = (await openDevice()).page();
  await signIn(page, 'arne');
  await becomeReady(page, askebySkole.name, '/archive');
  const speedUp = await slowDown(page);
  const sending = page.waitForRequest((sent) => sent.method() === 'PATCH');
  await uploadToFolder(page, askebySkole.id, folder, photo);
  const upload = (await sending).url();
  await expect.poll(() => world.countArrived(upload)).toBeGreaterThan(0);

  expect(await deactivateArne()).toContain('files on their way that were refused: 1.');
  await expect.poll(() => world.countArrived(upload)).toBeNull();
  await speedUp();
  await page.goto('/outbox');
  await expect(page.getByText('venter på at du logger inn. Det ligger trygt på enheten.')).toBeVisible();
  await signIn(page, 'arne');
  await expectKept(page, photo);
  expect((await world.readFilesOf('arne')).at(-1)).toMatchObject({ name: photo.name, state: 'refused' });
  expect(await world.readArchive(askebySkole.id)).toEqual(before);
});

/** The tablet has the file whole, says why it was refused, and gives it back as a copy. */
async function expectKept(page: Page, file: Picked): Promise<void> {
  await page.goto('/attention');
  await expect(page.getByText('Filen din ligger trygt på denne enheten.')).toBeVisible();
  await expect(page.getByText('du har ikke lenger tilgang')).toBeVisible();
  expect(await saveCopies(page, 1)).toEqual({ [file.name]: file.sha256 });
}

/** What the server answers to the page's own session: the archive, a ticket, asking for one, declaring a file. */
async function tryEveryChannel(
  page: Page,
  ticket: string,
  fileId: string,
): Promise<Record<'archive' | 'ticket' | 'newTicket' | 'declared', number>> {
  const declare = {
    ...{ type: 'declare-file', id: uuid(), madeAt: new Date().toISOString(), taskId: null, fileId: uuid() },
    ...{ purpose: 'archive', folderId: folders.fire, checklistId: null, questionId: null },
    ...{ name: 'bakvei.jpg', size: 5000, sha256: 'ab'.repeat(32) },
  };
  return page.evaluate(
    async (asked) => {
      const get = async (path: string) => (await fetch(path)).status;
      const headers = { 'content-type': 'application/json' };
      const post = async (path: string, body: object) =>
        (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
      return {
        archive: await get(`/api/archive/${asked.buildingId}`),
        ticket: await get(asked.ticket),
        newTicket: await post(`/api/files/${asked.fileId}/ticket`, {}),
        declared: await post('/api/commands', asked.declare),
      };
    },
    { buildingId: askebySkole.id, ticket, fileId, declare },
  );
}
