import { z } from 'zod';
import { buildingSchema } from '#shared/buildings/building.ts';
import { fileSchema } from '#shared/files/file.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { actorSchema } from '#shared/people/actor.ts';
import { taskStateSchema } from '#shared/tasks/task-state.ts';
import { taskSchema } from '#shared/tasks/task.ts';

/**
 * A task the person once worked on: what remains when access has ended. No building facts, no archive; own files as
 * receipts with hash and time, own delivered checklists.
 */
export const pastTaskSchema = z.strictObject({
  id: idSchema,
  tenantId: idSchema,
  tenantName: z.string(),
  number: z.number().int(),
  title: z.string(),
  state: taskStateSchema,
  endedAt: instantSchema,
  /** completed, cancelled, reassigned, declined, deactivated */
  endedBy: z.enum(['completed', 'cancelled', 'reassigned', 'declined', 'deactivated']),
  completedAt: instantSchema.nullable(),
  completedByMe: z.boolean(),
  completedByName: z.string().nullable(),
  cancelReason: z.string().nullable(),
  files: z.array(fileSchema),
  checklists: z.array(
    z.strictObject({
      id: idSchema,
      title: z.string(),
      deliveredAt: instantSchema,
      answers: z.number().int(),
    }),
  ),
  reopeningRequestedAt: instantSchema.nullable(),
});
export type PastTask = z.infer<typeof pastTaskSchema>;

/** A confirmed record: what the server said, only ever written from its answers. `rev` never decreases. */
export const recordSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('task'), id: idSchema, rev: z.number().int(), body: taskSchema }),
  z.strictObject({ kind: z.literal('building'), id: idSchema, rev: z.number().int(), body: buildingSchema }),
  z.strictObject({ kind: z.literal('profile'), id: idSchema, rev: z.number().int(), body: actorSchema }),
  z.strictObject({ kind: z.literal('past-task'), id: idSchema, rev: z.number().int(), body: pastTaskSchema }),
  /** A file of the person's own that belongs to no task. */
  z.strictObject({ kind: z.literal('own-file'), id: idSchema, rev: z.number().int(), body: fileSchema }),
]);
export type SyncRecord = z.infer<typeof recordSchema>;
export type RecordKind = SyncRecord['kind'];
