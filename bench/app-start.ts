import type { Page } from '@playwright/test';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { testPassword } from '#server/testing/test-passwords.ts';
import { people } from '#shared/testing/people.ts';
import { openDevice } from '../e2e/fixtures/device.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { median, memoryOf, say, useChromium } from './setting.ts';

/*
 * What a person waits for, and what it costs, in a real Chromium against a real server:
 *   node bench/app-start.ts [tasks, 10000]
 * The client must be built (npm run build). What JavaScript costs: bench/first-load.ts.
 */

const count = Number(process.argv[2] ?? 10_000);
const rounds = 5;

/**
 * From the beginning of the navigation until a frame shows tasks, by the page's own clock: what drives the browser looks
 * only every half second.
 */
async function startFromWorker(page: Page): Promise<number> {
  await page.goto('/tasks', { waitUntil: 'commit' });
  return page.evaluate<number>(`new Promise((shown) => {
    const look = () => {
      const links = [...document.querySelectorAll('main a')];
      if (links.some((link) => /Bytte filter/u.test(link.textContent))) shown(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

useChromium();
const postgres = await startTestPostgres();
const server = await startServer();
const world = await openStoryWorld(server.databaseUrl ?? '', server.dataDir);
const device = await openDevice(server.url, {}, () => {});
try {
  await world.giveManyTasks(count);
  const page = device.page();
  await page.goto('/sign-in');
  await page.getByLabel('E-post').fill(people.siri.email);
  await page.getByLabel('Passord', { exact: true }).fill(testPassword);
  await page.getByRole('button', { name: 'Logg inn' }).click();
  await page.getByRole('heading', { name: /^Hei/u }).waitFor();
  const began = performance.now();
  await page.goto('/tasks');
  await page
    .getByText(new RegExp(`av ${String(count).replace(/\B(?=(?:\d{3})+$)/gu, '\\s?')}`, 'u'))
    .waitFor({
      timeout: 120_000,
    });
  say(
    `first pull of ${count} tasks until the list counts them`,
    `${Math.round(performance.now() - began)} ms`,
  );
  say(
    `server memory after it (peak, without PostgreSQL)`,
    `${memoryOf(server.pid(), 'VmHWM')} MB (budget 300 MB)`,
  );

  // Only a worker that is in charge has the whole app.
  await page.evaluate(`new Promise((here) => {
    if (navigator.serviceWorker.controller) here();
    navigator.serviceWorker.addEventListener('controllerchange', () => here());
  })`);
  await server.stop();
  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.goto('about:blank');
    starts.push(await startFromWorker(page));
  }
  say('start from the worker, server stopped, median', `${Math.round(median(starts))} ms (budget 1000 ms)`);
  say(`  each of ${rounds}`, starts.map((ms) => Math.round(ms)).join(', '));
} finally {
  await device.dispose();
  await world.close();
  await server.dispose();
  await postgres.stop();
}
