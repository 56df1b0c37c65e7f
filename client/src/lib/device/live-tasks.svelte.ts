import { Live } from '#lib/device/live.svelte.ts';
import type { Sync } from '#lib/sync/sync.ts';
import type { Task } from '#shared/tasks/task.ts';
import { joinTasks, type TaskListItem } from '#lib/sync/join-tasks.ts';

/**
 * All the person's tasks, followed. The rows are read again only when a task changes: a contact, a sent byte or a new
 * comment of the person's own costs a small query however long the list is.
 */
export class LiveTasks {
  #joined: () => TaskListItem[] | undefined;

  constructor(sync: Sync) {
    let read: Task[] = [];
    const rows = new Live(async () => (read = await sync.taskRows(read)));
    const work = new Live(() => sync.taskWork());
    const joined = $derived(rows.current && work.current ? joinTasks(rows.current, work.current) : undefined);
    this.#joined = () => joined;
  }

  get current(): TaskListItem[] | undefined {
    return this.#joined();
  }
}
