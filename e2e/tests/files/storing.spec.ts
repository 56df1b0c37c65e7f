import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import { becomeReady, pick, signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * A picked file is not safe before the device has stored it and read it back. Until then no screen says that one may
 * leave, the page does not go without asking, and the line at the top and the page under it never say different things.
 */
const { world } = useWorld();
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oppdrag-large-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** A drawing that takes seconds to store. */
async function largeFile(megabytes: number): Promise<string> {
  const path = join(folder, `tegninger-${megabytes}.dwg`);
  const file = await open(path, 'w');
  await file.truncate(megabytes * 1_000_000);
  await file.close();
  return path;
}

/** What a person can see, frame by frame: the line at the top and the big word. */
async function watchWords(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    const look = () => {
      const line = document.querySelector('header .items')?.textContent ?? '';
      const word = document.querySelector('main .answer')?.textContent ?? '';
      if (word !== '') seen.add(`${line} | ${word}`);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seenWords: () => [...seen] });
  });
}

function seenWords(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { seenWords: () => string[] }).seenWords());
}

const contradicts = (seen: string) => seen.startsWith('Alt er sendt') !== seen.endsWith('JA');

test('nobody may leave while a picked file is being stored, in whatever tab they look', async ({
  context,
  page,
}) => {
  test.setTimeout(120_000);
  const task = await world.giveTask({ title: 'Oppmåling av tilfluktsrom', buildingId: askebySkole.id });
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  await expect(page.getByRole('heading', { level: 1, name: task.title })).toBeVisible();
  await page
    .locator('input[type=file][data-kind=file]')
    .first()
    .setInputFiles(await largeFile(100));
  await page.getByRole('link', { name: /Åpne utboksen/u }).click();
  await watchWords(page);
  await expect(page.getByText('VENT', { exact: true })).toBeVisible();
  await expect(page.getByText('1 fil lagres på enheten.')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('1 lagres');
  await expect(page.getByRole('progressbar', { name: 'Lagres' })).toBeVisible();

  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();

  const other = await context.newPage();
  await other.goto('/outbox');
  await expect(other.getByText('VENT', { exact: true })).toBeVisible();
  await expect(other.getByRole('banner')).toContainText('1 lagres');

  for (const one of [page, other]) {
    await expect(one.getByText('JA', { exact: true })).toBeVisible({ timeout: 60_000 });
  }
  expect((await world.readTask(task.id)).files.map(({ state }) => state)).toEqual(['available']);
  expect((await seenWords(page)).filter(contradicts)).toEqual([]);
});

test('the line at the top and the outbox agree in every frame while work goes out', async ({ page }) => {
  const task = await world.giveTask({ title: 'Befaring av kjøkken', buildingId: askebySkole.id });
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  await pick(page, 'album', ...[1, 2, 3].map((seed) => takePhoto(`kjøkken-${seed}.jpg`, seed)));
  await page.getByRole('link', { name: /Åpne utboksen/u }).click();
  await watchWords(page);
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 30_000 });
  const seen = await seenWords(page);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.filter(contradicts)).toEqual([]);
});

test('no picked file is out of sight between being stored and standing in the list', async ({ page }) => {
  const task = await world.giveTask({ title: 'Bilder av ventilasjon', buildingId: askebySkole.id });
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  await expect(page.getByRole('heading', { level: 1, name: task.title })).toBeVisible();
  const buffer = Buffer.alloc(200_000, 7);
  const names = Array.from({ length: 12 }, (_, at) => `måling-${at + 1}.csv`);
  await page.evaluate(() => {
    let fewest = Infinity;
    let most = 0;
    const look = () => {
      const count = document.querySelectorAll('[data-addition], [data-file]').length;
      most = Math.max(most, count);
      if (most > 0) fewest = Math.min(fewest, count);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { counted: () => ({ fewest, most }) });
  });
  await pick(page, 'file', ...names.map((name) => ({ name, mimeType: 'text/csv', buffer, sha256: '' })));
  await expect(page.locator('[data-addition]')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.locator('[data-file]')).toHaveCount(names.length);
  const counted = await page.evaluate(() =>
    (window as unknown as { counted: () => { fewest: number; most: number } }).counted(),
  );
  expect(counted).toEqual({ fewest: names.length, most: names.length });
});
