import { askebySkole } from '#shared/testing/places.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import { startChaosProxy, type ChaosProxy } from '../../fixtures/chaos-proxy.ts';
import { becomeReady, comment, pick, signIn, tile } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * The line between the server and its database fails as lines do, and the server lives on: real processes, with a proxy
 * between them. Devices see a server that answers late, or that it is unavailable.
 */
let line: ChaosProxy | null = null;
const { server, world } = useWorld({
  async reach(databaseUrl) {
    const direct = new URL(databaseUrl);
    line = await startChaosProxy(Number(direct.port), direct.hostname);
    return Object.assign(direct, { hostname: 'localhost', port: String(line.port) }).href;
  },
});
test.afterAll(() => line?.close());

/** So many bytes into a new connection: in the middle of signing in, of the question for types, of the work. */
const places = [100, 220, 300, 450, 900, 1_400];

test('a connection to the database that breaks as it begins costs one answer, and never the server', async ({
  request,
}) => {
  test.setTimeout(120_000);
  const database = line;
  if (database === null) throw new Error('no line to the database');
  const pid = server.pid();
  const data = { email: 'ingen@askeby.example', password: 'feil' };
  const signIn = async () => (await request.post('/api/auth/sign-in', { data, timeout: 30_000 })).status();
  for (const bytes of places) {
    database.reset();
    database.cutAfter(bytes);
    expect([401, 503], `broken after ${bytes} bytes`).toContain(await signIn());
  }
  database.cutAfter();
  expect(database.cuts()).toBeGreaterThanOrEqual(places.length - 2);
  expect(server.pid()).toBe(pid);
  expect(server.timesDown()).toBe(0);
  await expect.poll(signIn).toBe(401);
});

test('a database that falls silent, and is cut off again and again in the middle of its work, loses nothing and doubles nothing', async ({
  openDevice,
  consoleWatch,
}) => {
  test.setTimeout(240_000);
  for (const status of [500, 503]) consoleWatch.allowStatus('/api/', status);
  const database = line;
  if (database === null) throw new Error('no line to the database');
  const task = await world.giveTask({ title: 'Kontroll av sluk', buildingId: askebySkole.id });
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.getByRole('link', { name: task.title }).click();
  const pid = server.pid();

  database.stall();
  const words = Array.from({ length: 8 }, (_, at) => `Sluk ${at + 1} er renset.`);
  for (const text of words) await comment(page, text);
  const photo = takePhoto('sluk.jpg', 61);
  await pick(page, 'camera', photo);
  await expect(tile(page, photo.name)).toContainText('På enheten');
  database.slow(10, 400_000);
  database.cutAfter(...Array.from({ length: 8 }, (_, at) => (at + 1) * 6_000));
  database.reset();
  database.flow();

  await page.goto('/outbox');
  await expect(page.getByText('JA', { exact: true })).toBeVisible({ timeout: 150_000 });
  expect(database.cuts()).toBeGreaterThan(4);
  const arrived = await world.readTask(task.id);
  expect(arrived.comments.map((one) => one.text)).toEqual(words);
  expect(arrived.files.map((file) => [file.name, file.sha256, file.state])).toEqual([
    [photo.name, photo.sha256, 'available'],
  ]);
  expect(await world.hashOfKept(arrived.files[0]?.id ?? '')).toBe(photo.sha256);
  expect(await world.countCommands(task.id)).toEqual({ 'add-comment': words.length, 'declare-file': 1 });
  expect(server.pid(), 'the server that began is the one that ended it').toBe(pid);
  expect(server.timesDown()).toBe(0);
});
