import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';
import { optionalTextSchema, textSchema } from '#shared/kernel/text.ts';
import { holdingSchema } from '#shared/sync/holding.ts';
import { outcomeSchema } from '#shared/sync/outcome.ts';
import { protocolSchema, pushLimit } from '#shared/sync/protocol.ts';

/**
 * One queued command on the wire: its place in the device's gapless sequence and its body. The body is parsed command
 * by command, so that one malformed command is refused by itself and never blocks those behind it.
 */
export const queuedCommandSchema = z.strictObject({
  seq: z.int().check(z.positive()),
  id: idSchema,
  command: z.looseObject({ type: textSchema(60) }),
});
export type QueuedCommand = z.infer<typeof queuedCommandSchema>;

/** `holding` may be missing: as it was told last. */
export const pushRequestSchema = z.strictObject({
  protocol: protocolSchema,
  deviceId: idSchema,
  appVersion: optionalTextSchema(60),
  commands: z.array(queuedCommandSchema).check(z.minLength(1), z.maxLength(pushLimit)),
  holding: z.optional(holdingSchema),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

/** Outcomes in the order of the request; `nextSeq` is the number the server expects next from this device. */
export const pushAnswerSchema = z.strictObject({
  protocol: protocolSchema,
  outcomes: z.array(outcomeSchema),
  nextSeq: z.int().check(z.positive()),
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;
