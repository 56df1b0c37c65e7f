import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { can } from '#shared/access/can.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { columnsIn, isMember, reachesBuilding, type Actor } from '#shared/people/actor.ts';

/**
 * Puts a file that has landed into its archive folder. It awaits assessment, whoever it came from, except from staff
 * who may approve it themselves: theirs is approved by them as it lands, instead of asking them for a second click
 * (product.md, D3). A file is put there once.
 */
export async function insertArchiveEntry(
  trx: Transaction<Database>,
  file: Pick<FileRecord, 'id'>,
  context: {
    actor: Actor;
    now: Instant;
    folder: { id: Id; tenantId: Id; buildingId: Id } | null;
  },
): Promise<void> {
  const { actor, now } = context;
  const folder = must(context.folder, 'folder of an archive file');
  const facts = {
    t: isMember(actor, folder.tenantId),
    b: reachesBuilding(actor, folder.tenantId, folder.buildingId),
    z: true,
  };
  const assessed = can('approve-archive-file', columnsIn(actor, folder.tenantId), facts);
  await trx
    .insertInto('archive_entries')
    .values({
      id: randomUUID(),
      tenant_id: folder.tenantId,
      building_id: folder.buildingId,
      folder_id: folder.id,
      file_id: file.id,
      at: now,
      approval: assessed ? 'approved' : 'awaiting',
      assessed_by: assessed ? actor.personId : null,
      assessed_by_name: assessed ? actor.name : null,
      assessed_at: assessed ? now : null,
    })
    .onConflict((conflict) => conflict.column('file_id').doNothing())
    .execute();
}
