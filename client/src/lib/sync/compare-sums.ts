import { digestOf } from '#shared/sync/digest.ts';
import { recordKey } from '#shared/sync/record.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { doubtScopes } from '#lib/device/scope-shards.ts';
import type { PullAnswer } from '#lib/sync/read-pull.ts';

/** So many drifted scopes are named; more are many. */
const mostNamed = 100;

/**
 * Compares the server's checksums with what lies here, in the running transaction. A scope that differs is no longer
 * claimed as held, so that the next round brings it whole, and is named there: it must never happen, and somebody must
 * hear of it. Gives the number of them.
 */
export async function compareSums(
  db: PersonDatabase,
  sums: PullAnswer['sums'],
  now: number,
): Promise<number> {
  const own = await digestsHere(db);
  const drifted = sums.filter((sum) => own.get(scopeKey(sum)) !== sum.digest);
  await doubtScopes(db.scopeShards, drifted);
  if (drifted.length > 0) await db.meta.delete('held');
  const named = drifted.slice(0, mostNamed).map(({ kind, id }) => ({ kind, id }));
  await writeMeta(db.meta, 'verified', { at: now, drifted: named });
  return drifted.length;
}

async function digestsHere(db: PersonDatabase): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const one = (kind: Scope['kind'], id: string, keys: string[]) =>
    digests.set(scopeKey({ kind, id }), digestOf(keys));
  await db.tasks.each(({ id, rev }) => one('task', id, [recordKey({ kind: 'task', id, rev })]));
  await db.buildings.each(({ id, rev }) => one('building', id, [recordKey({ kind: 'building', id, rev })]));
  const profile = await readMeta(db.meta, 'profile');
  if (profile === undefined) return digests;
  const id = profile.body.personId;
  const keys = [recordKey({ kind: 'profile', id, rev: profile.rev })];
  await db.pastTasks.each((row) => keys.push(recordKey({ kind: 'past-task', id: row.id, rev: row.rev })));
  await db.ownFiles.each((row) => keys.push(recordKey({ kind: 'own-file', id: row.id, rev: row.rev })));
  one('person', id, keys);
  return digests;
}
