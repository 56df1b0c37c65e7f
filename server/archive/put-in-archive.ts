import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { insertArchiveEntry } from '#server/archive/archive-queries.ts';
import type { Database } from '#server/db/database.ts';
import { can } from '#shared/access/can.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { columnsIn, isMember, reachesBuilding, type Actor } from '#shared/people/actor.ts';

/**
 * Puts a file that has landed into its archive folder. It awaits assessment, whoever it came from, except from staff
 * who may approve it themselves: theirs is approved by them as it lands, instead of asking them for a second click
 * (product.md, D3). A file is put there once.
 */
export async function putInArchive(
  trx: Transaction<Database>,
  fileId: Id,
  context: { actor: Actor; now: Instant; folder: { id: Id; tenantId: Id; buildingId: Id } | null },
): Promise<void> {
  const { actor, now } = context;
  const folder = must(context.folder, 'folder of an archive file');
  const facts = {
    t: isMember(actor, folder.tenantId),
    b: reachesBuilding(actor, folder.tenantId, folder.buildingId),
    z: true,
  };
  const mayApprove = can('approve-archive-file', columnsIn(actor, folder.tenantId), facts);
  const assessedBy = mayApprove ? actor : null;
  await insertArchiveEntry(trx, { id: randomUUID(), folder, fileId, at: now, assessedBy });
}
