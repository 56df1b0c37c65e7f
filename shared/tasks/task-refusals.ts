import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';

/**
 * Why a command on a task was refused. Final until a person acts; the device keeps the work whole. What the person
 * can do stands in the client's `texts/refusal-texts.ts`.
 */
export type TaskRefusal =
  /** Not there, or never visible to this person: the same answer. */
  | { code: 'task.not-found' }
  /** Visible, but this person's role does not permit it. */
  | { code: 'grant.missing' }
  /** It was theirs and was given to somebody else or taken back: ask to be added again. */
  | { code: 'grant.ended'; at: Instant | null }
  /** The task is completed, being completed, approved or cancelled: ask to reopen. */
  | { code: 'task.closed'; state: TaskState; at: Instant | null; byName: string | null }
  /** The task is open, but this step does not follow from where it stands. */
  | { code: 'task.wrong-state'; state: TaskState }
  /** `complete-task` names files that were never declared, were refused or were cancelled. */
  | { code: 'task.files-missing'; fileIds: Id[] }
  /** A mandatory checklist is not delivered. */
  | { code: 'task.checklist-missing'; titles: string[] }
  /** More than 15 minutes since the server received the completion. */
  | { code: 'task.undo-too-late'; completedAt: Instant }
  /** More than 30 days since the task was closed or taken away: call the office. */
  | { code: 'task.request-too-late'; closedAt: Instant }
  /** Reopening a task nobody is assigned to, or assigning nobody. */
  | { code: 'task.executor-unknown' }
  | { code: 'building.not-found' }
  | { code: 'checklist.not-found' }
  /** Delivered answers are frozen. */
  | { code: 'checklist.delivered'; at: Instant }
  | { code: 'checklist.unanswered'; questionIds: Id[] }
  | { code: 'question.not-found' }
  /** No such file of this person, or not visible. */
  | { code: 'file.not-found' }
  /** Already available or ended: nothing to cancel. */
  | { code: 'file.settled' }
  /** The same id was declared with other bytes or another purpose. */
  | { code: 'file.differs' }
  /** Programs are refused. */
  | { code: 'file.program'; name: string }
  /** The tenant's storage is full: `free` bytes are left. */
  | { code: 'quota.full'; free: number }
  | { code: 'folder.not-found' };

export type TaskRefusalCode = TaskRefusal['code'];
