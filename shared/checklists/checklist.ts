import { z } from 'zod/mini';
import { idSchema, type Id } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { optionalTextSchema, textSchema } from '#shared/kernel/text.ts';

/** A question of a frozen template version; its id never changes. More kinds come as more members. */
export const questionSchema = z.strictObject({
  id: idSchema,
  kind: z.literal('yes-no'),
  text: textSchema(500),
  mandatory: z.boolean(),
});
export type Question = z.infer<typeof questionSchema>;

/** Yes, no or not relevant: the one kind of answer so far. */
export const answerValueSchema = z.enum(['yes', 'no', 'not-relevant']);
export type AnswerValue = z.infer<typeof answerValueSchema>;

export const answerSchema = z.strictObject({
  questionId: idSchema,
  value: z.nullable(answerValueSchema),
  comment: optionalTextSchema(2000),
  byName: z.string(),
  at: instantSchema,
});
export type Answer = z.infer<typeof answerSchema>;

/** A checklist attached to a task: draft answers until delivered, then frozen with its template version. */
export const checklistSchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  mandatory: z.boolean(),
  templateVersion: z.int(),
  questions: z.array(questionSchema),
  answers: z.array(answerSchema),
  deliveredAt: z.nullable(instantSchema),
  deliveredByName: z.nullable(z.string()),
});
export type Checklist = z.infer<typeof checklistSchema>;

/** The mandatory questions that have no answer yet. */
export function unansweredQuestions(checklist: Checklist): Id[] {
  const answered = new Set(checklist.answers.filter((a) => a.value !== null).map((a) => a.questionId));
  return checklist.questions.filter((q) => q.mandatory && !answered.has(q.id)).map((q) => q.id);
}
