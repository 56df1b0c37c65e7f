import { writeMeta } from '#lib/device/meta.ts';
import { readSequence } from '#lib/sync/append-entry.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';

/**
 * Two profiles share this device's id (a cloned profile, a restored backup): take a new id and send everything that
 * is not settled again, under new numbers and the same command ids; the server gives an old id its old outcome.
 */
export function takeNewDeviceId(context: EngineContext): Promise<void> {
  return renumber(context, 1, () => context.ports.random.id());
}

/** The server expects an earlier number than this device's oldest: go on from there. */
export function closeGap(context: EngineContext, expected: number): Promise<void> {
  return renumber(context, expected, null);
}

function renumber(context: EngineContext, first: number, newId: (() => string) | null): Promise<void> {
  return context.database.use((db) =>
    db.transaction('rw', [db.outbox, db.uploads, db.meta], async () => {
      const sequence = await readSequence(db, () => context.ports.random.id());
      const entries = await db.outbox.orderBy('seq').toArray();
      await db.outbox.bulkDelete(entries.map((entry) => entry.seq));
      await db.outbox.bulkAdd(entries.map((entry, at) => ({ ...entry, seq: first + at, outcome: null })));
      await writeMeta(db.meta, 'sequence', {
        ...sequence,
        deviceId: newId === null ? sequence.deviceId : newId(),
        nextSeq: first + entries.length,
        ackedSeq: first - 1,
      });
    }),
  );
}
