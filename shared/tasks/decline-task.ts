import type { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { textSchema } from '#shared/kernel/text.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { refuseOutstanding } from '#shared/tasks/refuse-outstanding.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';
import { actsFor } from '#shared/tasks/task-context.ts';

export const declineTaskSchema = taskCommandSchema('decline-task', { reason: textSchema(2000) });
export type DeclineTask = z.infer<typeof declineTaskSchema>;

/**
 * The executor gives the task back with a reason. Their own executor entry goes; with nobody left the task is New
 * again. Who may work on the task without being an executor has nothing to decline. Access ends at once, and their files still on their way are refused.
 */
export const declineTask: TaskRule<DeclineTask> = (task, command, context) =>
  guardTask('work-task', 'decline-task', task, context, (open) => {
    const leaving = open.executors.filter((one) => actsFor(context.actor, one, open.tenantId));
    if (leaving.length === 0) return refuse({ code: 'grant.missing' });
    const remaining = open.executors.filter((one) => !leaving.includes(one));
    const parties = leaving.map((one) => one.id);
    const { files, events } = refuseOutstanding(open.files, 'grant.ended', parties);
    return accept(
      {
        ...open,
        executors: remaining,
        files,
        state: remaining.length === 0 ? ('new' as const) : open.state,
        waitingReason: remaining.length === 0 ? null : open.waitingReason,
        acceptedAt: null,
        declined: { byName: context.actor.name, reason: command.reason, at: context.now },
        closedAt: context.now,
      },
      [{ type: 'task-declined', taskId: open.id, reason: command.reason }, ...events],
    );
  });
