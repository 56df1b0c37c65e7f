import { z } from 'zod/mini';
import { instantSchema } from '#shared/kernel/instant.ts';

/** The form of a mark, wherever it was kept. */
export const workMarkSchema = z.object({
  at: instantSchema,
  commands: z.int(),
  files: z.array(z.object({ name: z.string(), size: z.number(), madeAt: instantSchema })),
});

/** What of a person's work lay on this device when it was last looked at: said back exactly if it is gone. */
export type WorkMark = z.infer<typeof workMarkSchema>;

/** A small store outside IndexedDB (localStorage in a browser), so that one of the two outlives the other. */
export interface Marks {
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
}
