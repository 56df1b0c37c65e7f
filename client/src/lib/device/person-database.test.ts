import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { PersonDatabase, personDatabaseName } from '#lib/device/person-database.ts';
import { holdScopes, listHeldScopes, type HeldScope } from '#lib/device/scope-shards.ts';
import { scopeKey } from '#shared/sync/scope.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { ids, now } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';

/** The stores of every version that ever shipped; a line is never changed, only added. */
const shipped: readonly Record<string, string | null>[] = [
  {
    scopes: 'key',
    tasks: 'id, state, deadline, buildingId, tenantId',
    buildings: 'id, tenantId',
    pastTasks: 'id, endedAt',
    ownFiles: 'id',
    outbox: 'seq, &id, taskId',
    attention: 'id, taskId, status',
    uploads: 'fileId, taskId, state',
    meta: 'key',
  },
  { sent: 'id, order, settledAt' },
  { tasks: 'id, buildingId', buildings: 'id' },
  { scopeShards: 'shard' },
  { scopes: null },
];

/** The person's own work as it lay in the database of an earlier version. */
const work = {
  outbox: Array.from({ length: 300 }, (_, at) => ({
    ...{ seq: at + 1, order: at + 1, id: localId(4000 + at), taskId: ids.task, madeAt: now },
    ...{ command: aCommand('add-comment', { id: localId(4000 + at) }), label: 'Kommentar' },
    ...{ task: null, retries: 0, outcome: null },
  })),
  uploads: [{ fileId: ids.photo, taskId: ids.task, state: 'queued', order: 7 }],
  attention: [{ id: localId(1), taskId: ids.task, status: 'open' }],
  meta: [{ key: 'sequence', value: { deviceId: ids.nothing, nextSeq: 301, nextOrder: 301, ackedSeq: 0 } }],
};

/** The scopes it held, as they were told to the server: without them all records would come again. */
const scopes = Array.from({ length: 600 }, (_, at): [string, HeldScope] => {
  const scope = { kind: 'task', id: localId(at + 1), generation: at % 7, stale: at % 5 === 0 } as const;
  return [scopeKey(scope), scope];
});

it.each(shipped.map((_, at) => at + 1))(
  'version %i opens in this version with a full outbox, untouched',
  async (version) => {
    const options = { indexedDB: new IDBFactory(), IDBKeyRange };
    const earlier = new Dexie(personDatabaseName(people.siri.id), options);
    for (let each = 1; each <= version; each += 1) earlier.version(each).stores(shipped[each - 1] ?? {});
    await earlier.open();
    for (const [table, rows] of Object.entries(work)) await earlier.table(table).bulkAdd(rows);
    if (version < 4) await earlier.table('scopes').bulkAdd(scopes.map(([key, scope]) => ({ key, ...scope })));
    else
      await holdScopes(
        earlier.table('scopeShards'),
        scopes.map(([, scope]) => scope),
      );
    earlier.close();

    const today = new PersonDatabase(people.siri.id, options);
    for (const [table, rows] of Object.entries(work)) {
      expect(await today.table(table).toArray(), table).toEqual(rows);
    }
    expect(await today.sent.count()).toBe(0);
    const held = await listHeldScopes(today.scopeShards);
    expect(new Map(held.map((scope) => [scopeKey(scope), scope]))).toEqual(new Map(scopes));
    expect(today.verno).toBe(shipped.length);
    today.close();
  },
);
