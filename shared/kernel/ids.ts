import { z } from 'zod/mini';

/** Any id of ours: a UUID, made by whoever creates the thing (often a device without signal). Never a secret. */
export const idSchema = z.uuid().check(z.toLowerCase());
export type Id = z.infer<typeof idSchema>;
