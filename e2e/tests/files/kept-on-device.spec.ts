import { v7 as uuid } from 'uuid';
import { must } from '#shared/kernel/must.ts';
import { aChecklist } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import { becomeReady, pick, signIn, tile } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/* What a person made and saw is there after the page was loaded again. */
const { world } = useWorld();

test('a comment on a question is kept at each letter, although the page goes at once', async ({ page }) => {
  const checklist = aChecklist({ id: uuid(), deliveredAt: null, answers: [] });
  const task = await world.giveTask({
    title: 'Kontroll av sprinkler',
    buildingId: askebySkole.id,
    checklists: [checklist],
  });
  const question = must(checklist.questions[0], 'question').text;
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  await page.getByRole('button', { name: 'Fyll ut' }).click();
  await page.getByRole('button', { name: 'Kommentar', exact: true }).first().click();
  const field = page.getByRole('textbox', { name: question });
  await field.pressSequentially('Ventilen drypper');
  // Nothing that the page would do on its way out counts.
  await page.evaluate(() => {
    for (const type of ['pagehide', 'visibilitychange'])
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), { capture: true });
    location.reload();
  });
  await expect(page.getByRole('heading', { level: 1, name: task.title })).toBeVisible();
  await expect
    .poll(async () => (await world.readTask(task.id)).checklists[0]?.answers.map((one) => one.comment))
    .toEqual(['Ventilen drypper']);
});

test('a received photo keeps its picture, an empty file is not taken, a long name arrives; Undo is in sight', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const task = await world.giveTask({ title: 'Bilder av tak', buildingId: askebySkole.id });
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  const long = `${'Taktekking mot nord '.repeat(10)}del 2.jpg`;
  await pick(page, 'album', takePhoto('tak.jpg', 3), { ...takePhoto('tak.jpg', 4), name: long });
  await pick(page, 'file', { name: 'tom.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0), sha256: '' });
  await expect(page.getByRole('alert').filter({ hasText: 'Filen er tom (0 B)' })).toBeVisible();
  await expect(tile(page, 'tak.jpg')).toContainText('Mottatt', { timeout: 30_000 });
  await expect(tile(page, 'Taktekking mot nord')).toContainText('Mottatt', { timeout: 30_000 });
  const names = (await world.readTask(task.id)).files.map((file) => file.name);
  expect(names).toEqual(['tak.jpg', expect.stringMatching(/^Taktekking .*del 2 \([0-9a-f]{6}\)\.jpg$/u)]);

  await page.reload();
  await expect(tile(page, 'tak.jpg')).toContainText('Mottatt');
  await expect(tile(page, 'tak.jpg').locator('img')).toBeVisible();
  await expect(tile(page, 'Taktekking mot nord').locator('img')).toBeVisible();

  await page.setViewportSize({ width: 820, height: 500 });
  await page.getByRole('button', { name: 'Start arbeid' }).click();
  await expect(page.getByText('Under behandling')).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByRole('button', { name: 'Sett til utført' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sett til utført' }).click();
  await expect(page.getByRole('button', { name: 'Angre' })).toBeInViewport();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});
