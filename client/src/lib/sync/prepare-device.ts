import { recordVersion } from '#shared/sync/record.ts';
import { readMeta } from '#lib/device/meta.ts';
import { readSequence } from '#lib/sync/append-entry.ts';
import { forgetFeed } from '#lib/sync/forget-feed.ts';
import { forgetSent } from '#lib/sync/sent-journal.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { sweepBytes } from '#lib/sync/sweep-bytes.ts';

/** Settled items are kept so long, so that a person can see what became of them. Milliseconds. */
const rememberFor = 90 * 24 * 60 * 60_000;

/**
 * What an engine does once before its first pass: a device id, a sweep of orphaned bytes, old settled items gone. An app
 * that knows another version of records than the one that brought them pulls them all anew.
 */
export async function prepareDevice(context: EngineContext): Promise<void> {
  const { clock, random } = context.ports;
  const oldest = new Date(clock.now() - rememberFor).toISOString();
  await context.database.use((db) =>
    db.transaction('rw', [db.meta, db.attention, db.sent], async () => {
      await readSequence(db, () => random.id());
      await db.attention
        .where('status')
        .anyOf('retried', 'discarded')
        .filter((item) => item.at < oldest)
        .delete();
      await forgetSent(db, clock.now());
    }),
  );
  await context.database.use(async (db) => {
    const feed = await readMeta(db.meta, 'feed');
    if (feed !== undefined && (feed.records ?? 1) !== recordVersion) await forgetFeed(db, null);
  });
  await sweepBytes(context.ports, context.database, context.bytes);
}
