import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { optionalTextSchema, textSchema } from '#shared/kernel/text.ts';
import { holdingSchema } from '#shared/sync/holding.ts';
import { outcomeSchema } from '#shared/sync/outcome.ts';
import { protocolVersion, pushLimit } from '#shared/sync/protocol.ts';

/**
 * One queued command on the wire: its place in the device's gapless sequence and its body. The body is parsed command
 * by command, so that one malformed command is refused by itself and never blocks those behind it.
 */
export const queuedCommandSchema = z.strictObject({
  seq: z.number().int().positive(),
  id: idSchema,
  command: z.looseObject({ type: textSchema(60) }),
});
export type QueuedCommand = z.infer<typeof queuedCommandSchema>;

export const pushRequestSchema = z.strictObject({
  protocol: z.literal(protocolVersion),
  deviceId: idSchema,
  appVersion: optionalTextSchema(60),
  commands: z.array(queuedCommandSchema).min(1).max(pushLimit),
  holding: holdingSchema,
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

/** Outcomes in the order of the request; `nextSeq` is the number the server expects next from this device. */
export const pushAnswerSchema = z.strictObject({
  protocol: z.literal(protocolVersion),
  outcomes: z.array(outcomeSchema),
  nextSeq: z.number().int().positive(),
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;
