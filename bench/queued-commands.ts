import { v7 as uuid } from 'uuid';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { must } from '#shared/kernel/must.ts';
import { protocolHeader, protocolVersion, pushLimit } from '#shared/sync/protocol.ts';
import { people } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';
import { openDevice } from '../e2e/fixtures/device.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { fillQueue, openQueue } from './queue-in-page.ts';
import { median, say, signInByCookie, useChromium } from './setting.ts';

/*
 * 1,000 comments on twenty tasks that were made without a server, sent by the app after its browser was killed and opened
 * again, beside a page that does nothing but send the same in batches of fifty to the same server:
 *   node bench/queued-commands.ts [commands, 1000] [rounds, 3]
 * answered: from the first push until the last one is answered · settled: until nothing waits in the queue, their effects
 * pulled and written. The server checks grant and rule of each on both ways. The client must be built (npm run build).
 */

const count = Number(process.argv[2] ?? 1_000);
const rounds = Number(process.argv[3] ?? 3);
useChromium();

const postgres = await startTestPostgres();
const server = await startServer();
const world = await openStoryWorld(must(server.databaseUrl, 'address of the database'), server.dataDir);
function comments(tasks: readonly Task[], round: string) {
  return Array.from({ length: count }, (_, at) => ({
    type: 'add-comment',
    id: uuid(),
    taskId: must(tasks[at % tasks.length], 'task').id,
    madeAt: new Date().toISOString(),
    text: `Måling ${at + 1} i ${round}`,
    internal: false,
  }));
}

/** Waits in the page until the queue is empty; gives the times since the first push. */
const untilSettled = `(async () => {
  ${openQueue(people.siri.id)}
  while ((await ask(db.transaction('outbox').objectStore('outbox').count())) > 0)
    await new Promise((next) => setTimeout(next, 10));
  const settled = performance.now();
  db.close();
  const pushes = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/sync/push'));
  const began = pushes[0].startTime;
  return { answered: Math.max(...pushes.map((push) => push.responseEnd)) - began, settled: settled - began, pushes: pushes.length };
})()`;

async function ours(tasks: readonly Task[], round: number) {
  const device = await openDevice(server.url, {}, () => {});
  try {
    await signInByCookie(device.context(), server.url, 'siri');
    const page = device.page();
    const first = must(tasks[0], 'task');
    await page.goto(`/tasks/${first.id}`);
    await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await server.stop();
    await page.evaluate(fillQueue(people.siri.id, comments(tasks, `runde ${round}`)));
    await device.kill();
    await server.start();
    const again = await device.reopen();
    // Chromium writes cookies down half a minute late; whose app it is lies in IndexedDB.
    await signInByCookie(device.context(), server.url, 'siri');
    await again.goto('/outbox');
    return await again.evaluate<{ answered: number; settled: number; pushes: number }>(untilSettled);
  } finally {
    await device.dispose();
  }
}

/** A page that only sends. */
async function floorOf(tasks: readonly Task[], round: number): Promise<number> {
  const device = await openDevice(server.url, {}, () => {});
  try {
    await signInByCookie(device.context(), server.url, 'siri');
    const page = device.page();
    await page.route('**/empty', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Empty</h1>' }),
    );
    await page.goto('/empty');
    const commands = comments(tasks, `gulv ${round}`).map((command, at) => ({
      seq: at + 1,
      id: command.id,
      command,
    }));
    return await page.evaluate<number>(`(async () => {
      const commands = ${JSON.stringify(commands)};
      const began = performance.now();
      for (let at = 0; at < commands.length; at += ${pushLimit}) {
        const answer = await fetch('/api/sync/push', { method: 'POST',
          headers: { 'Content-Type': 'application/json', '${protocolHeader}': '${protocolVersion}' },
          body: JSON.stringify({ protocol: ${protocolVersion}, deviceId: '${uuid()}', appVersion: 'floor',
            commands: commands.slice(at, at + ${pushLimit}) }) });
        const { outcomes } = await answer.json();
        if (!outcomes.every(({ status }) => status === 'applied')) throw new Error('not all were applied');
      }
      return performance.now() - began;
    })()`);
  } finally {
    await device.dispose();
  }
}

try {
  const [floors, answered, settled]: [number[], number[], number[]] = [[], [], []];
  let pushes = 0;
  for (let round = 0; round < rounds; round += 1) {
    // Tasks of their own for each way and round: a thread that grows would make the later one slower.
    const give = (way: string) =>
      Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          world.giveTask({
            title: `Måling ${way} ${round}-${at}`,
            buildingId: askebySkole.id,
            state: 'in-progress',
          }),
        ),
      );
    floors.push(await floorOf(await give('gulv'), round));
    const own = await ours(await give('app'), round);
    answered.push(own.answered);
    settled.push(own.settled);
    pushes = own.pushes;
  }
  const ratio = (values: readonly number[]) =>
    `${Math.round(median(values))} ms, ${(median(values) / median(floors)).toFixed(2)} × the floor`;
  say(
    `floor, ${count} commands in batches of ${pushLimit}, median of ${rounds}`,
    `${Math.round(median(floors))} ms`,
  );
  say(`answered, in ${pushes} pushes`, ratio(answered));
  say('settled', ratio(settled));
} finally {
  await world.close();
  await server.dispose();
  await postgres.stop();
}
