import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Task } from '#shared/tasks/task.ts';
import { must } from '#shared/kernel/must.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { openStoryWorld, type StoryWorld } from '#server/testing/story-world.ts';
import { takePhoto, type Picked } from '../../fixtures/camera.ts';
import { becomeReady, pick, signIn, tile, uploadToFolder } from '../../fixtures/field.ts';
import { expect, test, useServer } from '../../fixtures/story.ts';

/*
 * The office closes a task while work for it waits on a device: the server refuses, the device keeps everything whole
 * and says so, and when the office reopens, the same work goes by itself.
 */
const server = useServer();
let world: StoryWorld;

test.beforeAll(async () => {
  world = await openStoryWorld(must(server.databaseUrl, 'database'), server.dataDir);
});
test.afterAll(() => world.close());

async function closeFromOffice(desk: Page, task: Task): Promise<void> {
  await signIn(desk, 'magnus');
  await desk.goto(`/office/tasks/${task.id}`);
  await desk.getByRole('button', { name: 'Sett til utført' }).click();
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^Sett til utført/u })
    .click();
  await expect.poll(async () => (await world.readTask(task.id)).state).toBe('completed');
}

async function reopenFromRequest(desk: Page, task: Task, waiting: readonly string[]): Promise<void> {
  await desk.goto(`/office/tasks/${task.id}`);
  for (const name of waiting) await expect(desk.getByText(name).first()).toBeVisible();
  await desk.getByRole('button', { name: 'Gjenåpne' }).first().click();
  await expect.poll(async () => (await world.readTask(task.id)).state).toBe('in-progress');
}

/** The bytes that the device gives back when the person saves copies, by their names. */
async function saveCopies(page: Page, count: number): Promise<Map<string, string>> {
  const copies = new Map<string, string>();
  page.on('download', (download) => {
    void download.path().then(async (path) => {
      copies.set(
        download.suggestedFilename(),
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      );
    });
  });
  await page.getByRole('button', { name: /^Lagre (en kopi|kopier)$/u }).click();
  await expect.poll(() => copies.size, { timeout: 30_000 }).toBe(count);
  return copies;
}

async function askToReopen(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Be om gjenåpning' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send forespørsel' }).click();
  await expect(page.getByText(/Bedt om gjenåpning/u).first()).toBeVisible();
}

async function expectArrived(task: Task, sent: readonly Picked[]): Promise<void> {
  await expect
    .poll(async () => (await world.readTask(task.id)).files.map((file) => [file.name, file.state]), {
      timeout: 60_000,
    })
    .toEqual(sent.map((file) => [file.name, 'available']));
  const arrived = await world.readTask(task.id);
  for (const file of arrived.files) {
    const original = must(
      sent.find((one) => one.name === file.name),
      file.name,
    );
    expect(await world.hashOfKept(file.id)).toBe(original.sha256);
  }
}

test('uploads queued for a task that the office closed meanwhile are refused, kept whole, and go when it is reopened', async ({
  openDevice,
  browser,
  consoleWatch,
}) => {
  test.setTimeout(180_000);
  const task = await world.giveTask({ title: 'Bytte brannslange', buildingId: askebySkole.id });
  const photo = takePhoto('slange.jpg', 31);
  const plan = takePhoto('plan.jpg', 32);
  const device = await openDevice();
  await signIn(device.page(), 'siri');
  await becomeReady(device.page(), task.title);
  await server.stop();
  await device.page().goto(`/tasks/${task.id}`);
  await pick(device.page(), 'camera', photo);
  await expect(tile(device.page(), photo.name)).toContainText('På enheten');
  await uploadToFolder(device.page(), task.buildingId, 'Branndokumentasjon', plan);
  await device.close();

  await server.start();
  const before = await world.readArchive(task.buildingId);
  const office = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: server.url });
  consoleWatch.follow(office);
  const desk = await office.newPage();
  await closeFromOffice(desk, task);

  const page = await device.reopen();
  await page.goto('/attention');
  await expect(page.getByText('De 2 filene dine ligger trygt på denne enheten.')).toBeVisible();
  expect((await world.readTask(task.id)).files).toEqual([]);
  expect(await world.readArchive(task.buildingId)).toEqual(before);
  const copies = await saveCopies(page, 2);
  expect(Object.fromEntries(copies)).toEqual({ [photo.name]: photo.sha256, [plan.name]: plan.sha256 });

  await askToReopen(page);
  await expect.poll(async () => (await world.readTask(task.id)).reopeningRequests.length).toBe(1);
  await reopenFromRequest(desk, task, [photo.name, plan.name]);
  await expectArrived(task, [photo, plan]);
  await expect(page.getByText('Ingenting krever handling')).toBeVisible();
  await office.close();
});

test('a task closed in the middle of the bytes ends the upload; the device keeps the file and sends it anew', async ({
  openDevice,
  browser,
  consoleWatch,
}) => {
  test.setTimeout(180_000);
  const task = await world.giveTask({ title: 'Kontroll av sprinkler', buildingId: askebySkole.id });
  const photo = takePhoto('sprinkler.jpg', 41);
  const device = await openDevice();
  const page = device.page();
  for (const path of ['/api/uploads/', '/api/files/']) {
    for (const status of [403, 409, 410]) consoleWatch.allowStatus(path, status);
  }
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.goto(`/tasks/${task.id}`);
  const slow = await page.context().newCDPSession(page);
  await slow.send('Network.enable');
  await slow.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: 1_000_000,
    uploadThroughput: 150_000,
  });
  await pick(page, 'camera', photo);
  await expect.poll(async () => (await world.readTask(task.id)).files[0]?.state).toBe('receiving');

  const office = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: server.url });
  consoleWatch.follow(office);
  const desk = await office.newPage();
  await closeFromOffice(desk, task);
  expect((await world.readTask(task.id)).files.map((file) => file.state)).toEqual(['refused']);

  await slow.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.goto('/attention');
  await expect(page.getByText('Filen din ligger trygt på denne enheten.')).toBeVisible({ timeout: 60_000 });
  const copies = await saveCopies(page, 1);
  expect(copies.get(photo.name)).toBe(photo.sha256);

  await askToReopen(page);
  await reopenFromRequest(desk, task, [photo.name]);
  await expectArrived(task, [photo]);
  await office.close();
});
