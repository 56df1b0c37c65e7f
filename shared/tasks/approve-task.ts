import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const approveTaskSchema = taskCommandSchema('approve-task', {});
export type ApproveTask = z.infer<typeof approveTaskSchema>;

/** Completed → Approved. */
export const approveTask: TaskRule<ApproveTask> = (task, _command, context) =>
  guardTask('plan-task', 'approve-task', task, context, (completed) =>
    accept({ ...completed, state: 'approved' as const }, [{ type: 'task-approved', taskId: completed.id }]),
  );
