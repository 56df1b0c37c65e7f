import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const acceptTaskSchema = taskCommandSchema('accept-task', {});
export type AcceptTask = z.infer<typeof acceptTaskSchema>;

/** A mark that the executor has seen and taken the task; no change of state. The first mark stays. */
export const acceptTask: TaskRule<AcceptTask> = (task, _command, context) =>
  guardTask('work-task', 'accept-task', task, context, (open) =>
    accept({ ...open, acceptedAt: open.acceptedAt ?? context.now }),
  );
