import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** One anchor: everything a party (supplier company or person) does in a building. */
export interface Anchor {
  readonly tenantId: Id;
  readonly buildingId: Id;
  readonly partyId: Id;
}

/**
 * Third in the lock order: writers share their anchors, whoever begins or ends a task there takes them alone. So a
 * write either commits before the grant's end or sees it.
 */
export async function lockAnchors(
  trx: Transaction<Database>,
  anchors: readonly Anchor[],
  mode: 'shared' | 'alone',
): Promise<void> {
  const unique = new Map(anchors.map((anchor) => [`${anchor.buildingId} ${anchor.partyId}`, anchor]));
  if (unique.size === 0) return;
  const sorted = [...unique.keys()].sort().flatMap((key) => unique.get(key) ?? []);
  await trx
    .insertInto('grant_anchors')
    .values(
      sorted.map((anchor) => ({
        tenant_id: anchor.tenantId,
        building_id: anchor.buildingId,
        party_id: anchor.partyId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = trx
    .selectFrom('grant_anchors')
    .select('party_id')
    .where((eb) =>
      eb(
        eb.refTuple('building_id', 'party_id'),
        'in',
        sorted.map((anchor) => eb.tuple(anchor.buildingId, anchor.partyId)),
      ),
    )
    .orderBy('building_id')
    .orderBy('party_id');
  await (mode === 'alone' ? rows.forUpdate() : rows.forShare()).execute();
}
