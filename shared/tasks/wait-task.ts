import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { textSchema } from '#shared/kernel/text.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const waitTaskSchema = taskCommandSchema('wait-task', { reason: textSchema(500) });
export type WaitTask = z.infer<typeof waitTaskSchema>;

/** In progress → Waiting with a reason; while waiting, the newest reason counts. */
export const waitTask: TaskRule<WaitTask> = (task, command, context) =>
  guardTask('work-task', 'wait-task', task, context, (open) =>
    accept({ ...open, state: 'waiting', waitingReason: command.reason }),
  );
