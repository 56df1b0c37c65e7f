import { z } from 'zod';
import { fileStateSchema } from '#shared/files/file.ts';

/** `POST /api/files/:id/session`: where the bytes go and how many the server has. */
export const sessionAnswerSchema = z.object({
  uploadUrl: z.string().nullish(),
  offset: z.number().int().min(0),
  state: fileStateSchema,
});

/** `POST /api/files/:id/finalise`: the verdict so far. */
export const finaliseAnswerSchema = z.object({ state: fileStateSchema });
