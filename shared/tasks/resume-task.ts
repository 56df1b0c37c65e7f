import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const resumeTaskSchema = taskCommandSchema('resume-task', {});
export type ResumeTask = z.infer<typeof resumeTaskSchema>;

/** Waiting → In progress; the reason is over. */
export const resumeTask: TaskRule<ResumeTask> = (task, _command, context) =>
  guardTask('work-task', 'resume-task', task, context, (open) =>
    accept({ ...open, state: 'in-progress', waitingReason: null }),
  );
