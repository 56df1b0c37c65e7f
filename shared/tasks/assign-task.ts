import { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { answerRequests } from '#shared/tasks/answer-requests.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { executorRefSchema, resolveExecutors } from '#shared/tasks/resolve-executors.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const assignTaskSchema = taskCommandSchema('assign-task', {
  executors: z.array(executorRefSchema).check(z.minLength(1), z.maxLength(20)),
});
export type AssignTask = z.infer<typeof assignTaskSchema>;

/** New → Assigned: the executors' grants begin, and the notice goes out. Requests are answered by it. */
export const assignTask: TaskRule<AssignTask> = (task, command, context) =>
  guardTask('plan-task', 'assign-task', task, context, (unassigned) => {
    const executors = context.directory && resolveExecutors(command.executors, context.directory);
    if (executors === null) return refuse({ code: 'task.executor-unknown' });
    const reopeningRequests = answerRequests(unassigned.reopeningRequests, context.now);
    return accept(
      {
        ...unassigned,
        executors,
        state: 'assigned',
        acceptedAt: null,
        declined: null,
        closedAt: null,
        reopeningRequests,
      },
      [{ type: 'task-assigned', taskId: unassigned.id, executors, removed: [] }],
    );
  });
