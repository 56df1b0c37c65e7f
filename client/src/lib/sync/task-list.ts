import type { Id } from '#shared/kernel/ids.ts';
import type { Task } from '#shared/tasks/task.ts';
import { readMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { TaskRow } from '#lib/device/record-rows.ts';
import { loadWork, waitingIn } from '#lib/sync/holding.ts';
import { joinTasks, noMarks, type TaskListItem, type TaskWork } from '#lib/sync/join-tasks.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';
import { loadProspect, prospectTables } from '#lib/sync/prospect.ts';

/** Rows unpacked in one go: more would be felt as a halt on a tablet. */
const atOnce = 400;

/** While a round's pages come, the list is read anew when it has grown by so much: reading it costs what writing does. */
const worthReading = 4;

/**
 * The confirmed tasks by deadline (none sorts last), as a few short reads that let the screen have its turn. `before` is
 * what was read last: it stands while a round of many pages is under way and has not brought much more.
 */
export function readTaskRows(db: PersonDatabase, before: Task[] = []): Promise<Task[]> {
  return db.transaction('r', [db.tasks, db.meta], async () => {
    const isEnough = async () => (await db.tasks.count()) < before.length * worthReading;
    if (before.length > 0 && (await isRoundUnderWay(db)) && (await isEnough())) return before;
    const rows: TaskRow[] = [];
    let last = '';
    for (;;) {
      const some = await db.tasks.where(':id').above(last).limit(atOnce).toArray();
      rows.push(...some);
      const end = some.at(-1);
      if (end === undefined || some.length < atOnce) break;
      last = end.id;
    }
    return rows.sort((a, b) => (a.deadline < b.deadline ? -1 : 1)).map((row) => row.body);
  });
}

async function isRoundUnderWay(db: PersonDatabase): Promise<boolean> {
  return ((await readMeta(db.meta, 'feed'))?.page ?? null) !== null;
}

/** Reads what the person's own work makes of the list. Only tasks with pending commands are folded. */
export function readTaskWork(db: PersonDatabase, now: number): Promise<TaskWork> {
  return db.transaction('r', prospectTables(db), async () => {
    const hidden = isLeaseOver(await readMeta(db.meta, 'contact'), now);
    const work = await loadWork(db);
    const folded = new Map<Id, Task>();
    for (const taskId of new Set(work.outbox.map((entry) => entry.taskId))) {
      if (taskId === null) continue;
      const task = (await loadProspect(db, { taskId, fileId: null }))?.situation.task;
      if (task) folded.set(taskId, task);
    }
    const marks = new Map<Id | null, Omit<TaskListItem, 'task'>>();
    const add = (taskId: Id | null, key: keyof Omit<TaskListItem, 'task'>) => {
      const mark = marks.get(taskId) ?? noMarks;
      marks.set(taskId, { ...mark, [key]: mark[key] + 1 });
    };
    for (const { taskId, kind } of waitingIn(work)) {
      add(taskId, kind === 'file' ? 'waitingFiles' : 'waitingCommands');
    }
    for (const { taskId } of work.attention) add(taskId, 'attention');
    return { hidden, folded, marks };
  });
}

/** All tasks the person holds, of all tenants, by deadline, as of one moment. */
export function readTaskList(db: PersonDatabase, now: number): Promise<TaskListItem[]> {
  return db.transaction('r', prospectTables(db), async () =>
    joinTasks(await readTaskRows(db), await readTaskWork(db, now)),
  );
}

/** The same of one building. */
export function readTasksIn(db: PersonDatabase, buildingId: Id, now: number): Promise<TaskListItem[]> {
  return db.transaction('r', prospectTables(db), async () => {
    const rows = await db.tasks.where('buildingId').equals(buildingId).toArray();
    return joinTasks(
      rows.map((row) => row.body),
      await readTaskWork(db, now),
    );
  });
}
