import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { v7 as uuid } from 'uuid';
import { withScope } from '#server/db/scope.ts';
import { recordTaskGrants } from '#server/grants/grant-queries.ts';
import { fileFor, patience, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askeby, folders, sagvikInAskeby } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';

let harness: UploadHarness;
const bytes = somePhoto();
const part = bytes.subarray(0, 1000);

beforeAll(async () => {
  harness = await UploadHarness.start();
});
afterEach(() => harness.restart());
afterAll(() => harness.close());

async function declared(overrides: Partial<FileRecord> = {}, taskOverrides: Partial<Task> = {}) {
  const file = fileFor(bytes, overrides);
  const task = await harness.task([file], taskOverrides);
  return { file, task };
}

async function receiving(overrides: Partial<FileRecord> = {}) {
  const { file, task } = await declared(overrides);
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, part);
  return { file, task, url };
}

async function command(person: PersonName, fields: object) {
  const answer = await harness.post(person, '/api/commands', fields);
  expect(answer.status, answer.bytes.toString()).toBe(200);
}

const cancel = (taskId: Id) => command('magnus', { ...aCommand('cancel-task', { taskId }), id: uuid() });

function inAskeby<Result>(work: Parameters<typeof withScope<Result>>[2]): Promise<Result> {
  return withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, work);
}

async function expectNothingLeft(file: FileRecord, url: string) {
  expect(await harness.deps.store.size(url.slice(-40))).toBeNull();
  expect(await harness.kept(file.id)).toBeNull();
}

test.each(['sondre', 'ragnar', 'magnus', 'astrid', 'nils', 'stig'] as const)(
  'somebody else’s file is not there, as if its id were made up: %s',
  async (stranger) => {
    const { file, url } = await receiving();
    const nowhere = uuid();
    for (const verb of ['session', 'finalise']) {
      const answer = await harness.post(stranger, `/api/files/${file.id}/${verb}`);
      const madeUp = await harness.post(stranger, `/api/files/${nowhere}/${verb}`);
      expect({ ...answer.json, requestId: '' }).toEqual({ ...madeUp.json, requestId: '' });
      expect(answer.status).toBe(404);
    }
    const headers = { 'Tus-Resumable': '1.0.0' };
    expect((await harness.head(stranger, url)).status).toBe(404);
    expect((await harness.patch(stranger, url, part.length, bytes.subarray(part.length)))?.status).toBe(404);
    expect((await harness.send(stranger, 'DELETE', url, { headers }))?.status).toBe(404);
    expect((await harness.head('siri', url)).headers['upload-offset']).toBe(String(part.length));
    expect((await harness.file(file.id)).state).toBe('receiving');
  },
);

test('an id that is none is invalid, and a body with anything in it too', async () => {
  for (const id of ['1', 'null', '%00', uuid().slice(1)]) {
    expect((await harness.post('siri', `/api/files/${id}/session`)).status).toBe(400);
  }
  const { file } = await declared();
  for (const body of [{ storageKey: 'x' }, { state: 'available' }, [], null]) {
    for (const verb of ['session', 'finalise', 'ticket']) {
      expect((await harness.post('siri', `/api/files/${file.id}/${verb}`, body)).status).toBe(400);
    }
  }
});

test('a task closed before the first byte opens no session, and says why', async () => {
  const { file, task } = await declared();
  await cancel(task.id);
  expect(await harness.post('siri', `/api/files/${file.id}/session`)).toMatchObject({
    status: 409,
    json: { code: 'command.refused', refusal: { code: 'task.closed', state: 'cancelled' } },
  });
  expect(await harness.row(file.id)).toMatchObject({ state: 'refused', uploadId: null });
});

test('a task closed in the middle of the bytes: the next request is refused and what had come is gone', async () => {
  const { file, task, url } = await receiving();
  await cancel(task.id);
  await expectNothingLeft(file, url);
  const next = await harness.patch('siri', url, part.length, bytes.subarray(part.length));
  expect(next).toMatchObject({ status: 410, json: { code: 'link.dead', refusal: { code: 'task.closed' } } });
  expect((await harness.head('siri', url)).status).toBe(410);
  expect(await harness.finalise('siri', file.id)).toMatchObject({
    status: 409,
    json: { refusal: { code: 'task.closed', state: 'cancelled' } },
  });
  expect(await harness.file(file.id)).toMatchObject({ state: 'refused', refusalCode: 'task.closed' });
});

test('a task closed after the last byte and before the verdict: the file does not land', async () => {
  const { file, task, url } = await receiving();
  const { store } = harness.deps;
  await harness.restart({
    store: {
      ...store,
      async keep(...args) {
        await store.keep(...args);
        await cancel(task.id);
      },
    },
  });
  await harness.patch('siri', url, part.length, bytes.subarray(part.length));
  await expect.poll(async () => (await harness.file(file.id)).state, patience).toBe('refused');
  await expect.poll(() => harness.kept(file.id), patience).toBeNull();
  expect((await harness.finalise('siri', file.id)).status).toBe(409);
});

test.each<[string, (task: Task) => Promise<unknown>, object]>([
  [
    'the task was completed',
    (task) =>
      inAskeby((trx) =>
        trx.updateTable('tasks').set({ state: 'completed' }).where('id', '=', task.id).execute(),
      ),
    { code: 'task.closed', state: 'completed' },
  ],
  [
    'the supplier was taken off the task',
    (task) =>
      inAskeby(async (trx) => {
        await trx.deleteFrom('assignments').where('task_id', '=', task.id).execute();
        const change = { now: harness.deps.clock(), began: 'assigned', ended: 'reassigned' } as const;
        await recordTaskGrants(trx, [task.id], change);
      }),
    { code: 'grant.ended' },
  ],
])('a grant that ended past all commands is found at the next byte: %s', async (_what, end, refusal) => {
  for (const method of ['HEAD', 'PATCH', 'DELETE', 'session', 'finalise'] as const) {
    const { file, task, url } = await receiving();
    const reserved = await harness.reserved();
    await inAskeby((trx) =>
      trx
        .updateTable('tenants')
        .set({ reserved_bytes: reserved + file.size })
        .where('id', '=', askeby.id)
        .execute(),
    );
    await end(task);
    const headers = { 'Tus-Resumable': '1.0.0' };
    const answer =
      method === 'PATCH'
        ? await harness.patch('siri', url, part.length, bytes.subarray(part.length))
        : method === 'HEAD' || method === 'DELETE'
          ? await harness.send('siri', method, url, { headers })
          : await harness.post('siri', `/api/files/${file.id}/${method}`);
    expect(answer?.status, method).toBe(method === 'session' || method === 'finalise' ? 409 : 403);
    if (method !== 'HEAD') expect(answer?.json, method).toMatchObject({ refusal });
    expect(await harness.file(file.id)).toMatchObject({ state: 'refused' });
    await expectNothingLeft(file, url);
    expect((await harness.row(file.id)).uploadId, method).toBeNull();
    expect(await harness.reserved(), method).toBe(reserved);
  }
});

test('whatever else is open in the building: a file of a completed task does not land', async () => {
  const { file, task, url } = await receiving({ purpose: 'archive', folderId: folders.fire });
  await harness.task([]);
  await inAskeby((trx) =>
    trx.updateTable('tasks').set({ state: 'completed' }).where('id', '=', task.id).execute(),
  );
  expect((await harness.patch('siri', url, part.length, bytes.subarray(part.length)))?.status).toBe(403);
  const entries = await inAskeby((trx) =>
    trx.selectFrom('archive_entries').select('id').where('file_id', '=', file.id).execute(),
  );
  expect(entries).toEqual([]);
});

test('while Completing, the files that were named land and no others', async () => {
  const [named, unnamed] = [fileFor(bytes), fileFor(bytes)];
  await harness.task([named, unnamed], { state: 'completing', expectedFiles: [named.id] });
  expect(await harness.post('siri', `/api/files/${unnamed.id}/session`)).toMatchObject({
    status: 409,
    json: { refusal: { code: 'task.closed', state: 'completing' } },
  });
  expect((await harness.upload('siri', named.id, bytes)).json).toMatchObject({ state: 'available' });
});

test('landing and closing at the same moment end in one of two ways, never in between', async () => {
  for (let round = 0; round < 12; round += 1) {
    const { file, task, url } = await receiving();
    const { store } = harness.deps;
    await harness.patch('siri', url, part.length, bytes.subarray(part.length, -1));
    const last = harness.patch('siri', url, bytes.length - 1, bytes.subarray(-1));
    const [, closed, landed] = await Promise.all([
      last,
      new Promise((later) => setTimeout(later, round * 2)).then(() =>
        harness.post('magnus', '/api/commands', {
          ...aCommand('cancel-task', { taskId: task.id }),
          id: uuid(),
        }),
      ),
      last.then(() => harness.finalise('siri', file.id)),
    ]);
    expect(closed.status).toBe(200);
    const now = await harness.file(file.id);
    expect(['available', 'refused']).toContain(now.state);
    expect(landed.status).toBe(now.state === 'available' ? 200 : 409);
    await expect
      .poll(async () => (await harness.kept(file.id)) !== null, patience)
      .toBe(now.state === 'available');
    expect(await store.size(url.slice(-40))).toBeNull();
  }
});

test('a refused file declared again after reopening lands, and its old address stays dead', async () => {
  const { file, task, url } = await receiving();
  const client = new SyncClient(harness.app, 'siri');
  await cancel(task.id);
  await command('magnus', { ...aCommand('reopen-task', { taskId: task.id }), id: uuid() });
  expect(await harness.post('siri', `/api/files/${file.id}/session`)).toMatchObject({
    status: 409,
    json: { refusal: { code: 'file.settled' } },
  });
  const again = {
    ...aCommand('declare-file', { taskId: task.id, fileId: file.id, name: file.name }),
    id: uuid(),
    size: file.size,
    sha256: file.sha256,
  };
  expect(await client.push(again)).toMatchObject([{ status: 'applied' }]);
  const opened = await harness.post('siri', `/api/files/${file.id}/session`);
  expect(opened.json).toMatchObject({ offset: 0, state: 'declared' });
  expect(opened.json['uploadUrl']).not.toBe(url);
  expect((await harness.head('siri', url)).status).toBe(410);
  await harness.patch('siri', String(opened.json['uploadUrl']), 0, bytes);
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a file the person took back takes no more bytes', async () => {
  const { file, task, url } = await receiving();
  const client = new SyncClient(harness.app, 'siri');
  await client.push({ ...aCommand('cancel-file', { taskId: task.id, fileId: file.id }), id: uuid() });
  expect((await harness.patch('siri', url, part.length, bytes.subarray(part.length)))?.status).toBe(410);
  expect(await harness.finalise('siri', file.id)).toMatchObject({
    status: 409,
    json: { refusal: { code: 'file.settled' } },
  });
  expect(await harness.deps.store.size(url.slice(-40))).toBeNull();
});

test('method 1: an archive upload without a task lives and ends with the building', async () => {
  const { size, sha256 } = fileFor(bytes);
  const declare = {
    ...aCommand('declare-file', { fileId: uuid(), purpose: 'archive', folderId: folders.fire }),
    taskId: null,
    id: uuid(),
    size,
    sha256,
  };
  const client = new SyncClient(harness.app, 'arne');
  const second = { ...declare, id: uuid(), fileId: uuid() };
  expect(await client.push(declare, second)).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
  expect((await harness.upload('arne', declare.fileId, bytes)).json).toMatchObject({ state: 'available' });

  const reserved = await harness.reserved();
  const url = await harness.session('arne', second.fileId);
  await harness.patch('arne', url, 0, part);
  await inAskeby((trx) =>
    trx.deleteFrom('building_access').where('person_id', '=', people.arne.id).execute(),
  );
  expect(await harness.patch('arne', url, part.length, bytes.subarray(part.length))).toMatchObject({
    status: 403,
    json: { refusal: { code: 'grant.ended' } },
  });
  expect((await harness.file(second.fileId)).state).toBe('refused');
  expect(await harness.reserved()).toBe(reserved - size);
  expect(await harness.deps.store.size(url.slice(-40))).toBeNull();
});

test('taking a file without a task back while it lands ends in one of two ways, never in both', async () => {
  const client = new SyncClient(harness.app, 'astrid');
  for (let round = 0; round < 10; round += 1) {
    const { id: fileId, size, sha256 } = fileFor(bytes);
    const place = { taskId: null, fileId };
    await client.push({
      ...aCommand('declare-file', { ...place, purpose: 'archive', folderId: folders.fire }),
      id: uuid(),
      ...{ size, sha256 },
    });
    const url = await harness.session('astrid', fileId);
    await harness.patch('astrid', url, 0, bytes.subarray(0, -1));
    const [, [outcome]] = await Promise.all([
      harness.patch('astrid', url, bytes.length - 1, bytes.subarray(-1)),
      new Promise((later) => setTimeout(later, round * 4)).then(() =>
        client.push({ ...aCommand('cancel-file', place), id: uuid() }),
      ),
    ]);
    const answer = await harness.finalise('astrid', fileId);
    const entries = await inAskeby((trx) =>
      trx.selectFrom('archive_entries').select('id').where('file_id', '=', fileId).execute(),
    );
    const cancelled = outcome?.status === 'applied';
    expect(await harness.file(fileId)).toMatchObject({ state: cancelled ? 'cancelled' : 'available' });
    expect(answer.status).toBe(cancelled ? 409 : 200);
    expect(entries).toHaveLength(cancelled ? 0 : 1);
  }
});

test('a verdict waits for a command that has the file, and sees what it did', async () => {
  const { id: fileId, size, sha256 } = fileFor(bytes);
  await new SyncClient(harness.app, 'astrid').push({
    ...aCommand('declare-file', { taskId: null, fileId, purpose: 'archive', folderId: folders.fire }),
    id: uuid(),
    ...{ size, sha256 },
  });
  const { store } = harness.deps;
  const commits = Promise.withResolvers<void>();
  let command: Promise<unknown> = Promise.resolve();
  await harness.restart({
    store: {
      ...store,
      async keep(...names) {
        await store.keep(...names);
        const has = Promise.withResolvers<void>();
        command = inAskeby(async (trx) => {
          await trx.updateTable('files').set({ state: 'cancelled' }).where('id', '=', fileId).execute();
          has.resolve();
          await commits.promise;
        });
        await has.promise;
      },
    },
  });
  const verdict = harness.upload('astrid', fileId, bytes);
  const waiting = async () => {
    const { rows } = await sql`select from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database()`.execute(harness.app.db);
    return rows.length;
  };
  await expect.poll(waiting, patience).toBeGreaterThan(0);
  commits.resolve();
  await command;
  expect((await verdict).status).toBe(409);
  expect((await harness.file(fileId)).state).toBe('cancelled');
  expect(await harness.kept(fileId)).toBeNull();
});

test('a contact who may not act for the supplier any more finds nothing there', async () => {
  const { file, url } = await receiving();
  const setActive = (active: boolean) =>
    inAskeby((trx) =>
      trx
        .updateTable('supplier_contacts')
        .set({ active })
        .where('person_id', '=', people.siri.id)
        .where('supplier_id', '=', sagvikInAskeby.id)
        .execute(),
    );
  await setActive(false);
  expect((await harness.patch('siri', url, part.length, bytes.subarray(part.length)))?.status).toBe(404);
  expect((await harness.post('siri', `/api/files/${file.id}/session`)).status).toBe(404);
  await setActive(true);
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe(String(part.length));
});
