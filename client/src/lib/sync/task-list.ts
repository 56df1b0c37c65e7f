import type { Id } from '#shared/kernel/ids.ts';
import type { Task } from '#shared/tasks/task.ts';
import { readMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { loadWork, waitingIn } from '#lib/sync/holding.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';
import { loadProspect, prospectTables } from '#lib/sync/prospect.ts';

/** A task in a list: folded, and how much of it waits on this device. */
export interface TaskListItem {
  readonly task: Task;
  readonly waitingFiles: number;
  readonly waitingCommands: number;
  readonly attention: number;
}

/**
 * All tasks the person holds, of all tenants, by deadline (none sorts last). Only tasks with pending work are folded,
 * so that ten thousand quiet ones cost one read.
 */
export function readTaskList(db: PersonDatabase, now: number): Promise<TaskListItem[]> {
  return db.transaction('r', prospectTables(db), async () => {
    if (isLeaseOver(await readMeta(db.meta, 'contact'), now)) return [];
    const rows = await db.tasks.orderBy('deadline').toArray();
    const work = await loadWork(db);
    const counts = countByTask(waitingIn(work));
    const attention = countByTask(work.attention.map(({ taskId }) => ({ taskId, kind: 'step' })));
    const pending = new Set(work.outbox.map((entry) => entry.taskId));
    const items: TaskListItem[] = [];
    for (const row of rows) {
      const folded = pending.has(row.id) ? await loadProspect(db, { taskId: row.id, fileId: null }) : null;
      items.push({
        task: folded?.situation.task ?? row.body,
        waitingFiles: counts.get(row.id)?.files ?? 0,
        waitingCommands: counts.get(row.id)?.commands ?? 0,
        attention: attention.get(row.id)?.commands ?? 0,
      });
    }
    return items;
  });
}

function countByTask(items: readonly { taskId: Id | null; kind: string }[]) {
  const counts = new Map<Id | null, { files: number; commands: number }>();
  for (const { taskId, kind } of items) {
    const count = counts.get(taskId) ?? { files: 0, commands: 0 };
    counts.set(taskId, {
      files: count.files + (kind === 'file' ? 1 : 0),
      commands: count.commands + (kind === 'file' ? 0 : 1),
    });
  }
  return counts;
}
