import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';

/** What one look tells: the server, the device where it is known, and whether the snapshot missed anything of theirs. */
export interface PullLook {
  readonly epoch: Id;
  readonly snapshot: string;
  readonly device: {
    readonly nextSeq: number;
    readonly blocked: boolean;
    readonly holdingHash: string | null;
    readonly lastContactAt: Instant;
  } | null;
  readonly quiet: boolean;
}

/** One call, outside any transaction: it enters the person's scope by itself. `seen` is null without a cookie. */
export async function getPullLook(
  db: Kysely<Database>,
  who: { personId: Id; tenantIds: readonly Id[]; deviceId: Id },
  seen: string | null,
): Promise<PullLook> {
  const { rows } = await sql<{
    epoch: Id;
    snapshot: string;
    nextSeq: string | null;
    blocked: boolean;
    holdingHash: string | null;
    lastContactAt: Instant;
    quiet: boolean | null;
  }>`
    select epoch, snapshot, next_seq as "nextSeq", blocked, holding_hash as "holdingHash",
      iso(last_contact_at) as "lastContactAt", quiet
    from pull_look(${who.tenantIds.join(',')}, ${who.personId}, ${who.deviceId}, ${seen}::pg_snapshot)`.execute(
    db,
  );
  const { epoch, snapshot, nextSeq, quiet, ...device } = must(rows[0], 'look');
  return {
    epoch,
    snapshot,
    device: nextSeq === null ? null : { nextSeq: Number(nextSeq), ...device },
    quiet: quiet === true,
  };
}
