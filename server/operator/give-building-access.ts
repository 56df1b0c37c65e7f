import { withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { insertAudit, type ActedBy } from '#server/operator/insert-audit.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import type { UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import type { Id } from '#shared/kernel/ids.ts';

/**
 * Opens buildings of a tenant to one of its staff or ad hoc users (method 1), with the grants that follow recorded in
 * the same transaction. Returns the buildings that were not open before. Throws a sentence when the person does not
 * belong to the tenant, or a building does not.
 */
export async function giveBuildingAccess(
  deps: Pick<UploadDeps, 'db' | 'store' | 'pokes' | 'log' | 'clock'>,
  wanted: { readonly tenantId: Id; readonly email: string; readonly buildingIds: readonly Id[] } & ActedBy,
): Promise<Id[]> {
  const { tenantId, email } = wanted;
  const buildingIds = [...new Set(wanted.buildingIds)];
  const now = deps.clock();
  const given = await withScope(deps.db, { kind: 'tenant', tenantId }, async (trx) => {
    const person = await trx
      .selectFrom('memberships')
      .innerJoin('people', 'people.id', 'memberships.person_id')
      .select('people.id')
      .where('memberships.tenant_id', '=', tenantId)
      .where('memberships.active', '=', true)
      .where('people.email', '=', email)
      .forUpdate('memberships')
      .executeTakeFirst();
    if (person === undefined) throw new Error(`${email} is no active member of this tenant.`);
    const buildings = await trx
      .selectFrom('buildings')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', buildingIds)
      .execute();
    const strange = buildingIds.find((id) => !buildings.some((building) => building.id === id));
    if (strange !== undefined) throw new Error(`There is no building ${strange} in this tenant.`);
    const added = await trx
      .insertInto('building_access')
      .values(
        buildingIds.map((building_id) => ({
          tenant_id: tenantId,
          person_id: person.id,
          building_id,
          granted_by: wanted.by,
          created_at: now,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning('building_id')
      .execute();
    const opened = added.map((row) => row.building_id);
    if (opened.length === 0) return { personId: person.id, opened };
    await recordPersonGrants(trx, person.id, { now, began: 'building-access', ended: 'deactivated' });
    const facts = { buildingIds: opened };
    await insertAudit(trx, wanted, {
      ...{ tenantId, now, facts },
      ...{ action: 'building-access-given', subjectId: person.id },
    });
    return { personId: person.id, opened };
  });
  if (given.opened.length > 0)
    await runAfterCommit(deps, [{ personIds: [given.personId], tenantIds: [tenantId], uploadIds: [] }]);
  return given.opened;
}
