import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { refuseOutstanding } from '#shared/tasks/refuse-outstanding.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const forceCompleteTaskSchema = taskCommandSchema('force-complete-task', {});
export type ForceCompleteTask = z.infer<typeof forceCompleteTaskSchema>;

/** Staff stop waiting: Completing → Completed, and the outstanding files are refused. */
export const forceCompleteTask: TaskRule<ForceCompleteTask> = (task, _command, context) =>
  guardTask('force-complete', 'force-complete-task', task, context, (completing) => {
    const { files, events } = refuseOutstanding(completing.files, 'task.closed', null);
    return accept(
      { ...completing, state: 'completed' as const, files, expectedFiles: [], closedAt: context.now },
      [{ type: 'task-completed', taskId: completing.id }, ...events],
    );
  });
