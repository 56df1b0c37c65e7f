import { afterAll, beforeAll, expect, it } from 'vitest';
import { people } from '#shared/testing/people.ts';
import { startSimulationHost, type SimulationHost } from './simulation-host.ts';
import { makeWorld } from './world.ts';

let host: SimulationHost;
beforeAll(async () => {
  host = await startSimulationHost();
});
afterAll(() => host.close());

it('what was refused before a profile was copied goes again from both, and counts once', async () => {
  await host.reset();
  const world = makeWorld(host, 1);
  const { time, server, office } = world;
  const device = world.addDevice('siri');
  device.parts.weather.heal();
  await office.plan();
  const [task] = await host.points.sql<{ id: string }[]>`select id from tasks`;
  const taskId = task?.id ?? '';
  const say = async (type: string, fields: object, number: number) => {
    const id = `0192bbbb-0000-7000-8000-00000000000${number}`;
    const body = JSON.stringify({ type, id, madeAt: server.now(), taskId, ...fields });
    const cookie = host.cookies.get('astrid') ?? null;
    return (await server.ask(cookie, { method: 'POST', path: '/api/commands', body }))?.status;
  };
  const [supplier] = people.siri.contactOf;
  expect(await say('reassign-task', { executors: [{ kind: 'supplier', id: supplier?.id }] }, 1)).toBe(200);
  await device.open();
  await time.pass(2_000);
  device.online = false;
  await device.sync.enqueue({ type: 'add-comment', taskId, text: 'Bare én gang.', internal: false });
  expect(await say('cancel-task', {}, 2)).toBe(200);
  device.online = true;
  device.wake();
  await time.pass(5_000);
  const copy = world.addDevice('siri');
  copy.parts.weather.heal();
  await device.copyTo(copy);
  for (const one of [device, copy]) {
    await one.open();
    await time.pass(3_000);
    expect(await one.sync.attention()).toHaveLength(1);
  }
  expect(await say('reopen-task', { executors: null }, 3)).toBe(200);
  for (const one of [device, copy]) one.wake();
  await time.pass(20_000);
  for (const one of [device, copy]) {
    expect(await one.sync.attention()).toEqual([]);
    expect(await one.sync.outbox()).toEqual([]);
    one.kill();
  }
  const comments = await host.points.sql<{ text: string }[]>`select text from comments`;
  expect(comments.map((one) => one.text)).toEqual(['Bare én gang.']);
});
