import { v7 as uuid } from 'uuid';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { must } from '#shared/kernel/must.ts';
import { people } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { openDevice } from '../e2e/fixtures/device.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { fillQueue, openQueue } from './queue-in-page.ts';
import { memoryOf, say, signInByCookie, useChromium } from './setting.ts';

/*
 * Whether memory stays flat while one page sends thousands of commands to one server, a thousand at a time: tasks wait
 * and are resumed, so that nothing grows that is there to be shown.
 *   node bench/command-memory.ts [commands, 10000]
 * The page's heap after a collection, the server's resident memory. The client must be built (npm run build).
 */

const count = Number(process.argv[2] ?? 10_000);
const atOnce = 1_000;
const personId = people.siri.id;
useChromium();

const postgres = await startTestPostgres();
const server = await startServer();
const world = await openStoryWorld(must(server.databaseUrl, 'address of the database'), server.dataDir);
const device = await openDevice(server.url, {}, () => {});

function steps(taskIds: readonly string[]) {
  return Array.from({ length: atOnce }, (_, at) => {
    const fields = {
      id: uuid(),
      taskId: must(taskIds[at % taskIds.length], 'task'),
      madeAt: new Date().toISOString(),
    };
    const waits = Math.floor(at / taskIds.length) % 2 === 0;
    return waits
      ? { ...fields, type: 'wait-task', reason: 'Venter på deler' }
      : { ...fields, type: 'resume-task' };
  });
}

const untilSettled = `(async () => {
  ${openQueue(personId)}
  dispatchEvent(new Event('online'));
  const left = () => ask(db.transaction('outbox').objectStore('outbox').count());
  while ((await left()) > 0) await new Promise((next) => setTimeout(next, 50));
  const refused = await ask(db.transaction('attention').objectStore('attention').count());
  db.close();
  return refused;
})()`;

try {
  const tasks = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      world.giveTask({ title: `Runde ${at}`, buildingId: askebySkole.id, state: 'in-progress' }),
    ),
  );
  await signInByCookie(device.context(), server.url, 'siri');
  const page = device.page();
  await page.goto('/tasks');
  await page
    .getByRole('link', { name: /Runde 0/u })
    .first()
    .waitFor();
  const inspector = await device.context().newCDPSession(page);
  const heap = async () => {
    await inspector.send('HeapProfiler.collectGarbage');
    const { usedSize } = await inspector.send('Runtime.getHeapUsage');
    return usedSize / 1_000_000;
  };
  await page.waitForTimeout(2_000);
  say(
    'before: page’s heap, server resident',
    `${(await heap()).toFixed(1)} MB, ${memoryOf(server.pid(), 'VmRSS')} MB`,
  );
  for (let sent = atOnce; sent <= count; sent += atOnce) {
    await page.evaluate(fillQueue(personId, steps(tasks.map(({ id }) => id))));
    const refused = await page.evaluate<number>(untilSettled);
    if (refused > 0) throw new Error(`${refused} commands were refused.`);
    await page.waitForTimeout(1_500);
    say(`after ${sent} commands`, `${(await heap()).toFixed(1)} MB, ${memoryOf(server.pid(), 'VmRSS')} MB`);
  }
  say('the server, peak', `${memoryOf(server.pid(), 'VmHWM')} MB`);
} finally {
  await device.dispose();
  await world.close();
  await server.dispose();
  await postgres.stop();
}
