import { z } from 'zod/mini';
import { approveArchiveFileSchema, rejectArchiveFileSchema } from '#shared/archive/assess-archive-file.ts';
import { acceptTaskSchema } from '#shared/tasks/accept-task.ts';
import { addCommentSchema } from '#shared/tasks/add-comment.ts';
import { approveTaskSchema } from '#shared/tasks/approve-task.ts';
import { assignTaskSchema } from '#shared/tasks/assign-task.ts';
import { cancelFileSchema } from '#shared/tasks/cancel-file.ts';
import { cancelTaskSchema } from '#shared/tasks/cancel-task.ts';
import { completeTaskSchema } from '#shared/tasks/complete-task.ts';
import { createTaskSchema } from '#shared/tasks/create-task.ts';
import { declareFileSchema } from '#shared/tasks/declare-file.ts';
import { declineTaskSchema } from '#shared/tasks/decline-task.ts';
import { deliverChecklistSchema } from '#shared/tasks/deliver-checklist.ts';
import { forceCompleteTaskSchema } from '#shared/tasks/force-complete-task.ts';
import { reassignTaskSchema } from '#shared/tasks/reassign-task.ts';
import { reopenTaskSchema } from '#shared/tasks/reopen-task.ts';
import { requestReopeningSchema } from '#shared/tasks/request-reopening.ts';
import { resumeTaskSchema } from '#shared/tasks/resume-task.ts';
import { returnTaskSchema } from '#shared/tasks/return-task.ts';
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

/** The schema of every command there is. */
export const commandSchemas = [
  ...fieldCommandSchemas,
  createTaskSchema,
  assignTaskSchema,
  reassignTaskSchema,
  cancelTaskSchema,
  reopenTaskSchema,
  approveTaskSchema,
  returnTaskSchema,
  forceCompleteTaskSchema,
  approveArchiveFileSchema,
  rejectArchiveFileSchema,
] as const;

/** Everything a person can want; the office sends one at a time, directly (`POST /api/commands`). */
export const commandSchema = z.discriminatedUnion('type', commandSchemas);
export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];

/** Commands on tasks and files: all but the assessment of archive files. */
export type TaskCommand = Exclude<Command, { type: 'approve-archive-file' | 'reject-archive-file' }>;
