import type { Page } from '@playwright/test';
import type { Task } from '#shared/tasks/task.ts';
import { must } from '#shared/kernel/must.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto, type Picked } from '../../fixtures/camera.ts';
import {
  becomeReady,
  pick,
  saveCopies,
  signIn,
  slowDown,
  tile,
  uploadToFolder,
} from '../../fixtures/field.ts';
import { completeAtDesk } from '../../fixtures/office.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * The office closes a task while work for it waits on a device: the server refuses, the device keeps everything whole
 * and says so, and when the office reopens, the same work goes by itself.
 */
const { server, world } = useWorld();

async function closeFromOffice(desk: Page, task: Task): Promise<void> {
  await completeAtDesk(desk, task.id);
  await expect.poll(async () => (await world.readTask(task.id)).state).toBe('completed');
}

async function reopenFromRequest(desk: Page, task: Task, waiting: readonly string[]): Promise<void> {
  await desk.goto(`/office/tasks/${task.id}`);
  for (const name of waiting) await expect(desk.getByText(name).first()).toBeVisible();
  await desk.getByRole('button', { name: 'Gjenåpne' }).first().click();
  await expect.poll(async () => (await world.readTask(task.id)).state).toBe('in-progress');
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
  openDesk,
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
  await expect(tile(device.page(), plan.name)).toContainText('På enheten');
  await device.close();

  await server.start();
  const before = await world.readArchive(task.buildingId);
  const desk = await openDesk();
  await closeFromOffice(desk, task);

  const page = await device.reopen();
  await page.goto('/attention');
  await expect(page.getByText('De 2 filene dine ligger trygt på denne enheten.')).toBeVisible();
  expect((await world.readTask(task.id)).files).toEqual([]);
  expect(await world.readArchive(task.buildingId)).toEqual(before);
  expect(await saveCopies(page, 2)).toEqual({ [photo.name]: photo.sha256, [plan.name]: plan.sha256 });

  await askToReopen(page);
  await expect.poll(async () => (await world.readTask(task.id)).reopeningRequests.length).toBe(1);
  await reopenFromRequest(desk, task, [photo.name, plan.name]);
  await expectArrived(task, [photo, plan]);
  await expect(page.getByText('Ingenting krever handling')).toBeVisible();
});

test('a task closed in the middle of the bytes ends the upload; the device keeps the file and sends it anew', async ({
  openDevice,
  openDesk,
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
  const speedUp = await slowDown(page);
  await pick(page, 'camera', photo);
  await expect.poll(async () => (await world.readTask(task.id)).files[0]?.state).toBe('receiving');

  const desk = await openDesk();
  await closeFromOffice(desk, task);
  expect((await world.readTask(task.id)).files.map((file) => file.state)).toEqual(['refused']);

  await speedUp();
  await page.goto('/attention');
  await expect(page.getByText('Filen din ligger trygt på denne enheten.')).toBeVisible({ timeout: 60_000 });
  expect(await saveCopies(page, 1)).toEqual({ [photo.name]: photo.sha256 });

  await askToReopen(page);
  await reopenFromRequest(desk, task, [photo.name]);
  await expectArrived(task, [photo]);
});
