import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askebySkole } from '#shared/testing/places.ts';
import { startChaosProxy, type ChaosProxy } from '../../fixtures/chaos-proxy.ts';
import { becomeReady, comment, signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * The server is well, the line to it is not: it is cut, goes silent, crawls. Real connections between a real browser and
 * a real server, broken by a proxy between them.
 */
const { server, world } = useWorld();
let line: ChaosProxy;
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oppdrag-large-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.beforeEach(async ({ consoleWatch }) => {
  line = await startChaosProxy(Number(new URL(server.url).port));
  consoleWatch.allowBadLine(address());
});
test.afterEach(() => line.close());

const address = () => `http://localhost:${line.port}`;
const megabyte = 1_000_000;

/** A file whose every part differs from every other, with its hash. */
async function largeFile(megabytes: number): Promise<{ path: string; sha256: string }> {
  const path = join(folder, 'skanning.dwg');
  const whole = createHash('sha256');
  const file = await open(path, 'w');
  const block = Buffer.alloc(megabyte);
  for (let at = 0; at < megabytes; at += 1) {
    const seed = createHash('sha256').update(`block ${at}`).digest();
    for (let from = 0; from < block.length; from += seed.length) seed.copy(block, from);
    block.writeUInt32BE(at, 0);
    whole.update(block);
    await file.write(block);
  }
  await file.close();
  return { path, sha256: whole.digest('hex') };
}

test('a file of 200 MB that is cut five times on its way arrives byte for byte, and little of it goes twice', async ({
  openDevice,
  consoleWatch,
}) => {
  test.setTimeout(240_000);
  // Where a cut left the device and the server of two minds about how far the file had come.
  consoleWatch.allowStatus('/api/uploads/', 409);
  const task = await world.giveTask({ title: 'Skanning av teknisk rom', buildingId: askebySkole.id });
  const device = await openDevice({ baseURL: address() });
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  const file = await largeFile(200);
  line.cutAfter(...[7, 38, 81, 124, 190].map((at) => at * megabyte));
  await page.locator('input[type=file][data-kind=file]').first().setInputFiles(file.path);
  await expect
    .poll(async () => (await world.readTask(task.id)).files.map((one) => one.state), { timeout: 180_000 })
    .toEqual(['available']);
  expect(line.cuts()).toBe(5);
  const [arrived] = (await world.readTask(task.id)).files;
  expect(arrived?.sha256).toBe(file.sha256);
  expect(await world.hashOfKept(arrived?.id ?? '')).toBe(file.sha256);
  // What was under way at a cut may go again: at most one request of 8 MB each time, and commands besides.
  expect(line.carried()).toBeLessThan(200 * megabyte + 5 * 9 * megabyte);
});

test('a line that goes silent without ending is given up, and what was written meanwhile arrives once when it speaks again', async ({
  openDevice,
}) => {
  test.setTimeout(180_000);
  const task = await world.giveTask({ title: 'Kontroll av sluk', buildingId: askebySkole.id });
  const device = await openDevice({ baseURL: address() });
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  const words = async () => (await world.readTask(task.id)).comments.map((one) => one.text);
  line.stall();
  await comment(page, 'Sluken er tett.');
  await expect.poll(() => line.holding()).toBeGreaterThan(0);
  // The line is back, but what was under way never ends: only who gives it up gets further.
  line.forget();
  expect(await words()).toEqual([]);
  await expect.poll(words, { timeout: 120_000 }).toEqual(['Sluken er tett.']);

  line.stall();
  await comment(page, 'Den er rustet.');
  await page.goto('/outbox');
  await expect(page.getByText('VENT', { exact: true })).toBeVisible();
  expect(await words()).toEqual(['Sluken er tett.']);
  // What was given up arrives as well now, late.
  line.flow();
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 90_000 });
  expect(await words()).toEqual(['Sluken er tett.', 'Den er rustet.']);
  expect(await world.countCommands(task.id)).toEqual({ 'add-comment': 2 });
});

test('a line that crawls and is cut again and again brings a day of work home, once and in order', async ({
  openDevice,
}) => {
  test.setTimeout(180_000);
  const task = await world.giveTask({ title: 'Befaring av loft', buildingId: askebySkole.id });
  const device = await openDevice({ baseURL: address() });
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  line.stall();
  const words = Array.from({ length: 8 }, (_, at) => `Bjelke ${at + 1} er målt.`);
  for (const text of words) await comment(page, text);
  line.slow(150, 40_000);
  line.reset();
  line.cutAfter(...Array.from({ length: 6 }, (_, at) => (at + 1) * 3_000));
  line.flow();
  await page.goto('/outbox');
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 150_000 });
  expect(line.cuts()).toBeGreaterThan(3);
  expect((await world.readTask(task.id)).comments.map((one) => one.text)).toEqual(words);
  expect(await world.countCommands(task.id)).toEqual({ 'add-comment': words.length });
});
