import { z } from 'zod/mini';
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
  number: z.int(),
  title: z.string(),
  state: taskStateSchema,
  endedAt: instantSchema,
  /** completed, cancelled, reassigned, declined, deactivated */
  endedBy: z.enum(['completed', 'cancelled', 'reassigned', 'declined', 'deactivated']),
  completedAt: z.nullable(instantSchema),
  completedByMe: z.boolean(),
  completedByName: z.nullable(z.string()),
  cancelReason: z.nullable(z.string()),
  files: z.array(fileSchema),
  checklists: z.array(
    z.strictObject({
      id: idSchema,
      title: z.string(),
      deliveredAt: instantSchema,
      answers: z.int(),
    }),
  ),
  reopeningRequestedAt: z.nullable(instantSchema),
});
export type PastTask = z.infer<typeof pastTaskSchema>;

/**
 * What a record may hold; raised whenever it changes (guarded by a hash test). A device whose records are of another
 * version keeps showing them and pulls all of them anew, so what is added is optional to it for that long. And a device
 * of an older version leaves out what it does not know (`client/src/lib/sync/read-line.ts`).
 */
export const recordVersion = 1;

/** A confirmed record: what the server said, only ever written from its answers. `rev` never decreases. */
export const recordSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('task'), id: idSchema, rev: z.int(), body: taskSchema }),
  z.strictObject({ kind: z.literal('building'), id: idSchema, rev: z.int(), body: buildingSchema }),
  z.strictObject({ kind: z.literal('profile'), id: idSchema, rev: z.int(), body: actorSchema }),
  z.strictObject({ kind: z.literal('past-task'), id: idSchema, rev: z.int(), body: pastTaskSchema }),
  /** A file of the person's own that belongs to no task. */
  z.strictObject({ kind: z.literal('own-file'), id: idSchema, rev: z.int(), body: fileSchema }),
]);
export type SyncRecord = z.infer<typeof recordSchema>;
export type RecordKind = SyncRecord['kind'];

/** A record in the checksum of its scope. */
export function recordKey({ kind, id, rev }: { kind: string; id: string; rev: number }): string {
  return `${kind}:${id}:${rev}`;
}
