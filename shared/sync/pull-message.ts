import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { optionalTextSchema } from '#shared/kernel/text.ts';
import { holdingSchema } from '#shared/sync/holding.ts';
import { outcomeSchema } from '#shared/sync/outcome.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import { recordSchema } from '#shared/sync/record.ts';
import { scopeKindSchema, scopeSchema } from '#shared/sync/scope.ts';

/**
 * `cookie` is what the last whole pull ended with, null the first time. `held` are the scopes the device holds whole.
 * `ackedSeq` is the highest sequence number whose outcome the device has already settled.
 */
export const pullRequestSchema = z.strictObject({
  protocol: z.literal(protocolVersion),
  deviceId: idSchema,
  appVersion: optionalTextSchema(60),
  cookie: z.nullable(z.string().check(z.maxLength(4096))),
  held: z.array(scopeSchema).check(z.maxLength(20_000)),
  ackedSeq: z.int().check(z.minimum(0)),
  holding: holdingSchema,
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

/**
 * The answer is NDJSON, one of these a line, in this order: head, drops, scopes (each followed by its records), acks,
 * end. An answer without `end` is void: nothing of it is kept.
 */
export const pullLineSchema = z.discriminatedUnion('line', [
  z.strictObject({ line: z.literal('head'), protocol: z.literal(protocolVersion), epoch: idSchema }),
  /** The person may no longer hold this scope: its records go, own unsent work stays. */
  z.strictObject({ line: z.literal('drop'), kind: scopeKindSchema, id: idSchema }),
  /** Records of this scope follow. `whole`: what the device had of it before goes. */
  z.strictObject({ line: z.literal('scope'), scope: scopeSchema, whole: z.boolean() }),
  z.strictObject({ line: z.literal('put'), record: recordSchema }),
  z.strictObject({ line: z.literal('del'), kind: z.string(), id: idSchema }),
  /** Outcomes after `ackedSeq`, read from the same snapshot as the records: their effects are in this answer. */
  z.strictObject({
    line: z.literal('acks'),
    nextSeq: z.int().check(z.positive()),
    outcomes: z.array(outcomeSchema),
  }),
  z.strictObject({
    line: z.literal('end'),
    cookie: z.string(),
    more: z.boolean(),
    serverTime: instantSchema,
  }),
]);
export type PullLine = z.infer<typeof pullLineSchema>;
