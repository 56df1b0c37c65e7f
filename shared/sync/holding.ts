import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { waitingItemSchema } from '#shared/tasks/task.ts';

/**
 * What a device holds and the server does not have yet, per task: the office sees it "as of last contact" before it
 * closes or reassigns. Counts are whole; names are cut at 50 a task.
 */
export const holdingSchema = z
  .array(
    z.strictObject({
      taskId: idSchema.nullable(),
      files: z.number().int().min(0),
      bytes: z.number().int().min(0),
      commands: z.number().int().min(0),
      items: z.array(waitingItemSchema).max(50),
      oldestAt: instantSchema.nullable(),
    }),
  )
  .max(500);
export type Holding = z.infer<typeof holdingSchema>;
