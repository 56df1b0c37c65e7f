import type { Request, Route } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { aChecklist } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto, type Picked } from '../../fixtures/camera.ts';
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
  const words: string[] = [];
  const photos: Picked[] = [];
  async function work(): Promise<void> {
    const text = `Felt ${words.length + 1} er tett.`;
    await comment(page, text);
    words.push(text);
    const photo = takePhoto(`brannmur-${photos.length + 1}.jpg`, photos.length + 41);
    await pick(page, 'camera', photo);
    await expect(tile(page, photo.name)).toContainText('På enheten');
    photos.push(photo);
  }
  for (let times = 0; times < 4; times += 1) await work();

  // The server took a push, and nobody hears its answer.
  const answerLost = () =>
    new Promise<void>((lost, failed) => {
      const lose = async (route: Route) => {
        expect((await route.fetch()).status()).toBe(200);
        await route.abort('connectionreset');
        lost();
      };
      page.route('**/api/sync/push', (route) => lose(route).catch(failed), { times: 1 }).catch(failed);
    });
  // Killed there, while a push is on its way, at its answer, while bytes are on their way, at theirs.
  const isPush = (request: Request) => request.url().endsWith('/api/sync/push');
  const isBytes = (request: Request) => request.method() === 'PATCH';
  const onTheWay = [isPush, isBytes].flatMap((isIt) => [
    () => page.waitForRequest(isIt, { timeout: 30_000 }),
    () => page.waitForResponse((response) => isIt(response.request()), { timeout: 30_000 }),
  ]);
  for (const [round, moment] of [answerLost, ...onTheWay].entries()) {
    // Something is left to send, whatever came through before the last kill.
    await work();
    const reached = moment();
    await server.start();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await reached;
    if (round % 2 === 1) await killDatabase();
    await server.kill();
    if (round % 2 === 0) await killDatabase();
  }
  await page.goto('/outbox');
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
