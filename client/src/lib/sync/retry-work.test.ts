import { describe, expect, it } from 'vitest';
import { answerOf, type TestTab } from '#lib/testing/test-device.ts';
import { problem, type ModelAnswer } from '#lib/testing/model-server.ts';
import { aSource, createWorld, eventually, sameBytes, type World } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids, minutesAgo } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';
import { dahlInAskeby, folders, sagvikInAskeby } from '#shared/testing/places.ts';

async function addPhoto(tab: TestTab, seed: number, taskId: string = ids.task): Promise<string> {
  const added = await tab.sync.addFile({
    source: aSource(50_000, seed),
    name: `bilde-${seed}.jpg`,
    purpose: 'task-attachment',
    taskId,
  });
  if (!added.added) throw new Error(`not added: ${added.reason}`);
  return added.fileId;
}

const comment = (text: string) => ({ type: 'add-comment' as const, taskId: ids.task, text, internal: false });
let commands = 5000;
const fresh = () => ({ id: localId((commands += 1)) });

/** Work made offline (a comment, two photos, the completion) while the office cancels the task. */
async function refusedWork(): Promise<World & { tab: TestTab; photos: string[] }> {
  const world = createWorld();
  world.server.addTask(aTask({ state: 'in-progress' }));
  const tab = await world.device('siri');
  tab.browser.online = false;
  await tab.sync.enqueue(comment('først'));
  const photos = [await addPhoto(tab, 1), await addPhoto(tab, 2)];
  await tab.sync.enqueue({ type: 'complete-task', taskId: ids.task, files: photos });
  world.server.office('magnus', aCommand('cancel-task', fresh()));
  tab.browser.online = true;
  tab.wake();
  await eventually(world.time, async () => (await tab.sync.attention()).length === 4);
  return { ...world, tab, photos };
}

async function everythingArrived(world: World, tab: TestTab): Promise<void> {
  await eventually(world.time, async () => {
    const [outbox, attention] = [await tab.sync.outbox(), await tab.sync.attention()];
    return outbox.length + attention.length === 0;
  });
}

describe('work that was refused because access ended', () => {
  it('lies whole under attention, each thing once, with its reason', async () => {
    const { tab, photos } = await refusedWork();
    const items = await tab.sync.attention();
    expect(items.map((item) => [item.command.type, item.refusal.code])).toEqual([
      ['add-comment', 'task.closed'],
      ['declare-file', 'task.closed'],
      ['declare-file', 'task.closed'],
      ['complete-task', 'task.closed'],
    ]);
    expect(items.map((item) => item.text)).toEqual(['først', 'bilde-1.jpg', 'bilde-2.jpg', '']);
    const kept = must(await tab.sync.readFile(photos[1] ?? ''), 'photo');
    expect(await sameBytes(kept.blob, aSource(50_000, 2))).toBe(true);
    expect((await tab.sync.status()).onDevice).toBe(0);
    expect((await tab.sync.status()).attention).toBe(4);
  });

  it('goes again by itself when the office reopens: new commands, old order, same files', async () => {
    const world = await refusedWork();
    const { server, time, tab, photos } = world;
    const asked = await tab.sync.askToReopen(ids.task, 'Bildene ligger på nettbrettet.');
    expect(asked).toMatchObject({ queued: true });
    expect((await tab.sync.attention()).every((item) => item.status === 'asked')).toBe(true);
    await eventually(time, () => server.task(ids.task).reopeningRequests.length === 1);
    const [request] = server.task(ids.task).reopeningRequests;
    expect(request?.waiting.map((item) => [item.kind, item.name, item.size])).toEqual([
      ['comment', '', null],
      ['file', 'bilde-1.jpg', 50_000],
      ['file', 'bilde-2.jpg', 50_000],
      ['step', 'complete-task', null],
    ]);

    const refused = await tab.read((db) => db.attention.toArray());
    const before = server.applied.length;
    server.office('magnus', aCommand('reopen-task', { ...fresh(), executors: null }));
    await everythingArrived(world, tab);
    const again = server.applied.slice(before + 1).map((one) => one.command);
    expect(again.map((command) => command.type)).toEqual([
      'add-comment',
      'declare-file',
      'declare-file',
      'complete-task',
    ]);
    expect(again.map((command) => command.retryOf)).toEqual(refused.map((item) => item.id));
    expect(again.map((command) => command.id)).not.toEqual(refused.map((item) => item.id));
    expect(again.flatMap((command) => ('fileId' in command ? [command.fileId] : []))).toEqual(photos);
    expect(server.task(ids.task).state).toBe('completed');
    for (const [at, id] of photos.entries()) {
      expect(await sameBytes(server.bytes.get(id), aSource(50_000, at + 1))).toBe(true);
    }
    expect(await tab.countChunks()).toBe(0);
    expect((await tab.sync.status()).attention).toBe(0);
  });

  it('goes again once, however often the pull that brings the access is repeated', async () => {
    const world = await refusedWork();
    const { server, tab } = world;
    let cuts = 0;
    tab.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path !== '/api/sync/pull' || cuts === 3) return answer;
      cuts += 1;
      throw new TypeError('cut');
    };
    server.office('magnus', aCommand('reopen-task', { ...fresh(), executors: null }));
    await world.time.pass(120_000);
    expect(cuts).toBe(3);
    await everythingArrived(world, tab);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['først']);
    const types = server.applied.map((one) => one.command.type);
    expect(types.filter((type) => type === 'complete-task')).toHaveLength(1);
  });

  it('leaves out what the person discarded meanwhile, also in the completion', async () => {
    const world = await refusedWork();
    const { server, tab, photos } = world;
    const items = await tab.sync.attention();
    await tab.sync.discard(items[1]?.id ?? '');
    expect(await tab.sync.readFile(photos[0] ?? '')).toBeNull();
    expect(await tab.countChunks()).toBe(1);
    server.office('magnus', aCommand('reopen-task', { ...fresh(), executors: null }));
    await everythingArrived(world, tab);
    expect(server.task(ids.task).state).toBe('completed');
    expect(server.task(ids.task).files.map((file) => file.id)).toEqual([photos[1]]);
  });

  it('goes again when the task was given to somebody else and given back', async () => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device('siri');
    tab.browser.online = false;
    await tab.sync.enqueue(comment('mitt'));
    const to = (id: string) => ({ ...fresh(), executors: [{ kind: 'supplier' as const, id }] });
    world.server.office('magnus', aCommand('reassign-task', to(dahlInAskeby.id)));
    tab.browser.online = true;
    tab.wake();
    await eventually(world.time, async () => (await tab.sync.attention()).length === 1);
    expect((await tab.sync.attention())[0]?.refusal.code).toBe('grant.ended');
    world.server.office('magnus', aCommand('reassign-task', to(sagvikInAskeby.id)));
    await everythingArrived(world, tab);
    expect(world.server.task(ids.task).comments.map((one) => one.text)).toEqual(['mitt']);
  });

  it('goes again when refusal and reopening arrive in one pull', async () => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device('siri');
    tab.browser.online = false;
    await tab.sync.enqueue(comment('mitt'));
    world.server.office('magnus', aCommand('cancel-task', fresh()));
    tab.intercept = async (request, pass) => {
      if (request.path === '/api/sync/pull') {
        tab.intercept = null;
        world.server.office('magnus', aCommand('reopen-task', { ...fresh(), executors: null }));
      }
      return pass();
    };
    tab.browser.online = true;
    tab.wake();
    await eventually(world.time, () => world.server.task(ids.task).comments.length === 1);
    await everythingArrived(world, tab);
    expect((await tab.read((db) => db.attention.toArray())).map((item) => item.status)).toEqual(['retried']);
  });

  it('that is refused for another reason waits for the person and does not go round', async () => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device('siri');
    tab.browser.online = false;
    await tab.sync.enqueue({ type: 'wait-task', taskId: ids.task, reason: 'deler' });
    await tab.sync.enqueue({ type: 'resume-task', taskId: ids.task });
    world.server.addTask(aTask({ state: 'returned' }));
    tab.browser.online = true;
    tab.wake();
    await eventually(world.time, async () => (await tab.sync.attention()).length === 2);
    const pushes = world.server.pushes.length;
    world.server.addTask(aTask({ state: 'returned', title: 'Nytt navn' }));
    await world.time.pass(600_000);
    expect(world.server.pushes.length).toBe(pushes);
    expect(await tab.sync.attention()).toHaveLength(2);
  });

  it('stops going round by itself should device and server ever disagree', async () => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device('siri');
    // A server that closes the door while its records say it is open.
    tab.intercept = async (request, pass) => {
      if (request.path !== '/api/sync/push') return pass();
      const { commands } = JSON.parse(request.body ?? '') as { commands: { seq: number; id: string }[] };
      world.server.refuseAll(tab.deviceId, commands, { code: 'grant.missing' });
      return pass();
    };
    tab.deviceId = must(world.server.pulls[0], 'pull').deviceId;
    await tab.sync.enqueue(comment('rundt'));
    await world.time.pass(60_000);
    expect(world.server.pushes).toHaveLength(6);
    expect(await tab.sync.attention()).toHaveLength(1);
  });

  it('is refused again where the request comes after its thirty days, and says so', async () => {
    const world = await refusedWork();
    const { server, time, tab } = world;
    server.addTask({ ...server.task(ids.task), closedAt: minutesAgo(40 * 24 * 60) });
    await tab.sync.askToReopen(ids.task, '');
    await eventually(time, async () => (await tab.sync.attention()).length === 5);
    const items = await tab.sync.attention();
    expect(items.map((item) => item.status)).toEqual(['open', 'open', 'open', 'open', 'open']);
    expect(items.at(-1)?.refusal.code).toBe('task.request-too-late');
  });
});

describe('a file refused under a completed task', () => {
  it('is filed under another open task in the same building, with the same bytes', async () => {
    const world = createWorld();
    const { server, time } = world;
    server.addTask(aTask({ state: 'in-progress' }));
    server.addTask(aTask({ id: ids.otherTask, number: 119, state: 'in-progress' }));
    const tab = await world.device('siri');
    tab.browser.online = false;
    const added = await tab.sync.addFile({
      source: aSource(40_000, 3),
      name: 'rapport.pdf',
      purpose: 'archive',
      taskId: ids.task,
      folderId: folders.fire,
    });
    const fileId = added.added ? added.fileId : '';
    server.office('magnus', aCommand('cancel-task', fresh()));
    tab.browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.attention()).length === 1);
    const [item] = await tab.sync.attention();
    expect(item?.refusal.code).toBe('task.closed');

    expect(await tab.sync.fileUnder(item?.id ?? '', ids.task)).toMatchObject({ queued: false });
    expect(await tab.sync.fileUnder(item?.id ?? '', ids.otherTask)).toMatchObject({ queued: true });
    await everythingArrived(world, tab);
    const [file] = server.task(ids.otherTask).files;
    expect(file).toMatchObject({ id: fileId, state: 'available', folderId: folders.fire });
    expect(await sameBytes(server.bytes.get(fileId), aSource(40_000, 3))).toBe(true);
    expect(server.task(ids.task).files).toEqual([]);
    expect(file?.declaredBy).toBe(people.siri.id);
  });

  it('is sent again by hand once there is room', async () => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device('siri');
    tab.deviceId = must(world.server.pulls[0], 'pull').deviceId;
    tab.intercept = async (request, pass) => {
      if (request.path !== '/api/sync/push') return pass();
      tab.intercept = null;
      const { commands } = JSON.parse(request.body ?? '') as { commands: { seq: number; id: string }[] };
      world.server.refuseAll(tab.deviceId, commands, { code: 'quota.full', free: 10 });
      return pass();
    };
    const fileId = await addPhoto(tab, 4);
    await eventually(world.time, async () => (await tab.sync.attention()).length === 1);
    await world.time.pass(60_000);
    expect(await tab.countChunks()).toBe(1);
    const [item] = await tab.sync.attention();
    expect(await tab.sync.sendAgain(item?.id ?? '')).toMatchObject({ queued: true });
    await everythingArrived(world, tab);
    expect(world.server.file(fileId).state).toBe('available');
  });
});

describe('a file that was declared, and is out of sight when its bytes are to be sent', () => {
  /** The next question for an upload address gets this answer. */
  function answerSession(tab: TestTab, answer: ModelAnswer): void {
    tab.intercept = async (request, pass) => {
      if (!request.path.endsWith('/session')) return pass();
      tab.intercept = null;
      return answerOf(answer);
    };
  }

  const addToArchive = (tab: TestTab, taskId: string | null) =>
    tab.sync.addFile({
      source: aSource(50_000, 6),
      name: 'tavle.jpg',
      purpose: 'archive',
      taskId,
      folderId: folders.fire,
    });

  it.each([
    ['arne', null, 'folder.not-found'],
    ['siri', ids.task, 'task.not-found'],
  ] as const)('is kept for %s, and goes by itself when its place is back', async (name, taskId, code) => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device(name);
    answerSession(tab, problem(404, 'not-found'));
    const added = await addToArchive(tab, taskId);
    const fileId = added.added ? added.fileId : '';
    await eventually(world.time, () => world.server.file(fileId).state === 'available');
    await everythingArrived(world, tab);
    const told = await tab.read((db) => db.attention.toArray());
    expect(told.map((item) => [item.refusal.code, item.status])).toEqual([[code, 'retried']]);
    expect(await sameBytes(world.server.bytes.get(fileId), aSource(50_000, 6))).toBe(true);
  });

  it('speaks of its folder where it has no task to lose', async () => {
    const world = createWorld();
    const tab = await world.device('arne');
    const refusal = { code: 'grant.ended', at: null };
    answerSession(tab, problem(409, 'command.refused', { refusal }));
    await addToArchive(tab, null);
    await eventually(world.time, async () => (await tab.read((db) => db.attention.count())) === 1);
    const [item] = await tab.read((db) => db.attention.toArray());
    expect(item?.refusal).toEqual({ code: 'folder.not-found' });
  });
});

describe('trouble', () => {
  it('is never made into a refusal', async () => {
    const world = createWorld();
    world.server.addTask(aTask({ state: 'in-progress' }));
    const tab = await world.device('siri');
    let left = 8;
    const troubles = [
      problem(500, 'internal'),
      problem(503, 'unavailable'),
      problem(429, 'rate.limited', { retryAfter: 2 }),
      problem(400, 'request.invalid'),
      { status: 502, type: 'text/html', body: '<html>Bad gateway</html>' },
    ];
    tab.intercept = async (request, pass) => {
      if (request.path !== '/api/sync/push' || left === 0) return pass();
      left -= 1;
      return answerOf(must(troubles[left % troubles.length], 'trouble'));
    };
    await tab.sync.enqueue(comment('til slutt'));
    await world.time.pass(300_000);
    expect(left).toBe(0);
    expect(world.server.task(ids.task).comments.map((one) => one.text)).toEqual(['til slutt']);
    expect(await tab.read((db) => db.attention.count())).toBe(0);
  });
});
