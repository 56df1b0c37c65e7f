import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import type { Device } from '../../fixtures/device.ts';
import { becomeReady, comment, pick, signIn, tile } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/* The device is wrong about the time, or about who is signed in: the work goes home all the same, and to nobody else. */
const { server, world } = useWorld();
const day = 24 * 3_600_000;

/** Every page of the device reads the clock so much ahead, or behind. */
async function shiftClock(device: Device, ms: number): Promise<void> {
  await device.context().addInitScript((shift) => {
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given: unknown[]) {
        super(...((given.length === 0 ? [Real.now() + shift] : given) as [number]));
      }
      static override now() {
        return Real.now() + shift;
      }
    } as DateConstructor;
  }, ms);
}

for (const [how, shift] of [
  ['ahead', day],
  ['behind', -day],
] as const) {
  test(`a device whose clock is a day ${how} works offline, completes, and everything arrives at the server’s time`, async ({
    openDevice,
  }) => {
    test.setTimeout(120_000);
    const task = await world.giveTask({ title: `Kontroll av ur, ${how}`, buildingId: askebySkole.id });
    const device = await openDevice();
    await shiftClock(device, shift);
    const page = device.page();
    await signIn(page, 'siri');
    await becomeReady(page, task.title);
    await server.stop();
    await page.goto(`/tasks/${task.id}`);
    await page.getByRole('button', { name: 'Start arbeid' }).click();
    await comment(page, 'Uret går feil.');
    const photo = takePhoto(`ur-${how}.jpg`, how === 'ahead' ? 61 : 62);
    await pick(page, 'camera', photo);
    await expect(tile(page, photo.name)).toContainText('På enheten');
    await page.getByRole('button', { name: 'Sett til utført' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sett til utført' }).click();
    await expect(page.getByText('Fullføres').first()).toBeVisible();
    await server.start();
    await page.goto('/outbox');
    await expect
      .poll(async () => (await world.readTask(task.id)).state, { timeout: 60_000 })
      .toBe('completed');
    const done = await world.readTask(task.id);
    expect(Math.abs(Date.parse(done.completedAt ?? '') - Date.now())).toBeLessThan(120_000);
    expect(done.files.map((file) => file.sha256)).toEqual([photo.sha256]);
    expect(done.comments.map((one) => one.text)).toEqual(['Uret går feil.']);
    await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 30_000 });
  });
}

test('a sign-in that ended while there was no network pauses the work and keeps it; signing in again sends it', async ({
  openDevice,
  consoleWatch,
}) => {
  test.setTimeout(120_000);
  consoleWatch.allowStatus('/api/', 401);
  const task = await world.giveTask({ title: 'Kontroll av lås', buildingId: askebySkole.id });
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await server.stop();
  await page.goto(`/tasks/${task.id}`);
  await comment(page, 'Låsen er treg.');
  await world.endSessions('siri');
  await server.start();
  await page.goto('/outbox');
  const again = page.getByRole('link', { name: 'Logg inn' }).first();
  await expect(again).toBeVisible({ timeout: 60_000 });
  await page.goto(`/tasks/${task.id}`);
  await comment(page, 'Og smurt.');
  expect((await world.readTask(task.id)).comments).toEqual([]);
  await signIn(page, 'siri');
  await page.goto('/outbox');
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect((await world.readTask(task.id)).comments.map((one) => one.text)).toEqual([
    'Låsen er treg.',
    'Og smurt.',
  ]);
});

test('another person on the same device neither sees nor sends what was left on it; it goes when its owner is back', async ({
  openDevice,
  consoleWatch,
}) => {
  test.setTimeout(120_000);
  consoleWatch.allowStatus('/api/', 401);
  const task = await world.giveTask({ title: 'Kontroll av port', buildingId: askebySkole.id });
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  // Another tab stays open all the while: its engine, too, must know whose session it is.
  const open = await device.context().newPage();
  await open.goto(`/tasks/${task.id}`);
  await expect(open.getByRole('heading', { level: 1, name: task.title })).toBeVisible();
  await page.bringToFront();
  await server.stop();
  await page.goto(`/tasks/${task.id}`);
  await comment(page, 'Porten henger.');
  await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Behold her og logg ut' }).click();
  await server.start();

  await signIn(page, 'sondre');
  await page.goto(`/tasks/${task.id}`);
  await expect(page.getByRole('heading', { level: 1, name: task.title })).toBeVisible();
  await comment(page, 'Sondre var her.');
  await page.goto('/outbox');
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 30_000 });
  for (const tab of [page, open]) await expect(tab.getByText('Porten henger.')).toHaveCount(0);
  const words = async () =>
    (await world.readTask(task.id)).comments.map((one) => [one.authorName.split(' ')[0], one.text]);
  expect(await words()).toEqual([['Sondre', 'Sondre var her.']]);
  await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await page.getByRole('button', { name: 'Logg ut' }).click();

  await signIn(page, 'siri');
  await page.goto('/outbox');
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await words()).toEqual([
    ['Sondre', 'Sondre var her.'],
    ['Siri', 'Porten henger.'],
  ]);
});
