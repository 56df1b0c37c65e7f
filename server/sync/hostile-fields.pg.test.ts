import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aFile, aTask, ids, now } from '#shared/testing/builders.ts';
import { commandTypes } from '#shared/testing/command-types.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { fireTemplate } from '#shared/testing/places.ts';

/*
 * Whatever stands in any field of any body, the answer is one of ours and never a failure: each field of a good
 * request is replaced, one at a time, by values that break careless servers.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await insertTask(app.db, aTask({ state: 'in-progress', checklists: [aChecklist()], files: [aFile()] }));
});
afterAll(() => app.close());

const nasty: readonly unknown[] = [
  null,
  'x\u0000y',
  '\ud800',
  2 ** 31 - 1,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  -1,
  [],
  {},
  '9999-12-31T23:59:59.999Z',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): Place[] {
  const own = at.length === 0 ? [] : [at];
  if (typeof value !== 'object' || value === null) return own;
  const inner = Object.entries(value).flatMap(([key, one]) => placesIn(one, [...at, key]));
  return [...own, ...inner];
}

function withValue(value: unknown, [key, ...rest]: Place, next: unknown): unknown {
  if (key === undefined) return next;
  const changed = withValue((value as Record<string, unknown>)[key], rest, next);
  if (Array.isArray(value)) return value.with(Number(key), changed);
  return { ...(value as object), [key]: changed };
}

async function sweep(
  person: PersonName,
  path: string,
  makeBody: () => unknown,
  send = (body: unknown) => app.request(person, 'POST', path, body),
): Promise<void> {
  const failed: string[] = [];
  for (const place of placesIn(makeBody())) {
    for (const value of nasty) {
      const response = await send(withValue(makeBody(), place, value));
      if (response.status >= 500) failed.push(`${place.join('.')} = ${JSON.stringify(value)}`);
    }
  }
  expect(failed).toEqual([]);
}

function holding() {
  const items = [{ kind: 'file', name: 'tavle.jpg', size: 1, madeAt: now }];
  return [{ taskId: ids.task, files: 1, bytes: 1, commands: 1, items, oldestAt: now }];
}

/** One command of each shape: those that carry only a task are one. */
const ofEachShape = new Map(commandTypes.map((type) => [Object.keys(aCommand(type)).join(), type])).values();

const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unpacked = (text: string) =>
  JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;

test.each([...ofEachShape])('no field of a direct %s makes the server fail', async (type) => {
  const lists = [{ id: uuid(), templateId: fireTemplate.id, mandatory: true }];
  const fields = type === 'create-task' ? { taskId: uuid(), checklists: lists } : {};
  await sweep('astrid', '/api/commands', () => ({ ...aCommand(type, fields), id: uuid() }));
});

test('no field of a push makes the server fail', async () => {
  const siri = new SyncClient(app, 'siri');
  await siri.push({ ...aCommand('add-comment'), id: uuid() });
  await sweep('siri', '/api/sync/push', () => {
    const command = { ...aCommand('add-comment'), id: uuid() };
    const commands = [{ seq: 1, id: command.id, command }];
    return { protocol: 1, deviceId: uuid(), appVersion: 'test', commands, holding: holding() };
  });
});

test('no field of a pull makes the server fail', async () => {
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const { deviceId, cookie } = siri;
  const held = [...siri.held.values()];
  await sweep('siri', '/api/sync/pull', () => {
    const more = { page: null, verify: true, drifted: [] };
    return { protocol: 2, deviceId, appVersion: '', cookie, held, ackedSeq: 0, holding: holding(), ...more };
  });
});

test('no field of a forged cookie or page makes the server fail', async () => {
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const asked = { protocol: 2, deviceId: siri.deviceId, appVersion: '', ackedSeq: 0, holding: [] };
  const held = [...siri.held.values()];
  const cookie = unpacked(siri.cookie ?? '');
  const path = '/api/sync/pull';
  const pull = (fields: object) => app.request('siri', 'POST', path, { ...asked, held, ...fields });
  await sweep(
    'siri',
    path,
    () => cookie,
    (body) => pull({ cookie: packed(body) }),
  );
  const { epoch, snapshot, at } = cookie;
  const within = { kind: 'past-task', id: uuid() };
  const page = { v: 1, epoch, snapshot, at, nextSeq: 1, fresh: true, after: null, within };
  for (const next of [page, { ...page, fresh: false, after: { kind: 'building', id: uuid() } }]) {
    expect((await pull({ cookie: null, page: packed(next) })).status).toBe(200);
    await sweep(
      'siri',
      path,
      () => next,
      (body) => pull({ cookie: null, page: packed(body) }),
    );
  }
});

test('a cookie whose snapshot is none is a reset', async () => {
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const good = unpacked(siri.cookie ?? '');
  for (const snapshot of ['5:1:', '1:5:9', '1:5:3,2', '0:0:', '1:9:0', '99999999999999999999:1:']) {
    const cookie = packed({ ...good, snapshot });
    const response = await app.request('siri', 'POST', '/api/sync/pull', {
      ...{ protocol: 1, deviceId: siri.deviceId, appVersion: '', ackedSeq: 0, holding: [] },
      ...{ held: [...siri.held.values()], cookie },
    });
    expect(response.status, snapshot).toBe(409);
  }
});

test('a device that claims to hold more than there is does not take the office its list', async () => {
  const siri = new SyncClient(app, 'siri');
  const command = { ...aCommand('add-comment'), id: uuid() };
  const much = { ...holding()[0], files: 2 ** 31 - 1, commands: 2 ** 31 - 1 };
  const response = await siri.send([{ seq: 1, id: command.id, command }], [much]);
  expect(response.status).toBe(200);
  expect((await app.request('astrid', 'GET', '/api/tasks')).status).toBe(200);
});

test.each(['search=%00', 'search=a%00b', 'search=%ED%A0%80', 'states=', 'limit=1e9', 'offset=-1'])(
  'the list answers the query %s',
  async (query) => {
    expect((await app.request('astrid', 'GET', `/api/tasks?${query}`)).status).toBeLessThan(500);
  },
);
