import { z } from 'zod/mini';
import { approvalSchema, fileSchema } from '#shared/files/file.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';

/** A file that landed in an archive folder, as the archive lists it. `version` guards against approving a newer one. */
export const archiveEntrySchema = z.strictObject({
  id: idSchema,
  tenantId: idSchema,
  buildingId: idSchema,
  folderId: idSchema,
  file: z.pick(fileSchema, { id: true, name: true, size: true, type: true, sha256: true }),
  fromId: idSchema,
  /** Empty where the person may not know it. */
  fromName: z.string(),
  at: instantSchema,
  approval: approvalSchema,
  assessedByName: z.nullable(z.string()),
  assessedAt: z.nullable(instantSchema),
  rejectReason: z.nullable(z.string()),
});
export type ArchiveEntry = z.infer<typeof archiveEntrySchema>;
