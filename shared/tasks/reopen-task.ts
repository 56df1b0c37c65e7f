import { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { answerRequests } from '#shared/tasks/answer-requests.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { refuseOutstanding } from '#shared/tasks/refuse-outstanding.ts';
import { executorRefSchema, resolveExecutors } from '#shared/tasks/resolve-executors.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const reopenTaskSchema = taskCommandSchema('reopen-task', {
  /** null keeps the executors the task had. */
  executors: z.nullable(z.array(executorRefSchema).check(z.maxLength(20))),
});
export type ReopenTask = z.infer<typeof reopenTaskSchema>;

/**
 * Closed → In progress, or New without executor. Grants return, and unanswered requests are answered by it. Files that
 * a Completing task still waited for may land, but for those of executors who are not named again.
 */
export const reopenTask: TaskRule<ReopenTask> = (task, command, context) =>
  guardTask('plan-task', 'reopen-task', task, context, (closed) => {
    const executors =
      command.executors === null
        ? closed.executors
        : context.directory && resolveExecutors(command.executors, context.directory);
    if (executors === null) return refuse({ code: 'task.executor-unknown' });
    const added = executors.filter((one) => !closed.executors.some((other) => other.id === one.id));
    const removed = closed.executors.filter((one) => !executors.some((other) => other.id === one.id));
    const kept = executors.some((one) => !added.includes(one));
    const parties = removed.map((one) => one.id);
    const { files, events } = refuseOutstanding(closed.files, 'grant.ended', parties);
    return accept(
      {
        ...closed,
        executors,
        state: executors.length > 0 ? ('in-progress' as const) : ('new' as const),
        declined: executors.length > 0 ? null : closed.declined,
        cancelReason: null,
        acceptedAt: kept ? closed.acceptedAt : null,
        completedAt: null,
        completedBy: null,
        completedByName: null,
        closedAt: removed.length > 0 ? context.now : null,
        expectedFiles: [],
        files,
        reopeningRequests: answerRequests(closed.reopeningRequests, context.now),
      },
      [
        { type: 'task-reopened', taskId: closed.id },
        ...(added.length + removed.length > 0
          ? [{ type: 'task-assigned', taskId: closed.id, executors: added, removed } as const]
          : []),
        ...events,
      ],
    );
  });
