import { v7 as uuid } from 'uuid';
import { aChecklist } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import { becomeReady, comment, pick, signIn, tile } from '../../fixtures/field.ts';
import { useOwnDatabase } from '../../fixtures/own-database.ts';
import { expect, test } from '../../fixtures/story.ts';

/*
 * Server and database are killed as the power goes, in the middle of what a device sends: SIGKILL, on a PostgreSQL of the
 * server's own that is not spared either. What was acknowledged is there, the rest comes once.
 */
const { server, world, killDatabase, findWorldAgain } = useOwnDatabase();

test('server and database, killed again and again while a day of work goes out, lose nothing and double nothing', async ({
  openDevice,
  consoleWatch,
}) => {
  test.setTimeout(240_000);
  consoleWatch.allowStatus('/api/', 503);
  consoleWatch.allowStatus('/api/', 500);
  const checklist = aChecklist({ id: uuid(), mandatory: true, deliveredAt: null, answers: [] });
  const task = await world.giveTask({
    title: 'Kontroll av brannmur',
    buildingId: askebySkole.id,
    checklists: [checklist],
  });
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await server.kill();

  await page.goto(`/tasks/${task.id}`);
  const words = Array.from({ length: 8 }, (_, at) => `Felt ${at + 1} er tett.`);
  for (const text of words) await comment(page, text);
  const photos = [1, 2, 3].map((seed) => takePhoto(`brannmur-${seed}.jpg`, seed + 40));
  for (const photo of photos) {
    await pick(page, 'camera', photo);
    await expect(tile(page, photo.name)).toContainText('På enheten');
  }
  await page.goto('/outbox');

  // Each round it is up a little longer: killed at the first push, between answers, in the middle of the bytes.
  for (const [round, ms] of [200, 600, 1_200, 2_500].entries()) {
    await server.start();
    await page.waitForTimeout(ms);
    if (round % 2 === 0) await killDatabase();
    await server.kill();
    if (round % 2 === 1) await killDatabase();
  }
  await server.start();
  await findWorldAgain();
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 120_000 });

  const arrived = await world.readTask(task.id);
  expect(arrived.comments.map((one) => one.text)).toEqual(words);
  expect(arrived.files.map((file) => [file.name, file.sha256, file.state])).toEqual(
    photos.map((photo) => [photo.name, photo.sha256, 'available']),
  );
  for (const file of arrived.files) expect(await world.hashOfKept(file.id)).toBe(file.sha256);
  expect(await world.countCommands(task.id)).toEqual({
    'add-comment': words.length,
    'declare-file': photos.length,
  });
});
