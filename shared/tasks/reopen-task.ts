import { z } from 'zod';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { executorRefSchema, resolveExecutors } from '#shared/tasks/resolve-executors.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const reopenTaskSchema = taskCommandSchema('reopen-task', {
  /** null keeps the executors the task had. */
  executors: z.array(executorRefSchema).max(20).nullable(),
});
export type ReopenTask = z.infer<typeof reopenTaskSchema>;

/** Closed → In progress, or New without executor. Grants return, and unanswered requests are answered by it. */
export const reopenTask: TaskRule<ReopenTask> = (task, command, context) =>
  guardTask('plan-task', 'reopen-task', task, context, (closed) => {
    const executors =
      command.executors === null
        ? closed.executors
        : context.directory && resolveExecutors(command.executors, context.directory);
    if (executors === null) return refuse({ code: 'task.executor-unknown' });
    const added = executors.filter((one) => !closed.executors.some((other) => other.id === one.id));
    const removed = closed.executors.filter((one) => !executors.some((other) => other.id === one.id));
    return accept(
      {
        ...closed,
        executors,
        state: executors.length > 0 ? ('in-progress' as const) : ('new' as const),
        completedAt: null,
        completedBy: null,
        completedByName: null,
        closedAt: null,
        expectedFiles: [],
        reopeningRequests: closed.reopeningRequests.map((one) => ({
          ...one,
          answeredAt: one.answeredAt ?? context.now,
        })),
      },
      [
        { type: 'task-reopened', taskId: closed.id },
        ...(added.length + removed.length > 0
          ? [{ type: 'task-assigned', taskId: closed.id, executors: added, removed } as const]
          : []),
      ],
    );
  });
