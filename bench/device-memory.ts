import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { must } from '#shared/kernel/must.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { openDevice } from '../e2e/fixtures/device.ts';
import { descendantsOf } from '../e2e/fixtures/processes.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { memoryOf, say, signInByCookie, useChromium } from './setting.ts';

/*
 * How much memory a page takes while one large file is stored on the device, sent, and freed again, in a real Chromium
 * against a real server:
 *   node bench/device-memory.ts [megabytes, 490]
 * Peaks of the page's own process (renderer), and of the server. The client must be built (npm run build).
 */

const megabytes = Number(process.argv[2] ?? 490);
useChromium();

/** Resident memory of the largest renderer now, in MB. */
function rendererMemory(): number {
  const sizes = descendantsOf(process.pid)
    .filter(({ command }) => command.includes('--type=renderer'))
    .map(({ pid }) => memoryOf(pid, 'VmRSS'));
  return Math.max(0, ...sizes);
}

const folder = await mkdtemp(join(tmpdir(), 'oppdrag-large-'));
const path = join(folder, 'tegninger.dwg');
const file = await open(path, 'w');
await file.truncate(megabytes * 1_000_000);
await file.close();

const postgres = await startTestPostgres();
const server = await startServer();
const world = await openStoryWorld(must(server.databaseUrl, 'address of the database'), server.dataDir);
const device = await openDevice(server.url, {}, () => {});
try {
  const task = await world.giveTask({ title: 'Oppmåling av tilfluktsrom', buildingId: askebySkole.id });
  await signInByCookie(device.context(), server.url, 'siri');
  const page = device.page();
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole('heading', { level: 1, name: task.title }).waitFor();
  await page.waitForTimeout(3_000);
  const before = rendererMemory();
  let peak = 0;
  const sample = setInterval(() => (peak = Math.max(peak, rendererMemory())), 50);
  await page.locator('input[type=file][data-kind=file]').first().setInputFiles(path);
  const began = performance.now();
  for (;;) {
    const [state] = (await world.readTask(task.id)).files.map((one) => one.state);
    if (state === 'available') break;
    if (performance.now() - began > 600_000)
      throw new Error(`After ten minutes it is ${state ?? 'not there'}.`);
    await page.waitForTimeout(500);
  }
  clearInterval(sample);
  say(
    `file of ${megabytes} MB stored, sent, verified in`,
    `${Math.round((performance.now() - began) / 1000)} s`,
  );
  say('the page before it, resident', `${before} MB`);
  say('the page meanwhile, peak', `${peak} MB (${peak - before} MB more)`);
  say('the server, peak', `${memoryOf(server.pid(), 'VmHWM')} MB (budget 300 MB)`);
} finally {
  await device.dispose();
  await world.close();
  await server.dispose();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
