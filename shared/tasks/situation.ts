import type { FileRecord } from '#shared/files/file.ts';
import type { Decision } from '#shared/kernel/decision.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import type { Task } from '#shared/tasks/task.ts';

/** What a command may change: the task it names, or a file that belongs to no task (archive uploads of method 1). */
export interface Situation {
  readonly task: Task | null;
  readonly file: FileRecord | null;
}

export type SituationDecision = Decision<Situation, TaskRefusal, TaskEvent>;

/** A rule that may also concern a file without a task. */
export type SituationRule<Command> = (
  situation: Situation,
  command: Command,
  context: TaskContext,
) => SituationDecision;
