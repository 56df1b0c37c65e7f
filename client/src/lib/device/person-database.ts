import { Dexie, type DexieOptions, type EntityTable, type Table } from 'dexie';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { AttentionItem } from '#lib/device/attention-item.ts';
import type { MetaRow } from '#lib/device/meta.ts';
import type { OutboxEntry, SentEntry } from '#lib/device/outbox-entry.ts';
import type { BuildingRow, PastTaskRow, RecordRow, TaskRow } from '#lib/device/record-rows.ts';
import { holdScopes, type HeldScope, type ScopeShard } from '#lib/device/scope-shards.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';

/** The name of a person's own database: two people on one device never share stores. */
export function personDatabaseName(personId: Id): string {
  return `oppdrag-${personId}`;
}

/**
 * Everything one person has on this device but bytes. Records (scopeShards to ownFiles, `profile` in meta)
 * are only ever written from server answers; outbox, attention, uploads and the journal of what was sent hold the
 * person's own work. No upgrade may drop or rewrite the outbox. Durability is strict: what is committed survives a power
 * cut.
 */
export class PersonDatabase extends Dexie {
  declare scopeShards: Table<ScopeShard, string>;
  declare tasks: EntityTable<TaskRow, 'id'>;
  declare buildings: EntityTable<BuildingRow, 'id'>;
  declare pastTasks: EntityTable<PastTaskRow, 'id'>;
  declare ownFiles: EntityTable<RecordRow<FileRecord>, 'id'>;
  declare outbox: EntityTable<OutboxEntry, 'seq'>;
  declare attention: EntityTable<AttentionItem, 'id'>;
  declare uploads: EntityTable<UploadRow, 'fileId'>;
  declare sent: EntityTable<SentEntry, 'id'>;
  declare meta: Table<MetaRow, string>;

  constructor(personId: Id, options: DexieOptions = {}) {
    super(personDatabaseName(personId), {
      ...options,
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
    });
    this.version(1).stores({
      scopes: 'key',
      tasks: 'id, state, deadline, buildingId, tenantId',
      buildings: 'id, tenantId',
      pastTasks: 'id, endedAt',
      ownFiles: 'id',
      outbox: 'seq, &id, taskId',
      attention: 'id, taskId, status',
      uploads: 'fileId, taskId, state',
      meta: 'key',
    });
    this.version(2).stores({ sent: 'id, order, settledAt' });
    // An index nobody asks costs each record of a first pull as much as the record.
    this.version(3).stores({ tasks: 'id, buildingId', buildings: 'id' });
    this.version(4)
      .stores({ scopeShards: 'shard' })
      .upgrade(async (trx) => {
        const rows = await trx.table<HeldScope & { key: string }>('scopes').toArray();
        const scopes = rows.map(({ kind, id, generation, stale }) => ({ kind, id, generation, stale }));
        await holdScopes(trx.table<ScopeShard, string>('scopeShards'), scopes);
      });
    this.version(5).stores({ scopes: null });
  }
}
