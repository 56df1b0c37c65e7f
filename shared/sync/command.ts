import { z } from 'zod/mini';
import { approveArchiveFileSchema, rejectArchiveFileSchema } from '#shared/archive/assess-archive-file.ts';
import { fieldCommandSchemas } from '#shared/sync/field-command.ts';
import { approveTaskSchema } from '#shared/tasks/approve-task.ts';
import { assignTaskSchema } from '#shared/tasks/assign-task.ts';
import { cancelTaskSchema } from '#shared/tasks/cancel-task.ts';
import { createTaskSchema } from '#shared/tasks/create-task.ts';
import { forceCompleteTaskSchema } from '#shared/tasks/force-complete-task.ts';
import { reassignTaskSchema } from '#shared/tasks/reassign-task.ts';
import { reopenTaskSchema } from '#shared/tasks/reopen-task.ts';
import { returnTaskSchema } from '#shared/tasks/return-task.ts';

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
