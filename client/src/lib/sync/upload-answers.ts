import { z } from 'zod/mini';
import { fileStateSchema } from '#shared/files/file.ts';

/** `POST /api/files/:id/session`: where the bytes go and how many the server has. */
export const sessionAnswerSchema = z.object({
  uploadUrl: z.nullish(z.string()),
  offset: z.int().check(z.minimum(0)),
  state: fileStateSchema,
});

/** `POST /api/files/:id/finalise`: the verdict so far. */
export const finaliseAnswerSchema = z.object({ state: fileStateSchema });
