import { askebySkole } from '#shared/testing/places.ts';
import { becomeReady, comment, signIn } from '../../fixtures/field.ts';
import { startFront, type Front } from '../../fixtures/front.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/* A new version comes in while two tabs hold a full outbox between them and nothing gets through to the server. */
const { server, world } = useWorld();
let front: Front;

test.beforeEach(async ({ consoleWatch }) => {
  front = await startFront(server.url);
  consoleWatch.allowBadLine(front.url);
});
test.afterEach(() => front.close());

test('two tabs with a full outbox let a new version in, and everything they made arrives once, in order', async ({
  openDevice,
}) => {
  test.setTimeout(180_000);
  const task = await world.giveTask({ title: 'Rydding av teknisk rom', buildingId: askebySkole.id });
  const device = await openDevice({ baseURL: front.url });
  const first = device.page();
  await signIn(first, 'siri');
  await becomeReady(first, task.title);
  const second = await device.context().newPage();
  front.closeApi();
  for (const page of [first, second]) await page.goto(`/tasks/${task.id}`);

  const words: string[] = [];
  for (let round = 1; round <= 10; round += 1) {
    for (const [page, tab] of [
      [first, 'venstre'],
      [second, 'høyre'],
    ] as const) {
      const text = `Hylle ${round}, ${tab} side.`;
      await page.bringToFront();
      await comment(page, text);
      words.push(text);
    }
  }

  front.release();
  await first.bringToFront();
  await first.evaluate(() => window.dispatchEvent(new Event('focus')));
  const offer = first.getByRole('complementary', { name: 'Ny versjon' });
  await expect(offer).toBeVisible();
  await first.evaluate(() => Object.assign(globalThis, { before: true }));
  await offer.getByRole('button', { name: 'Oppdater nå' }).click();
  await expect.poll(() => first.evaluate(() => 'before' in globalThis).catch(() => true)).toBe(false);
  for (const page of [first, second]) await expect(page.getByText(words.at(-1) ?? '')).toBeVisible();
  expect((await world.readTask(task.id)).comments).toEqual([]);

  front.openApi();
  await first.goto('/outbox');
  await expect(first.getByText('JA', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect((await world.readTask(task.id)).comments.map((one) => one.text)).toEqual(words);
  expect(await world.countCommands(task.id)).toEqual({ 'add-comment': words.length });
});
