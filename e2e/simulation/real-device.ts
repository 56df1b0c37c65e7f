import { TestTab, type TestBrowser } from '#lib/testing/test-device.ts';
import { createWorld, type World } from '#lib/testing/world.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { aTask } from '#shared/testing/builders.ts';
import { localPrefix } from '#shared/testing/fixed-ids.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import type { Task } from '#shared/tasks/task.ts';
import { realNetwork } from './real-network.ts';

let seeds = 0;

/** Ids and contents that differ from one world of this run to the next. */
export function freshSeed(): number {
  seeds += 1;
  return seeds;
}

/** A task of its own on the real server, and a device of the person's that has synced. */
export async function startRealDevice(
  app: TestApp,
  name: PersonName,
  overrides: Partial<Task> = {},
  before: (tab: TestTab) => void = () => undefined,
) {
  const seed = freshSeed();
  const own = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value).replaceAll(localPrefix, `0190${String(seed).padStart(4, '0')}-0000-7000-8000-`),
    ) as T;
  const task = { ...own(aTask({ state: 'in-progress', ...overrides })), number: 700 + seed };
  await insertTask(app.db, task);
  const world = createWorld();
  const browser = world.browser(name);
  const tab = await openRealTab(app, world, browser, name, before);
  return { ...world, browser, tab, task, own, seed };
}

/** A tab of the browser whose network is the real server; `before` it starts something may be set up. */
export async function openRealTab(
  app: TestApp,
  { time }: Pick<World, 'time'>,
  browser: TestBrowser,
  name: PersonName,
  before: (tab: TestTab) => void = () => undefined,
): Promise<TestTab> {
  const { id, name: fullName, email } = people[name];
  const tab = new TestTab(browser, id);
  tab.network = realNetwork(app, name, () => time.now());
  const person = { id, name: fullName, email, staff: false };
  await tab.ports.storage.device.use((db) => db.facts.put({ key: 'person', value: person }));
  before(tab);
  tab.start();
  await time.pass(2_000);
  return tab;
}

/** A command of the office, which must succeed. */
export async function sendFromOffice(app: TestApp, command: object): Promise<void> {
  const response = await app.request('astrid', 'POST', '/api/commands', command);
  if (response.status !== 200) throw new Error(await response.text());
}

/** The task as the office sees it. */
export async function readTaskOnServer(app: TestApp, id: string): Promise<Task> {
  const response = await app.request('astrid', 'GET', `/api/tasks/${id}`);
  return ((await response.json()) as { task: Task }).task;
}
