import { z } from 'zod/mini';
import { answerValueSchema } from '#shared/checklists/checklist.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { optionalTextSchema } from '#shared/kernel/text.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const setAnswerSchema = taskCommandSchema('set-answer', {
  checklistId: idSchema,
  questionId: idSchema,
  /** null takes the answer back. */
  value: z.nullable(answerValueSchema),
  comment: optionalTextSchema(2000),
});
export type SetAnswer = z.infer<typeof setAnswerSchema>;

/** Saves one draft answer; the newest arrival counts. Delivered checklists are frozen. */
export const setAnswer: TaskRule<SetAnswer> = (task, command, context) =>
  guardTask('fill-task-checklist', null, task, context, (open) => {
    const checklist = open.checklists.find((one) => one.id === command.checklistId);
    if (checklist === undefined) return refuse({ code: 'checklist.not-found' });
    if (checklist.deliveredAt !== null)
      return refuse({ code: 'checklist.delivered', at: checklist.deliveredAt });
    if (!checklist.questions.some((question) => question.id === command.questionId)) {
      return refuse({ code: 'question.not-found' });
    }
    const answer = {
      questionId: command.questionId,
      value: command.value,
      comment: command.comment,
      byName: context.actor.name,
      at: context.now,
    };
    const answers = [...checklist.answers.filter((one) => one.questionId !== command.questionId), answer];
    return accept({
      ...open,
      checklists: open.checklists.map((one) => (one === checklist ? { ...checklist, answers } : one)),
    });
  });
