import type { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { can } from '#shared/access/can.ts';
import { millis } from '#shared/kernel/instant.ts';
import { columnsIn } from '#shared/people/actor.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';
import { closedRefusal, refusalOf, taskFacts } from '#shared/tasks/task-context.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import { allows } from '#shared/tasks/task-state.ts';

export const undoCompleteSchema = taskCommandSchema('undo-complete', {});
export type UndoComplete = z.infer<typeof undoCompleteSchema>;

/** Fifteen minutes from the server's receipt of the completion. */
export const undoWindow = 15 * 60_000;

/**
 * Takes the person's own completion back: In progress again, the grant returns, and what they asked staff
 * for is answered. Only whoever completed it may.
 */
export const undoComplete: TaskRule<UndoComplete> = (task, _command, context) => {
  if (task === null) return refuse({ code: 'task.not-found' });
  const own = task.completedBy === context.actor.personId;
  const { completedAt } = task;
  const within = completedAt !== null && millis(context.now) - millis(completedAt) <= undoWindow;
  const held = columnsIn(context.actor, task.tenantId);
  const facts = { ...taskFacts(task, context), o: own };
  if (!can('undo-complete', held, { ...facts, w: true })) {
    const here = allows('undo-complete', task.state);
    const notTheirs: TaskRefusal = here
      ? { code: 'grant.missing' }
      : { code: 'task.wrong-state', state: task.state };
    return refuse(refusalOf('read-task', task, context) ?? notTheirs);
  }
  if (!allows('undo-complete', task.state)) return refuse(closedRefusal(task));
  if (!can('undo-complete', held, { ...facts, w: within })) {
    return refuse({ code: 'task.undo-too-late', completedAt: completedAt ?? context.now });
  }
  return accept(
    {
      ...task,
      state: 'in-progress' as const,
      completedAt: null,
      completedBy: null,
      completedByName: null,
      closedAt: null,
      expectedFiles: [],
      reopeningRequests: task.reopeningRequests.map((one) =>
        one.byId === context.actor.personId ? { ...one, answeredAt: one.answeredAt ?? context.now } : one,
      ),
    },
    [{ type: 'task-reopened', taskId: task.id }],
  );
};
