import { sql, type Transaction } from 'kysely';
import { endAllSessions } from '#server/auth/lucia-sessions.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { endFile } from '#server/files/upload-queries.ts';
import { listPeopleOfTasks, recordPersonGrants } from '#server/grants/grant-queries.ts';
import { insertAudit, type ActedBy } from '#server/operator/insert-audit.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { reserveQuota } from '#server/sync/quota.ts';
import { removeEndedBytes } from '#server/sync/uploads/remove-ended-bytes.ts';
import type { UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import { lockTasks } from '#server/tasks/task-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What was ended: in which tenants, and how many files on their way were refused. */
export interface Deactivated {
  readonly tenantIds: readonly Id[];
  readonly refusedFiles: number;
}

interface OutstandingFile {
  readonly tenantId: Id;
  readonly taskId: Id | null;
  readonly fileId: Id;
  readonly size: number;
}

/**
 * Ends what somebody is to a tenant (null: to every tenant), as member of staff, ad hoc user or a supplier's contact:
 * in one transaction the grants end and are recorded, files on their way are refused and sessions end; then their bytes
 * go and devices are poked. What the person once did stays. Throws a sentence when there is nothing to end, or when a
 * tenant would be left without administrator.
 */
export async function deactivatePerson(
  deps: UploadDeps,
  wanted: { readonly email: string; readonly tenantId: Id | null } & ActedBy,
): Promise<Deactivated> {
  const { db } = deps;
  const now = deps.clock();
  const { email, tenantId } = wanted;
  const known = await withScope(db, { kind: 'operator' }, (trx) => findTies(trx, email));
  const tenantIds = known?.tenantIds.filter((id) => tenantId === null || id === tenantId) ?? [];
  if (known === null || tenantIds.length === 0) throw new Error(`${email} has nothing to end there.`);
  const { personId } = known;

  // Of all tenants of the person: what is compared with history must not look ended because it cannot be seen.
  const scope = { kind: 'person', personId, tenantIds: known.tenantIds } as const;
  const ended = await withScope(db, scope, async (trx) => {
    await requireOtherAdministrator(trx, personId, tenantIds);
    // Waits for whatever the person is writing now, and is waited for by whatever comes: each locks these rows first.
    await trx
      .updateTable('memberships')
      .set({ active: false })
      .where('person_id', '=', personId)
      .where('tenant_id', 'in', tenantIds)
      .execute();
    await trx
      .updateTable('supplier_contacts')
      .set({ active: false })
      .where('person_id', '=', personId)
      .where('tenant_id', 'in', tenantIds)
      .execute();
    const files = await refuseFiles(trx, personId, tenantIds);
    await recordPersonGrants(trx, personId, { now, began: 'activated', ended: 'deactivated' });
    await endAllSessions(trx, personId, now);
    for (const id of tenantIds) {
      const facts = { refusedFiles: files.filter((file) => file.tenantId === id).length };
      await insertAudit(trx, wanted, {
        tenantId: id,
        now,
        action: 'person-deactivated',
        subjectId: personId,
        facts,
      });
    }
    const taskIds = files.flatMap((file) => file.taskId ?? []);
    return { files, personIds: [personId, ...(await listPeopleOfTasks(trx, taskIds))] };
  });
  for (const file of ended.files) await removeEndedBytes(deps, file);
  await runAfterCommit(deps, [{ personIds: ended.personIds, tenantIds, uploadIds: [] }]);
  return { tenantIds, refusedFiles: ended.files.length };
}

/** Where the person is active, in the operator's scope. */
async function findTies(
  trx: Transaction<Database>,
  email: string,
): Promise<{ personId: Id; tenantIds: Id[] } | null> {
  const { rows } = await sql<{ personId: Id; tenantIds: Id[] }>`
    select p.id as "personId", array(
      select tenant_id from memberships where person_id = p.id and active
      union select tenant_id from supplier_contacts where person_id = p.id and active) as "tenantIds"
    from people p where p.email = ${email}`.execute(trx);
  return rows[0] ?? null;
}

/** Locks the administrators of the tenants, so that two of them cannot be ended at once. */
async function requireOtherAdministrator(
  trx: Transaction<Database>,
  personId: Id,
  tenantIds: readonly Id[],
): Promise<void> {
  const { rows } = await sql<{ tenantId: Id; personId: Id }>`
    select m.tenant_id as "tenantId", m.person_id as "personId"
    from memberships m join people p on p.id = m.person_id and p.active
    where m.tenant_id = any(${[...tenantIds]}::uuid[]) and m.active and 'administrator' = any(m.roles)
    order by m.tenant_id, m.person_id for update of m`.execute(trx);
  for (const tenantId of tenantIds) {
    const administrators = rows.filter((row) => row.tenantId === tenantId).map((row) => row.personId);
    if (administrators.length === 1 && administrators[0] === personId)
      throw new Error(`This is the last administrator of tenant ${tenantId}; make another one first.`);
  }
}

async function refuseFiles(
  trx: Transaction<Database>,
  personId: Id,
  tenantIds: readonly Id[],
): Promise<OutstandingFile[]> {
  const { rows: files } = await sql<OutstandingFile>`
    select tenant_id as "tenantId", task_id as "taskId", id as "fileId", size::float8 as size from files
    where declared_by = ${personId} and tenant_id = any(${[...tenantIds]}::uuid[])
      and state in ('declared', 'receiving', 'received')
    order by id`.execute(trx);
  await lockTasks(
    trx,
    files.flatMap((file) => file.taskId ?? []),
  );
  const refused: OutstandingFile[] = [];
  for (const file of files) {
    const end = { state: 'refused', refusalCode: 'grant.ended' } as const;
    if (await endFile(trx, file.fileId, end)) refused.push(file);
  }
  for (const tenantId of tenantIds.toSorted()) {
    const own = refused.filter((file) => file.tenantId === tenantId);
    await reserveQuota(
      trx,
      tenantId,
      own.reduce((sum, file) => sum - file.size, 0),
    );
  }
  return refused;
}
