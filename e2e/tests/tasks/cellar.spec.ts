import { v7 as uuid } from 'uuid';
import type { Task } from '#shared/tasks/task.ts';
import { aChecklist } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { makeReport, takePhoto, type Picked } from '../../fixtures/camera.ts';
import type { Device } from '../../fixtures/device.ts';
import { becomeReady, comment, pick, signIn, tile, uploadToFolder } from '../../fixtures/field.ts';
import { approve } from '../../fixtures/office.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * The story the product turns on: a supplier works in a cellar with the server really stopped, completes, and goes
 * home; everything arrives once, in order, byte for byte.
 */
const { server, world } = useWorld();

interface Work {
  readonly task: Task;
  readonly photos: readonly Picked[];
  readonly report: Picked;
}

/** Everything a supplier does below ground: the server is down from the first step to the last. */
async function workInTheCellar(device: Device, work: Work): Promise<void> {
  const { task, photos, report } = work;
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await server.stop();

  await page.goto(`/tasks/${task.id}`);
  await expect(page.getByRole('heading', { level: 1, name: task.title })).toBeVisible();
  await expect(page.getByText('Nøkkel hentes i resepsjonen')).toBeVisible();
  await page.getByRole('button', { name: 'Start arbeid' }).click();
  await expect(page.getByText('Under behandling')).toBeVisible();
  await comment(page, 'Aggregatet er åpnet.');

  await page.getByRole('button', { name: /Fyll ut|Fortsett/u }).click();
  for (const question of task.checklists[0]?.questions ?? []) {
    await page.getByRole('group', { name: question.text }).getByRole('radio', { name: 'Ja' }).check();
  }
  await expect(page.getByText(/(\d+) av \1 besvart/u).first()).toBeVisible();
  await page.getByRole('button', { name: 'Lever sjekklisten' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lever sjekklisten' }).click();

  for (const photo of photos) {
    await pick(page, 'camera', photo);
    await expect(tile(page, photo.name)).toContainText('På enheten');
  }
  await uploadToFolder(page, task.buildingId, 'Branndokumentasjon', report);
  await expect(tile(page, report.name)).toContainText('På enheten');

  await page.goto(`/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Sett til utført' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('sendes først');
  await expect(dialog).toContainText(`mister du tilgangen til ${task.buildingName}`);
  await dialog.getByRole('button', { name: 'Sett til utført' }).click();
  await expect(page.getByText('Fullføres').first()).toBeVisible();
}

async function expectEverythingArrived({ task, photos, report }: Work): Promise<void> {
  await expect.poll(async () => (await world.readTask(task.id)).state, { timeout: 45_000 }).toBe('completed');
  const arrived = await world.readTask(task.id);
  expect(arrived.comments.map((one) => one.text)).toEqual(['Aggregatet er åpnet.']);
  expect(arrived.checklists[0]?.deliveredAt).not.toBeNull();
  const sent = [...photos, report];
  expect(arrived.files.map((file) => [file.name, file.sha256, file.state])).toEqual(
    sent.map((file) => [file.name, file.sha256, 'available']),
  );
  for (const file of arrived.files) {
    expect(await world.hashOfKept(file.id), `the bytes of ${file.name} on the server's disk`).toBe(
      file.sha256,
    );
  }
  const counts = await world.countCommands(task.id);
  expect(counts).toMatchObject({
    'start-task': 1,
    'add-comment': 1,
    'deliver-checklist': 1,
    'declare-file': sent.length,
    'complete-task': 1,
  });
  const archive = await world.readArchive(task.buildingId);
  expect(archive.filter((entry) => entry.name === report.name)).toEqual([
    { name: report.name, approval: 'awaiting', sha256: report.sha256 },
  ]);
}

async function prepare(title: string, seed: number): Promise<Work> {
  const task = await world.giveTask({
    title,
    buildingId: askebySkole.id,
    checklists: [aChecklist({ id: uuid(), mandatory: true, deliveredAt: null, answers: [] })],
  });
  const photos = [1, 2, 3].map((one) => takePhoto(`kjeller-${seed}-${one}.jpg`, seed + one));
  for (const photo of photos) expect(photo.buffer.length).toBeGreaterThan(3_000_000);
  const report = await makeReport(`rapport-${seed}.pdf`, seed + 9);
  return { task, photos, report };
}

for (const [how, seed] of [
  ['closed', 10],
  ['killed', 20],
] as const) {
  test(`work done in a cellar arrives once, in order and whole, the browser having been ${how}`, async ({
    openDevice,
    openDesk,
    consoleWatch,
  }) => {
    test.setTimeout(180_000);
    const work = await prepare(`Kontroll av nødlys, ${how}`, seed);
    const device = await openDevice();
    await workInTheCellar(device, work);

    if (how === 'closed') await device.close();
    else await device.kill();
    await device.reopen();
    const page = device.page();
    await page.goto(`/tasks/${work.task.id}`);
    await expect(page.getByText('Fullføres').first()).toBeVisible();

    // Chromium killed soon after a sign-in may have lost its cookie: person and work are there, sending waits for them.
    consoleWatch.allowStatus('/api/sync/', 401);
    await server.start();
    await page.goto('/outbox');
    const allReceived = page.getByText('JA', { exact: true });
    const paused = page.getByRole('link', { name: 'Logg inn' }).first();
    await expect(allReceived.or(paused).first()).toBeVisible({ timeout: 90_000 });
    if (await paused.isVisible()) {
      await signIn(page, 'siri');
      await page.goto('/outbox');
    }
    await expect(allReceived).toBeVisible({ timeout: 90_000 });
    await expectEverythingArrived(work);

    await page.goto(`/tasks/${work.task.id}`);
    await expect(page.getByText('Kvitteringer')).toBeVisible();
    await page.goto(`/archive/${work.task.buildingId}`);
    await expect(page.getByText('Arkivet er ikke åpent for deg')).toBeVisible();

    await approve(await openDesk(), work.task.buildingId, work.report.name);
  });
}
