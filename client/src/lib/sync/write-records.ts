import type { Id } from '#shared/kernel/ids.ts';
import type { SyncRecord } from '#shared/sync/record.ts';
import type { Scope } from '#shared/sync/scope.ts';
import type { EntityTable } from 'dexie';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { taskRow, type RecordRow } from '#lib/device/record-rows.ts';
import { holdScopes, listHeldScopes, releaseScopes } from '#lib/device/scope-shards.ts';
import type { PlannedChanges, PlannedPut } from '#lib/sync/plan-changes.ts';

/** Writes what an answer changed, in the running transaction: records and scopes, never the person's own work. */
export async function writeRecords(db: PersonDatabase, plan: PlannedChanges): Promise<void> {
  await removeScopes(db, plan.dropped);
  const came = [...plan.scopes.values()];
  await holdScopes(
    db.scopeShards,
    came.map((scope) => ({ ...scope, stale: false })),
  );

  await put(db.tasks, plan.puts.get('task'), (record) =>
    record.kind === 'task' ? taskRow(record.id, record.rev, record.body) : null,
  );
  await put(db.buildings, plan.puts.get('building'), (record) =>
    record.kind === 'building' ? { ...rowOf(record), tenantId: record.body.tenantId } : null,
  );
  await put(db.pastTasks, plan.puts.get('past-task'), (record) =>
    record.kind === 'past-task' ? { ...rowOf(record), endedAt: record.body.endedAt } : null,
  );
  await put(db.ownFiles, plan.puts.get('own-file'), (record) =>
    record.kind === 'own-file' ? rowOf(record) : null,
  );
  await putProfile(db, plan.puts.get('profile'));

  await removeLeftovers(db, plan);
  await rememberParts(db, plan);
  await db.tasks.bulkDelete(idsOf(plan, 'task'));
  await db.buildings.bulkDelete(idsOf(plan, 'building'));
  await db.pastTasks.bulkDelete(idsOf(plan, 'past-task'));
  await db.ownFiles.bulkDelete(idsOf(plan, 'own-file'));
}

/** Removes scopes and their records, in the running transaction and in few strokes. Own work stays. */
async function removeScopes(db: PersonDatabase, scopes: readonly Pick<Scope, 'kind' | 'id'>[]) {
  if (scopes.length === 0) return;
  const idsOfKind = (kind: Scope['kind']) => scopes.filter((one) => one.kind === kind).map((one) => one.id);
  await releaseScopes(db.scopeShards, scopes);
  await db.tasks.bulkDelete(idsOfKind('task'));
  await db.buildings.bulkDelete(idsOfKind('building'));
  if (idsOfKind('person').length === 0) return;
  await db.pastTasks.clear();
  await db.ownFiles.clear();
  await db.meta.delete('profile');
}

/**
 * Removes scopes that were held before a reset and did not come again: the round after the reset is over. Gives their
 * number.
 */
export async function removeStale(db: PersonDatabase): Promise<number> {
  const stale = (await listHeldScopes(db.scopeShards)).filter((scope) => scope.stale);
  await removeScopes(db, stale);
  return stale.length;
}

function rowOf<Body>({ id, rev, body }: { id: Id; rev: number; body: Body }): RecordRow<Body> {
  return { id, rev, body };
}

function idsOf(plan: PlannedChanges, kind: SyncRecord['kind']): Id[] {
  return [...(plan.deleted.get(kind) ?? [])];
}

/** Rewriting a row is dear in WebKit (reference/pwa.md 0.7): only what differs is written. */
async function put<Row extends RecordRow<unknown>>(
  table: EntityTable<Row, 'id'>,
  puts: ReadonlyMap<Id, PlannedPut> | undefined,
  toRow: (record: SyncRecord) => Row | null,
): Promise<void> {
  if (puts === undefined || puts.size === 0) return;
  const existing = await getExisting(table, [...puts.keys()]);
  const rows: Row[] = [];
  for (const { record, whole } of puts.values()) {
    const row = toRow(record);
    if (row !== null && isNews(existing.get(row.id), row, whole)) rows.push(row);
  }
  if (rows.length > 0) await table.bulkPut(rows);
}

/** Beyond so many, one look at the keys between them is cheaper than asking for each: a page's ids are neighbours. */
const fewKeys = 100;

async function getExisting<Row extends RecordRow<unknown>>(
  table: EntityTable<Row, 'id'>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, Row>> {
  let asked = ids;
  if (ids.length > fewKeys) {
    const sorted = [...ids].sort();
    const between = table.where(':id').between(sorted[0], sorted.at(-1), true, true);
    const known = new Set<Id>(await between.primaryKeys());
    asked = ids.filter((id) => known.has(id));
  }
  if (asked.length === 0) return new Map();
  const rows = await table.bulkGet([...asked] as Parameters<typeof table.bulkGet>[0]);
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
}

/** A revision never goes back (invariant 2), but with a whole scope, which may come from a restored server. */
function isNews<Body>(before: RecordRow<Body> | undefined, after: RecordRow<Body>, whole: boolean): boolean {
  if (before === undefined) return true;
  if (!whole && after.rev < before.rev) return false;
  return after.rev !== before.rev || JSON.stringify(after.body) !== JSON.stringify(before.body);
}

async function putProfile(db: PersonDatabase, puts: ReadonlyMap<Id, PlannedPut> | undefined): Promise<void> {
  for (const { record, whole } of puts?.values() ?? []) {
    if (record.kind !== 'profile') continue;
    const before = await readMeta(db.meta, 'profile');
    const after = rowOf(record);
    if (isNews(before && { id: record.id, ...before }, after, whole)) {
      await writeMeta(db.meta, 'profile', { rev: record.rev, body: record.body });
    }
  }
}

/**
 * What the device had of scopes that came whole and is not in the answer goes. In few strokes, whatever the number of
 * scopes: Dexie loses the running transaction after a hundred awaits without a query.
 */
async function removeLeftovers(db: PersonDatabase, plan: PlannedChanges): Promise<void> {
  const parts = new Set((await readMeta(db.meta, 'parts')) ?? []);
  const has = (kind: SyncRecord['kind'], id: Id) =>
    (plan.puts.get(kind)?.has(id) ?? false) || parts.has(`${kind}:${id}`);
  const without = (kind: 'task' | 'building') =>
    plan.whole.filter((scope) => scope.kind === kind && !has(kind, scope.id)).map((scope) => scope.id);
  await db.tasks.bulkDelete(without('task'));
  await db.buildings.bulkDelete(without('building'));
  if (!plan.whole.some((scope) => scope.kind === 'person')) return;
  const past = await db.pastTasks.toCollection().primaryKeys();
  await db.pastTasks.bulkDelete(past.filter((id) => !has('past-task', id)));
  const files = await db.ownFiles.toCollection().primaryKeys();
  await db.ownFiles.bulkDelete(files.filter((id) => !has('own-file', id)));
  await db.meta.delete('parts');
}

/** What came of a scope larger than a page is remembered until its last part. */
async function rememberParts(db: PersonDatabase, plan: PlannedChanges): Promise<void> {
  if (plan.unfinished === null) return;
  const keys = (await readMeta(db.meta, 'parts')) ?? [];
  for (const [kind, puts] of plan.puts) for (const id of puts.keys()) keys.push(`${kind}:${id}`);
  await writeMeta(db.meta, 'parts', keys);
}
