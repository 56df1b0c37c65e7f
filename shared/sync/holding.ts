import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { waitingItemSchema } from '#shared/tasks/task.ts';

/** What a device holds for one task and the server does not have yet. Counts are whole; names are cut at 50. */
export const heldSchema = z.strictObject({
  taskId: z.nullable(idSchema),
  files: z.int().check(z.minimum(0)),
  bytes: z.int().check(z.minimum(0)),
  commands: z.int().check(z.minimum(0)),
  items: z.array(waitingItemSchema).check(z.maxLength(50)),
  oldestAt: z.nullable(instantSchema),
});

/** The same for all its tasks: the office sees it "as of last contact" before it closes or reassigns. */
export const holdingSchema = z.array(heldSchema).check(z.maxLength(500));
export type Holding = z.infer<typeof holdingSchema>;
