import type { Id } from '#shared/kernel/ids.ts';
import type { Executor, WaitingItem } from '#shared/tasks/task.ts';

/** What happened to a task; `server/consequences.ts` turns events into mail, audit, grant history and pokes. */
export type TaskEvent =
  | { type: 'task-created'; taskId: Id }
  | { type: 'task-assigned'; taskId: Id; executors: Executor[]; removed: Executor[] }
  | { type: 'task-declined'; taskId: Id; reason: string }
  | { type: 'task-completing'; taskId: Id }
  | { type: 'task-completed'; taskId: Id }
  | { type: 'task-reopened'; taskId: Id }
  | { type: 'task-returned'; taskId: Id; reason: string }
  | { type: 'task-cancelled'; taskId: Id }
  | { type: 'task-approved'; taskId: Id }
  | { type: 'reopening-requested'; taskId: Id; waiting: WaitingItem[] }
  /** Declared files that may no longer land: their bytes are deleted at once. */
  | { type: 'files-refused'; fileIds: Id[] }
  | { type: 'file-declared'; fileId: Id; size: number }
  | { type: 'file-cancelled'; fileId: Id };
