import { z } from 'zod/mini';
import { can } from '#shared/access/can.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { millis } from '#shared/kernel/instant.ts';
import { optionalTextSchema } from '#shared/kernel/text.ts';
import { columnsIn } from '#shared/people/actor.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';
import { isAssigned, refusalOf, taskFacts } from '#shared/tasks/task-context.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import { waitingItemSchema } from '#shared/tasks/task.ts';

export const requestReopeningSchema = taskCommandSchema('request-reopening', {
  message: optionalTextSchema(2000),
  /** What waits on the device: names, sizes and times; never the bytes. */
  waiting: z.array(waitingItemSchema).check(z.maxLength(500)),
});
export type RequestReopening = z.infer<typeof requestReopeningSchema>;

/** Thirty days from when it ended for the person: the task was closed or taken away (access.md, decision 10). */
export const requestWindow = 30 * 24 * 60 * 60_000;

/**
 * A former executor asks staff to reopen the task (or to be added again) because work waits on the device. A newer
 * request of the same person takes the place of the unanswered one.
 */
export const requestReopening: TaskRule<RequestReopening> = (task, command, context) => {
  if (task === null) return refuse({ code: 'task.not-found' });
  const had = isAssigned(context.actor, task) || context.former;
  const facts = { ...taskFacts(task, context), a: had, o: had };
  if (!can('request-reopening', columnsIn(context.actor, task.tenantId), facts)) {
    return refuse(refusalOf('read-task', task, context) ?? { code: 'grant.missing' });
  }
  if (isAssigned(context.actor, task) && isOpen(task.state)) {
    return refuse({ code: 'task.wrong-state', state: task.state });
  }
  // The task's own end may be later, or none at all, when others went on with it.
  const closedAt = context.lostAt ?? task.closedAt;
  if (closedAt !== null && millis(context.now) - millis(closedAt) > requestWindow) {
    return refuse({ code: 'task.request-too-late', closedAt });
  }
  const others = task.reopeningRequests.filter(
    (request) => request.byId !== context.actor.personId || request.answeredAt !== null,
  );
  return accept(
    {
      ...task,
      reopeningRequests: [
        ...others,
        {
          id: command.id,
          byId: context.actor.personId,
          byName: context.actor.name,
          at: context.now,
          message: command.message,
          waiting: command.waiting,
          answeredAt: null,
        },
      ],
    },
    [{ type: 'reopening-requested', taskId: task.id, waiting: command.waiting }],
  );
};
