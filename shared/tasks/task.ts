import { z } from 'zod/mini';
import { checklistSchema } from '#shared/checklists/checklist.ts';
import { fileSchema } from '#shared/files/file.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { dateSchema, instantSchema } from '#shared/kernel/instant.ts';
import { optionalTextSchema, textSchema } from '#shared/kernel/text.ts';
import { taskStateSchema } from '#shared/tasks/task-state.ts';

export const prioritySchema = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof prioritySchema>;

/** Who does the task: one person (staff or ad hoc), or a supplier company with all its acting contacts. */
export const executorSchema = z.strictObject({
  kind: z.enum(['person', 'supplier']),
  id: idSchema,
  name: z.string(),
});
export type Executor = z.infer<typeof executorSchema>;

export const commentSchema = z.strictObject({
  id: idSchema,
  authorId: idSchema,
  authorName: z.string(),
  text: textSchema(10_000),
  /** Internal comments never leave the office. */
  internal: z.boolean(),
  at: instantSchema,
});
export type Comment = z.infer<typeof commentSchema>;

/** One thing that waits on a device: told to staff by name, size and time, never by its bytes. */
export const waitingItemSchema = z.strictObject({
  kind: z.enum(['file', 'comment', 'answer', 'checklist', 'step']),
  name: optionalTextSchema(200),
  size: z.nullable(z.int().check(z.minimum(0))),
  madeAt: instantSchema,
});
export type WaitingItem = z.infer<typeof waitingItemSchema>;

export const declinedSchema = z.strictObject({
  byName: z.string(),
  reason: textSchema(2000),
  at: instantSchema,
});
export type Declined = z.infer<typeof declinedSchema>;

export const reopeningRequestSchema = z.strictObject({
  id: idSchema,
  byId: idSchema,
  byName: z.string(),
  at: instantSchema,
  message: optionalTextSchema(2000),
  waiting: z.array(waitingItemSchema).check(z.maxLength(500)),
  answeredAt: z.nullable(instantSchema),
});
export type ReopeningRequest = z.infer<typeof reopeningRequestSchema>;

/**
 * A task, whole: what rules decide on, what the device keeps as one record, and what the server loads under lock.
 * Outsiders get it without internal comments, other people's requests and cost (`shared/tasks/project-task.ts`).
 */
export const taskSchema = z.strictObject({
  id: idSchema,
  tenantId: idSchema,
  tenantName: z.string(),
  number: z.int(),
  buildingId: idSchema,
  buildingName: z.string(),
  /** Where in the building, in words: "Teknisk rom, kjeller". */
  place: optionalTextSchema(200),
  title: textSchema(200),
  text: optionalTextSchema(10_000),
  deadline: z.nullable(dateSchema),
  priority: prioritySchema,
  state: taskStateSchema,
  waitingReason: z.nullable(optionalTextSchema(500)),
  returnReason: z.nullable(optionalTextSchema(2000)),
  /** Who gave it back last, and why: for staff, until somebody has it again. */
  declined: z.nullable(declinedSchema),
  cancelReason: z.nullable(optionalTextSchema(2000)),
  executors: z.array(executorSchema),
  createdBy: idSchema,
  createdAt: instantSchema,
  acceptedAt: z.nullable(instantSchema),
  startedAt: z.nullable(instantSchema),
  /** The server's receipt of `complete-task`: undo counts from here. */
  completedAt: z.nullable(instantSchema),
  completedBy: z.nullable(idSchema),
  completedByName: z.nullable(z.string()),
  /** When it was closed (completed or cancelled) or last taken from somebody; shown with refusals. */
  closedAt: z.nullable(instantSchema),
  /** The files that `complete-task` named; only these may land while Completing. */
  expectedFiles: z.array(idSchema),
  comments: z.array(commentSchema),
  files: z.array(fileSchema),
  checklists: z.array(checklistSchema),
  reopeningRequests: z.array(reopeningRequestSchema),
});
export type Task = z.infer<typeof taskSchema>;
