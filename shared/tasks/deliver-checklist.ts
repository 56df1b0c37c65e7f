import type { z } from 'zod/mini';
import { unansweredQuestions } from '#shared/checklists/checklist.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const deliverChecklistSchema = taskCommandSchema('deliver-checklist', { checklistId: idSchema });
export type DeliverChecklist = z.infer<typeof deliverChecklistSchema>;

/** Freezes the answers with the template version. Every mandatory question must be answered. */
export const deliverChecklist: TaskRule<DeliverChecklist> = (task, command, context) =>
  guardTask('fill-task-checklist', null, task, context, (open) => {
    const checklist = open.checklists.find((one) => one.id === command.checklistId);
    if (checklist === undefined) return refuse({ code: 'checklist.not-found' });
    if (checklist.deliveredAt !== null)
      return refuse({ code: 'checklist.delivered', at: checklist.deliveredAt });
    const questionIds = unansweredQuestions(checklist);
    if (questionIds.length > 0) return refuse({ code: 'checklist.unanswered', questionIds });
    const delivered = { ...checklist, deliveredAt: context.now, deliveredByName: context.actor.name };
    return accept({
      ...open,
      checklists: open.checklists.map((one) => (one === checklist ? delivered : one)),
    });
  });
