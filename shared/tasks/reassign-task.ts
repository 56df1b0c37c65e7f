import { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { answerRequests } from '#shared/tasks/answer-requests.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { refuseOutstanding } from '#shared/tasks/refuse-outstanding.ts';
import { executorRefSchema, resolveExecutors } from '#shared/tasks/resolve-executors.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';
import type { Executor } from '#shared/tasks/task.ts';

export const reassignTaskSchema = taskCommandSchema('reassign-task', {
  executors: z.array(executorRefSchema).check(z.minLength(1), z.maxLength(20)),
});
export type ReassignTask = z.infer<typeof reassignTaskSchema>;

/**
 * Gives an open task to others, or adds somebody (again). Who is no longer named loses access at once, and their
 * files still on their way are refused. With nobody left of the former executors the task is Assigned anew.
 */
export const reassignTask: TaskRule<ReassignTask> = (task, command, context) =>
  guardTask('plan-task', 'reassign-task', task, context, (open) => {
    const executors = context.directory && resolveExecutors(command.executors, context.directory);
    if (executors === null) return refuse({ code: 'task.executor-unknown' });
    const isIn = (list: readonly Executor[], one: Executor) => list.some((other) => other.id === one.id);
    const removed = open.executors.filter((one) => !isIn(executors, one));
    const added = executors.filter((one) => !isIn(open.executors, one));
    const anew = removed.length === open.executors.length;
    const parties = removed.map((one) => one.id);
    const { files, events } = refuseOutstanding(open.files, 'grant.ended', parties);
    return accept(
      {
        ...open,
        executors,
        files,
        state: anew ? ('assigned' as const) : open.state,
        waitingReason: anew ? null : open.waitingReason,
        declined: null,
        acceptedAt: anew ? null : open.acceptedAt,
        closedAt: removed.length > 0 ? context.now : open.closedAt,
        reopeningRequests: answerRequests(open.reopeningRequests, context.now),
      },
      [{ type: 'task-assigned', taskId: open.id, executors: added, removed }, ...events],
    );
  });
