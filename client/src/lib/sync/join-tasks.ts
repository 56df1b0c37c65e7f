import type { Id } from '#shared/kernel/ids.ts';
import type { Task } from '#shared/tasks/task.ts';

/** A task in a list: folded, and how much of it waits on this device. */
export interface TaskListItem {
  readonly task: Task;
  readonly waitingFiles: number;
  readonly waitingCommands: number;
  readonly attention: number;
}

/** What the person's own work makes of the list: small, however long the list is. */
export interface TaskWork {
  /** The lease is over: nothing is shown. */
  readonly hidden: boolean;
  /** Tasks with pending commands, folded. */
  readonly folded: ReadonlyMap<Id, Task>;
  readonly marks: ReadonlyMap<Id | null, Omit<TaskListItem, 'task'>>;
}

/** What a task has on this device when there is nothing. */
export const noMarks = { waitingFiles: 0, waitingCommands: 0, attention: 0 };

/** The list as the person sees it: what is confirmed, and their own work on top. */
export function joinTasks(tasks: readonly Task[], { hidden, folded, marks }: TaskWork): TaskListItem[] {
  if (hidden) return [];
  return tasks.map((task) => ({ task: folded.get(task.id) ?? task, ...(marks.get(task.id) ?? noMarks) }));
}
