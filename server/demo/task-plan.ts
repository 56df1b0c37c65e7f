import type { BuildingKey } from '#server/demo/demo-places.ts';
import type { Content } from '#server/demo/contents.ts';
import type { TemplateKey } from '#server/demo/demo-checklists.ts';
import type { Who } from '#server/demo/demo-people.ts';
import type { Company } from '#server/demo/demo-suppliers.ts';
import type { When } from '#server/demo/moments.ts';
import type { AnswerValue } from '#shared/checklists/checklist.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import type { Priority, WaitingItem } from '#shared/tasks/task.ts';

/** A task of the demo: what was planned, and what people did then, oldest first. The rules make the task of it. */
export interface TaskPlan {
  readonly number: number;
  readonly building: BuildingKey;
  readonly place: string;
  readonly title: string;
  readonly text: string;
  /** Days from today; null: none. */
  readonly deadline: number | null;
  /** `normal` unless named. */
  readonly priority?: Priority;
  readonly by: Who;
  readonly created: When;
  /** Nobody: New. */
  readonly to: readonly ExecutorKey[];
  /** All mandatory. */
  readonly checklists?: readonly TemplateKey[];
  readonly then: readonly Step[];
}

/** A supplier company by its name, or somebody of the tenant. */
export type ExecutorKey = Company | Who;

/** What one person does at one moment. */
export interface Step {
  readonly who: Who;
  readonly when: When;
  readonly deeds: readonly Deed[];
}

type Plain = Exclude<
  TaskCommand,
  { type: 'create-task' | 'assign-task' | 'reassign-task' | 'reopen-task' | 'declare-file' | 'complete-task' }
>;
type Fields<Command> = Command extends unknown
  ? Omit<Command, 'id' | 'madeAt' | 'retryOf' | 'taskId'>
  : never;

export type Deed =
  /** A command as the wire knows it. */
  | Fields<Exclude<Plain, { type: 'set-answer' | 'deliver-checklist' | 'request-reopening' }>>
  /** Names every file that was declared. */
  | { readonly type: 'complete-task' }
  | { readonly type: 'assign-task' | 'reassign-task' | 'reopen-task'; readonly to: readonly ExecutorKey[] }
  | {
      readonly type: 'request-reopening';
      readonly message: string;
      readonly waiting: readonly (Omit<WaitingItem, 'madeAt'> & { readonly made: When })[];
    }
  /** The first questions of the task's n-th checklist, in order; null leaves one open. */
  | { readonly type: 'fill'; readonly checklist: number; readonly answers: readonly Filled[] }
  | { readonly type: 'deliver'; readonly checklist: number }
  | { readonly type: 'file'; readonly file: PlannedFile };

export type Filled = AnswerValue | null | { readonly value: AnswerValue; readonly comment: string };

export interface PlannedFile {
  readonly name: string;
  readonly content: Content;
  /** A folder of the archive; else it is an attachment of the task. */
  readonly folder?: string;
  /** false: declared only, the bytes are still on the device. */
  readonly landed?: boolean;
  /** Archive files: who looked at it; with a reason, it was rejected. */
  readonly assessed?: { readonly by: Who; readonly when: When; readonly reason?: string };
}

const step = (who: Who, when: When, ...deeds: Deed[]): Step => ({ who, when, deeds });

export const accepts = (who: Who, when: When) => step(who, when, { type: 'accept-task' });
export const starts = (who: Who, when: When) => step(who, when, { type: 'start-task' });
export const waits = (who: Who, when: When, reason: string) => step(who, when, { type: 'wait-task', reason });
export const resumes = (who: Who, when: When) => step(who, when, { type: 'resume-task' });
export const completes = (who: Who, when: When) => step(who, when, { type: 'complete-task' });
export const declines = (who: Who, when: When, reason: string) =>
  step(who, when, { type: 'decline-task', reason });
export const says = (who: Who, when: When, text: string) =>
  step(who, when, { type: 'add-comment', text, internal: false });
/** A comment that never leaves the office. */
export const notes = (who: Who, when: When, text: string) =>
  step(who, when, { type: 'add-comment', text, internal: true });
export const approves = (who: Who, when: When) => step(who, when, { type: 'approve-task' });
export const returns = (who: Who, when: When, reason: string) =>
  step(who, when, { type: 'return-task', reason });
export const cancels = (who: Who, when: When) => step(who, when, { type: 'cancel-task' });
export const reopens = (who: Who, when: When, ...to: ExecutorKey[]) =>
  step(who, when, { type: 'reopen-task', to });
export const reassigns = (who: Who, when: When, ...to: ExecutorKey[]) =>
  step(who, when, { type: 'reassign-task', to });
export const attaches = (who: Who, when: When, ...files: PlannedFile[]) =>
  step(who, when, ...files.map((file) => ({ type: 'file', file }) as const));
export const fills = (who: Who, when: When, answers: readonly Filled[], checklist = 0) =>
  step(who, when, { type: 'fill', checklist, answers });
export const delivers = (who: Who, when: When, checklist = 0) =>
  step(who, when, { type: 'deliver', checklist });
export const asksToReopen = (
  who: Who,
  when: When,
  message: string,
  waiting: Extract<Deed, { type: 'request-reopening' }>['waiting'],
) => step(who, when, { type: 'request-reopening', message, waiting });
