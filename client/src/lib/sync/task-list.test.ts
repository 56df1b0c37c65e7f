import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeMeta } from '#lib/device/meta.ts';
import { PersonDatabase } from '#lib/device/person-database.ts';
import { taskRow } from '#lib/device/record-rows.ts';
import { joinTasks, type TaskWork } from '#lib/sync/join-tasks.ts';
import { readTaskRows, readTasksIn } from '#lib/sync/task-list.ts';
import { aTask } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';
import { askebyBad, askebySkole } from '#shared/testing/places.ts';

let db: PersonDatabase;
beforeEach(() => {
  db = new PersonDatabase(people.siri.id, { indexedDB: new IDBFactory(), IDBKeyRange });
});
afterEach(() => db.delete());

const none: TaskWork = { hidden: false, folded: new Map(), marks: new Map() };

describe('the list of tasks', () => {
  it('has every row once, by deadline, none of it last, however many reads it takes', async () => {
    const tasks = Array.from({ length: 1001 }, (_, at) =>
      aTask({
        id: localId(at),
        deadline: at === 500 ? null : `2027-01-${String((at % 28) + 1).padStart(2, '0')}`,
      }),
    );
    await db.tasks.bulkAdd(tasks.map((task) => taskRow(task.id, 1, task)));
    const read = await readTaskRows(db);
    expect(new Set(read.map((task) => task.id)).size).toBe(1001);
    expect(read[0]?.deadline).toBe('2027-01-01');
    expect(read.at(-1)?.deadline).toBeNull();
  });

  it('is read again while many pages come only when it has grown fourfold, and at the end', async () => {
    const put = (from: number, to: number) =>
      db.tasks.bulkAdd(
        Array.from({ length: to - from }, (_, at) => {
          const task = aTask({ id: localId(from + at) });
          return taskRow(task.id, 1, task);
        }),
      );
    const feed = { cookie: null, epoch: null };
    await put(0, 10);
    await writeMeta(db.meta, 'feed', { ...feed, page: 'next' });
    const first = await readTaskRows(db);
    expect(first).toHaveLength(10);
    await put(10, 39);
    expect(await readTaskRows(db, first)).toBe(first);
    await put(39, 40);
    const grown = await readTaskRows(db, first);
    expect(grown).toHaveLength(40);
    await put(40, 41);
    await writeMeta(db.meta, 'feed', { ...feed, page: null });
    expect(await readTaskRows(db, grown)).toHaveLength(41);
  });

  it('shows own work on top of what is confirmed, and nothing once the lease is over', () => {
    const [quiet, started] = [aTask(), aTask({ id: localId(9) })];
    const work: TaskWork = {
      hidden: false,
      folded: new Map([[started.id, { ...started, state: 'in-progress' }]]),
      marks: new Map([[started.id, { waitingFiles: 2, waitingCommands: 1, attention: 0 }]]),
    };
    const list = joinTasks([quiet, started], work);
    expect(list.map((item) => [item.task.state, item.waitingFiles])).toEqual([
      ['assigned', 0],
      ['in-progress', 2],
    ]);
    expect(joinTasks([quiet], { ...none, hidden: true })).toEqual([]);
  });

  it('of one building leaves the others out', async () => {
    const [here, there] = [aTask(), aTask({ id: localId(9), buildingId: askebyBad.id })];
    await db.tasks.bulkAdd([here, there].map((task) => taskRow(task.id, 1, task)));
    const inside = await readTasksIn(db, askebySkole.id, Date.now());
    expect(inside.map((item) => item.task.id)).toEqual([here.id]);
  });
});
