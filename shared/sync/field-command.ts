import { z } from 'zod/mini';
import { acceptTaskSchema } from '#shared/tasks/accept-task.ts';
import { addCommentSchema } from '#shared/tasks/add-comment.ts';
import { cancelFileSchema } from '#shared/tasks/cancel-file.ts';
import { completeTaskSchema } from '#shared/tasks/complete-task.ts';
import { declareFileSchema } from '#shared/tasks/declare-file.ts';
import { declineTaskSchema } from '#shared/tasks/decline-task.ts';
import { deliverChecklistSchema } from '#shared/tasks/deliver-checklist.ts';
import { requestReopeningSchema } from '#shared/tasks/request-reopening.ts';
import { resumeTaskSchema } from '#shared/tasks/resume-task.ts';
import { setAnswerSchema } from '#shared/tasks/set-answer.ts';
import { startTaskSchema } from '#shared/tasks/start-task.ts';
import { undoCompleteSchema } from '#shared/tasks/undo-complete.ts';
import { waitTaskSchema } from '#shared/tasks/wait-task.ts';

/** The schema of each command that a device may queue. */
export const fieldCommandSchemas = [
  acceptTaskSchema,
  declineTaskSchema,
  startTaskSchema,
  waitTaskSchema,
  resumeTaskSchema,
  completeTaskSchema,
  undoCompleteSchema,
  requestReopeningSchema,
  addCommentSchema,
  declareFileSchema,
  cancelFileSchema,
  setAnswerSchema,
  deliverChecklistSchema,
] as const;

/** What a device may queue: the work of executors, offline. */
export const fieldCommandSchema = z.discriminatedUnion('type', fieldCommandSchemas);
export type FieldCommand = z.infer<typeof fieldCommandSchema>;
