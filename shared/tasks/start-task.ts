import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const startTaskSchema = taskCommandSchema('start-task', {});
export type StartTask = z.infer<typeof startTaskSchema>;

/** Assigned or Returned → In progress. Already in progress (another executor was first): nothing changes. */
export const startTask: TaskRule<StartTask> = (task, _command, context) =>
  guardTask('work-task', 'start-task', task, context, (open) =>
    accept({ ...open, state: 'in-progress', startedAt: open.startedAt ?? context.now }),
  );
