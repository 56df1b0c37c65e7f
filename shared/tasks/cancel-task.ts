import { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { textSchema } from '#shared/kernel/text.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { refuseOutstanding } from '#shared/tasks/refuse-outstanding.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const cancelTaskSchema = taskCommandSchema('cancel-task', {
  /** Shown to whoever had the task. */
  reason: z.optional(textSchema(2000)),
});
export type CancelTask = z.infer<typeof cancelTaskSchema>;

/** Staff call the task off: access ends at once, files on their way are refused. */
export const cancelTask: TaskRule<CancelTask> = (task, command, context) =>
  guardTask('plan-task', 'cancel-task', task, context, (open) => {
    const { files, events } = refuseOutstanding(open.files, 'task.closed', null);
    return accept(
      {
        ...open,
        state: 'cancelled' as const,
        waitingReason: null,
        cancelReason: command.reason ?? null,
        files,
        expectedFiles: [],
        completedAt: null,
        completedBy: null,
        closedAt: context.now,
        completedByName: context.actor.name,
      },
      [{ type: 'task-cancelled', taskId: open.id }, ...events],
    );
  });
