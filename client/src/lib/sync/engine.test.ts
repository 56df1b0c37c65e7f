import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import { protocolVersion } from '#shared/sync/protocol.ts';
import { describe, expect, it } from 'vitest';
import { answerOf, type TestTab } from '#lib/testing/test-device.ts';
import { createWorld, eventually } from '#lib/testing/world.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids } from '#shared/testing/builders.ts';

const comment = (text: string) => ({
  type: 'add-comment' as const,
  taskId: ids.task,
  text,
  internal: false,
});

async function withTask() {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  return { ...world, tab };
}

const stateOf = async (tab: TestTab) => (await tab.sync.task(ids.task)).current?.task.state;

describe('the engine', () => {
  it('brings the task with its building, and shows a step at once while it is still on its way', async () => {
    const { server, time, tab } = await withTask();
    tab.browser.online = false;
    expect(await tab.sync.enqueue({ type: 'start-task', taskId: ids.task })).toMatchObject({ queued: true });
    const page = await tab.sync.task(ids.task);
    expect(page.current?.building?.name).toBe('Askeby skole');
    expect(page.current?.task.state).toBe('in-progress');
    expect(page.current?.step).toEqual({ type: 'start-task', status: 'on-device' });
    expect(server.task(ids.task).state).toBe('assigned');

    tab.browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    expect(server.task(ids.task).state).toBe('in-progress');
    expect(await stateOf(tab)).toBe('in-progress');
    expect(tab.faults).toEqual([]);
  });

  it('sends what was made, in the order it was made', async () => {
    const { server, time, tab } = await withTask();
    tab.browser.online = false;
    await tab.sync.enqueue({ type: 'start-task', taskId: ids.task });
    for (let at = 1; at <= 120; at += 1) await tab.sync.enqueue(comment(`kommentar ${at}`));
    await tab.sync.enqueue({ type: 'complete-task', taskId: ids.task, files: [] });
    tab.browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    const texts = server.task(ids.task).comments.map((one) => one.text);
    expect(texts).toEqual(Array.from({ length: 120 }, (_, at) => `kommentar ${at + 1}`));
    expect(server.applied.map((one) => one.command.type).at(-1)).toBe('complete-task');
    expect(server.pushes.map((push) => push.commands.length)).toEqual([50, 50, 22]);
    expect(server.pushes.map((push) => push.holding?.[0]?.commands)).toEqual([122, undefined, 72]);
  });

  it('sends once what was stored when the answer was lost, and what the server answered twice counts once', async () => {
    const { server, time, tab } = await withTask();
    let lost = 0;
    tab.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path !== '/api/sync/push' || lost === 2) return answer;
      lost += 1;
      throw new TypeError('cut before the answer');
    };
    await tab.sync.enqueue(comment('én gang'));
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['én gang']);
    expect(server.pushes.length).toBeGreaterThanOrEqual(3);
  });

  it('never shows the state before a command while the command is acknowledged', async () => {
    const { time, tab } = await withTask();
    await tab.sync.enqueue(comment('blir stående'));
    const seen: string[][] = [];
    const subscription = liveQuery(async () => tab.sync.task(ids.task)).subscribe((page) => {
      seen.push(page.current?.task.comments.map((one) => one.text) ?? ['gone']);
    });
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    await eventually(time, async () => seen.length > 1);
    subscription.unsubscribe();
    for (const texts of seen) expect(texts).toEqual(['blir stående']);
  });

  it('keeps an applied command in the view until a pull brings its effect', async () => {
    const { server, time, tab } = await withTask();
    let holdPulls = true;
    tab.intercept = (request, pass) =>
      holdPulls && request.path === '/api/sync/pull' ? Promise.reject(new TypeError('cut')) : pass();
    await tab.sync.enqueue(comment('mottatt'));
    await eventually(time, () => server.task(ids.task).comments.length === 1);
    await time.pass(2_000);
    const page = await tab.sync.task(ids.task);
    expect(page.waiting[0]?.outcome?.status).toBe('applied');
    expect(page.current?.task.comments).toHaveLength(1);
    expect(Object.values(page.current?.comments ?? {})).toEqual(['received']);
    holdPulls = false;
    await eventually(time, async () => (await tab.sync.task(ids.task)).waiting.length === 0);
    expect((await tab.sync.task(ids.task)).current?.task.comments).toHaveLength(1);
  });

  it('lets a refusal in the middle hold nobody up, and tells it exactly once', async () => {
    const { server, time, tab } = await withTask();
    tab.browser.online = false;
    await tab.sync.enqueue(comment('før'));
    await tab.sync.enqueue({ type: 'start-task', taskId: ids.task });
    await tab.sync.enqueue({ type: 'wait-task', taskId: ids.task, reason: 'deler' });
    await tab.sync.enqueue(comment('etter'));
    // Meanwhile the office cancels and reopens it without start: waiting from there is no step.
    const siri = server.task(ids.task).executors;
    server.office('magnus', aCommand('cancel-task'));
    server.addTask({
      ...server.task(ids.task),
      state: 'waiting',
      waitingReason: 'x',
      executors: siri,
      closedAt: null,
    });
    tab.browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    await time.pass(60_000);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['før', 'etter']);
    const attention = await tab.read((db) => db.attention.toArray());
    expect(attention.map((item) => [item.command.type, item.refusal.code])).toEqual([
      ['start-task', 'task.wrong-state'],
    ]);
    expect(attention[0]?.task?.title).toBe('Kontroll av nødlys');
  });

  it('refuses before queuing what the rules refuse, and writes nothing', async () => {
    const { tab } = await withTask();
    const queued = await tab.sync.enqueue({ type: 'resume-task', taskId: ids.task });
    expect(queued).toEqual({ queued: false, refusal: { code: 'task.wrong-state', state: 'assigned' } });
    const tooLong = await tab.sync.enqueue(comment(''));
    expect(tooLong).toEqual({ queued: false, refusal: { code: 'command.invalid', fields: ['text'] } });
    expect(await tab.read((db) => db.outbox.count())).toBe(0);
    expect((await tab.read((db) => db.meta.get('sequence')))?.value).toMatchObject({ nextSeq: 1 });
  });

  it('says what it holds with a pass’s first push and pull, by name and size but never by a comment’s words', async () => {
    const { server, time, tab } = await withTask();
    tab.browser.online = false;
    await tab.sync.enqueue(comment('hemmelig'));
    tab.browser.online = true;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    const [held] = server.pushes.at(-1)?.holding ?? [];
    expect(held).toMatchObject({ taskId: ids.task, files: 0, commands: 1 });
    expect(held?.items).toMatchObject([{ kind: 'comment', name: '', size: null }]);
    expect(server.pulls.at(-1)?.holding).toEqual([]);
  });
});

describe('answers that are not ours', () => {
  const portal = { status: 200, type: 'text/html', body: '<html>Log in to WiFi</html>' };

  it.each([
    ['a guest network’s page with status 200', () => answerOf(portal, { header: false })],
    ['a bare 204', () => answerOf({ status: 204, type: '', body: '' }, { header: false })],
    ['a 204 with our header', () => answerOf({ status: 204, type: '', body: '' })],
    ['the right JSON without our header', null],
    [
      'JSON of another shape under our header',
      () => answerOf({ status: 200, type: 'application/vnd.oppdrag.push+json', body: '{"ok":true}' }),
    ],
  ])('%s acknowledges nothing', async (_title, foreign) => {
    const { server, time, tab } = await withTask();
    await tab.sync.enqueue(comment('trygg'));
    let shown = false;
    tab.intercept = async (request, pass) => {
      if (!request.path.startsWith('/api/sync')) return pass();
      shown = true;
      if (foreign !== null) return foreign();
      const inner = await pass();
      return { ...inner, header: (name) => (name === 'oppdrag-protocol' ? null : inner.header(name)) };
    };
    tab.wake();
    await time.pass(120_000);
    expect(shown).toBe(true);
    const [entry] = await tab.read((db) => db.outbox.toArray());
    expect(entry?.outcome).toBeNull();
    expect(tab.sync.state.get().connection).not.toBe('online');
    tab.intercept = null;
    tab.wake();
    await eventually(time, async () => (await tab.sync.outbox()).length === 0);
    expect(server.task(ids.task).comments).toHaveLength(1);
  });

  it('an answer to other commands than were sent acknowledges nothing', async () => {
    const { time, tab } = await withTask();
    await tab.sync.enqueue(comment('min'));
    tab.intercept = async (request, pass) => {
      const answer = await pass();
      if (request.path !== '/api/sync/push') return answer;
      const outcomes = [{ seq: 1, id: ids.nothing, status: 'applied', at: '2026-11-23T08:30:00.000Z' }];
      const body = JSON.stringify({ protocol: protocolVersion, outcomes, nextSeq: 2 });
      return answerOf({ status: 200, type: 'application/vnd.oppdrag.push+json', body });
    };
    tab.wake();
    await time.pass(3_000);
    expect((await tab.read((db) => db.outbox.toArray()))[0]?.outcome ?? null).toBeNull();
  });
});
