import type { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { textSchema } from '#shared/kernel/text.ts';
import { answerRequests } from '#shared/tasks/answer-requests.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const returnTaskSchema = taskCommandSchema('return-task', { reason: textSchema(2000) });
export type ReturnTask = z.infer<typeof returnTaskSchema>;

/** Staff send delivered work back with a reason: Returned counts as open, and the grants return. */
export const returnTask: TaskRule<ReturnTask> = (task, command, context) =>
  guardTask('plan-task', 'return-task', task, context, (closed) => {
    if (closed.executors.length === 0) return refuse({ code: 'task.executor-unknown' });
    return accept(
      {
        ...closed,
        state: 'returned' as const,
        returnReason: command.reason,
        completedAt: null,
        completedBy: null,
        completedByName: null,
        closedAt: null,
        expectedFiles: [],
        reopeningRequests: answerRequests(closed.reopeningRequests, context.now),
      },
      [{ type: 'task-returned', taskId: closed.id, reason: command.reason }],
    );
  });
