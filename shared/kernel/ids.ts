import { z } from 'zod';

/** Any id of ours: a UUID, made by whoever creates the thing (often a device without signal). Never a secret. */
export const idSchema = z.uuid().toLowerCase();
export type Id = z.infer<typeof idSchema>;
