import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { optionalTextSchema } from '#shared/kernel/text.ts';
import { holdingSchema } from '#shared/sync/holding.ts';
import { outcomeSchema } from '#shared/sync/outcome.ts';
import { protocolSchema } from '#shared/sync/protocol.ts';
import { recordSchema } from '#shared/sync/record.ts';
import { scopeKindSchema, scopeSchema } from '#shared/sync/scope.ts';

export const digestSchema = z.string().check(z.regex(/^[0-9a-f]{16}$/u));

const scopeNameSchema = z.strictObject({ kind: scopeKindSchema, id: idSchema });

/**
 * `cookie` is what the last whole round ended with, null the first time; `page` what the last page ended with, null at
 * the beginning of a round. `held` are the scopes the device holds whole: their list, or its digest (`heldKey` of each),
 * to which the server may answer `held.wanted`. `ackedSeq` is the highest sequence number whose outcome the device has
 * already settled. `holding` may be missing: as it was told last. `verify` asks for checksums; `drifted` names scopes in which they did not agree last time.
 */
export const pullRequestSchema = z.strictObject({
  protocol: protocolSchema,
  deviceId: idSchema,
  appVersion: optionalTextSchema(60),
  cookie: z.nullable(z.string().check(z.maxLength(4096))),
  page: z._default(z.nullable(z.string().check(z.maxLength(4096))), null),
  held: z.union([
    z.array(scopeSchema).check(z.maxLength(20_000)),
    z.strictObject({ count: z.int().check(z.minimum(0)), digest: digestSchema }),
  ]),
  ackedSeq: z.int().check(z.minimum(0)),
  holding: z.optional(holdingSchema),
  verify: z._default(z.boolean(), false),
  drifted: z._default(z.array(scopeNameSchema).check(z.maxLength(100)), []),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

/**
 * The answer is NDJSON, one of these a line, in this order: head, drops, scopes (each followed by its records), sums,
 * acks, end. An answer without `end` is void: nothing of it is kept.
 */
export const pullLineSchema = z.discriminatedUnion('line', [
  z.strictObject({ line: z.literal('head'), protocol: protocolSchema, epoch: idSchema }),
  /** The person may no longer hold this scope: its records go, own unsent work stays. */
  z.strictObject({ line: z.literal('drop'), kind: scopeKindSchema, id: idSchema }),
  /**
   * Records of this scope follow. `whole`: what the device had of it before goes. `part`: it is larger than a page; the
   * device holds it with its last part, and only then does what it had before go.
   */
  z.strictObject({
    line: z.literal('scope'),
    scope: scopeSchema,
    whole: z.boolean(),
    part: z.optional(z.enum(['more', 'last'])),
  }),
  z.strictObject({ line: z.literal('put'), record: recordSchema }),
  z.strictObject({ line: z.literal('del'), kind: z.string(), id: idSchema }),
  /** The checksum of a scope that the device holds: the digest of `recordKey` of each of its records. */
  z.strictObject({ line: z.literal('sum'), kind: scopeKindSchema, id: idSchema, digest: digestSchema }),
  /**
   * Outcomes after `ackedSeq` whose effects have come with this round, the first page's snapshot: none before the last
   * page.
   */
  z.strictObject({
    line: z.literal('acks'),
    nextSeq: z.int().check(z.positive()),
    outcomes: z.array(outcomeSchema),
  }),
  z.strictObject({
    line: z.literal('end'),
    /** For the next round; while `more`, it stands for nothing. */
    cookie: z.string(),
    /** Asks for the next page, while `more`. */
    page: z.optional(z.string()),
    more: z.boolean(),
    serverTime: instantSchema,
  }),
]);
export type PullLine = z.infer<typeof pullLineSchema>;
