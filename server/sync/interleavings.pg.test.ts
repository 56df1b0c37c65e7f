import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gates, withoutLocks } from '#server/testing/gates.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { fileFor, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import { must } from '#shared/kernel/must.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aFile, now } from '#shared/testing/builders.ts';
import { dahlInAskeby } from '#shared/testing/places.ts';

/*
 * Two writers at once, each order forced: the first stands at a gate with everything done but its commit, the second
 * comes. With our locks the second waits and then sees what the first did; without them (the control) it does not, and
 * leaves what must not be.
 */
let harness: UploadHarness;
let gates: Gates;
beforeAll(async () => {
  harness = await UploadHarness.start();
  // A server that is stopping starts no verdict by itself at the last byte: here they come when they are told to.
  await harness.restart({ closing: AbortSignal.abort() });
  gates = await Gates.build(must(harness.app.deps.environment.databaseUrl, 'database'));
});
afterAll(async () => {
  await gates.close();
  await harness.close();
});

interface Act {
  /** What it stands at the gate by. */
  readonly key: string;
  readonly run: () => Promise<string>;
}

/** Runs two acts, the second while the first has everything done but its commit. Gives what each was told. */
async function cross(first: Act, second: Act): Promise<{ first: string; second: string; waited: boolean }> {
  const open = await gates.shut(first.key);
  const one = first.run();
  await gates.arrived();
  const two = second.run();
  const waited = await gates.blocked(two);
  await open();
  return { first: await one, second: await two, waited };
}

const said = (outcome: Outcome | undefined) =>
  outcome?.status === 'refused' ? outcome.refusal.code : (outcome?.status ?? 'nothing');

/** A push of one command by a person's device. */
function pushes(person: 'siri' | 'sondre' | 'ragnar', type: string, task: Task, fields: object = {}): Act {
  const client = new SyncClient(harness.app, person);
  const command = { type, id: uuid(), madeAt: now, taskId: task.id, ...fields };
  return { key: command.id, run: async () => said((await client.push(command))[0]) };
}

/** A command of the office. */
function orders(type: string, task: Task, fields: object = {}): Act {
  const command = { type, id: uuid(), madeAt: now, taskId: task.id, ...fields };
  return {
    key: command.id,
    run: async () => {
      const answer = await harness.app.request('magnus', 'POST', '/api/commands', command);
      const body = (await answer.json()) as { status?: string; refusal?: { code: string } };
      return body.refusal?.code ?? String(body.status);
    },
  };
}

const comments = (person: 'siri' | 'sondre', task: Task) =>
  pushes(person, 'add-comment', task, { text: 'Byttet.', internal: false });
const completes = (task: Task, files: string[] = []) => pushes('siri', 'complete-task', task, { files });

function declares(task: Task): Act & { readonly fileId: string } {
  const { id, name, size, sha256 } = aFile({ id: uuid() });
  const place = { purpose: 'task-attachment', folderId: null, checklistId: null, questionId: null };
  return {
    ...pushes('sondre', 'declare-file', task, { fileId: id, name, size, sha256, ...place }),
    fileId: id,
  };
}

/** A verdict on a file all of whose bytes are here. */
async function received(overrides: Partial<Task> = {}) {
  const bytes = somePhoto(20_000);
  const file = fileFor(bytes);
  const task = await harness.task([file], { state: 'in-progress', ...overrides });
  await harness.patch('siri', await harness.session('siri', file.id), 0, bytes);
  const finalises: Act = {
    key: file.id,
    run: async () => {
      const answer = await harness.finalise('siri', file.id);
      const refusal = answer.json['refusal'] as { code: string } | undefined;
      return refusal?.code ?? String(answer.json['state']);
    },
  };
  return { task, file, finalises };
}

const states = async (task: Task) => {
  const { state, files } = await harness.taskNow(task.id);
  return [state, ...files.map((file) => file.state)];
};

const toDahl = { executors: [{ kind: 'supplier', id: dahlInAskeby.id }] };

describe('completing against declaring a file', () => {
  it('completed first: the declaration is refused', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    expect(await cross(completes(task), declares(task))).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect(await states(task)).toEqual(['completed']);
  });

  it('declared first: the completion that does not name it refuses it', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    expect(await cross(declares(task), completes(task))).toMatchObject({
      first: 'applied',
      second: 'applied',
    });
    expect(await states(task)).toEqual(['completed', 'refused']);
  });

  it('declared first: the completion that names it waits for its bytes', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    const declaring = declares(task);
    expect(await cross(declaring, completes(task, [declaring.fileId]))).toMatchObject({ second: 'applied' });
    expect(await states(task)).toEqual(['completing', 'declared']);
  });
});

describe('completing against the verdict on a file', () => {
  it('completed first without naming it: the file is refused, whatever has arrived', async () => {
    const { task, finalises } = await received();
    const crossed = await cross(completes(task), finalises);
    expect(crossed).toMatchObject({ first: 'applied', second: 'task.closed' });
    expect(await states(task)).toEqual(['completed', 'refused']);
  });

  it('completed first and named: the verdict ends both', async () => {
    const { task, file, finalises } = await received();
    expect(await cross(completes(task, [file.id]), finalises)).toMatchObject({
      first: 'applied',
      second: 'available',
    });
    expect(await states(task)).toEqual(['completed', 'available']);
  });

  it('available first: the completion has nothing to wait for', async () => {
    const { task, file, finalises } = await received();
    expect(await cross(finalises, completes(task, [file.id]))).toEqual({
      first: 'available',
      second: 'applied',
      waited: true,
    });
    expect(await states(task)).toEqual(['completed', 'available']);
  });
});

describe('the office against a supplier’s write', () => {
  it('cancelled first: the write is refused', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    expect(await cross(orders('cancel-task', task), comments('siri', task))).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect((await harness.taskNow(task.id)).comments).toEqual([]);
  });

  it('written first: it stands, and the cancellation follows', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    expect(await cross(comments('siri', task), orders('cancel-task', task))).toMatchObject({
      first: 'applied',
      second: 'applied',
    });
    const after = await harness.taskNow(task.id);
    expect([after.state, after.comments.length]).toEqual(['cancelled', 1]);
  });

  it('given to others first: the write is refused', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    expect(await cross(orders('reassign-task', task, toDahl), comments('siri', task))).toEqual({
      first: 'applied',
      second: 'grant.ended',
      waited: true,
    });
  });

  it('written first: it stands, and the others get the task with it', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    expect(await cross(comments('siri', task), orders('reassign-task', task, toDahl))).toMatchObject({
      first: 'applied',
      second: 'applied',
    });
    expect((await harness.taskNow(task.id)).comments).toHaveLength(1);
  });

  it('reopened first: the write that came for a closed task is applied', async () => {
    const task = await harness.task([], { state: 'cancelled' });
    expect(await cross(orders('reopen-task', task, { executors: null }), comments('siri', task))).toEqual({
      first: 'applied',
      second: 'applied',
      waited: true,
    });
  });

  it('refused first: the reopening comes too late for it, and the device sends it anew', async () => {
    const task = await harness.task([], { state: 'cancelled' });
    expect(
      await cross(comments('siri', task), orders('reopen-task', task, { executors: null })),
    ).toMatchObject({
      first: 'task.closed',
      second: 'applied',
    });
  });
});

describe('two batches that name the same tasks in opposite order', () => {
  it('never wait in a circle', async () => {
    const [a, b] = [
      await harness.task([], { state: 'in-progress' }),
      await harness.task([], { state: 'in-progress' }),
    ];
    const batch = (person: 'siri' | 'sondre', tasks: readonly Task[]): Act => {
      const client = new SyncClient(harness.app, person);
      const all = tasks.map((task) => ({
        ...{ type: 'add-comment', id: uuid(), madeAt: now, taskId: task.id },
        ...{ text: 'Begge veier', internal: false },
      }));
      const key = must(all[0], 'command').id;
      return { key, run: async () => (await client.push(...all)).map(said).join() };
    };
    expect(await cross(batch('siri', [a, b]), batch('sondre', [b, a]))).toEqual({
      first: 'applied,applied',
      second: 'applied,applied',
      waited: true,
    });
  });
});

describe('a pull between a write and its commit', () => {
  it('does not see it, and the next one does', async () => {
    const task = await harness.task([], { state: 'in-progress' });
    const sondre = new SyncClient(harness.app, 'sondre');
    await sondre.pull();
    const writing = comments('siri', task);
    const open = await gates.shut(writing.key);
    const written = writing.run();
    await gates.arrived();
    const seen = () => sondre.list('task').find((one) => one.id === task.id)?.comments.length;
    await sondre.pull();
    expect(seen()).toBe(0);
    await open();
    expect(await written).toBe('applied');
    await sondre.pull();
    expect(seen()).toBe(1);
  });
});

describe('the control: an application that forgets to lock', () => {
  it('lets a file be declared in a completed task', async () => {
    await harness.restart({ db: withoutLocks(harness.app.db) });
    const task = await harness.task([], { state: 'in-progress' });
    const plain = (act: { person: 'siri' | 'sondre'; type: string; fields: object }): Act => {
      const id = uuid();
      const command = { type: act.type, id, madeAt: now, taskId: task.id, ...act.fields };
      const push = { protocol: 2, deviceId: uuid(), appVersion: 'x', holding: [] };
      return {
        key: id,
        run: async () => {
          const body = { ...push, commands: [{ seq: 1, id, command }] };
          const answer = await harness.post(act.person, '/api/sync/push', body);
          return said((answer.json['outcomes'] as Outcome[])[0]);
        },
      };
    };
    const { id: fileId, name, size, sha256 } = aFile({ id: uuid() });
    const place = { purpose: 'task-attachment', folderId: null, checklistId: null, questionId: null };
    const crossed = await cross(
      plain({ person: 'siri', type: 'complete-task', fields: { files: [] } }),
      plain({ person: 'sondre', type: 'declare-file', fields: { fileId, name, size, sha256, ...place } }),
    );
    expect(crossed).toMatchObject({ first: 'applied', second: 'applied' });
    expect(await states(task), 'what must never be').toEqual(['completed', 'declared']);
    await harness.restart();
  });
});
