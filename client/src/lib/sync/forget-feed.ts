import type { Id } from '#shared/kernel/ids.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { doubtScopes } from '#lib/device/scope-shards.ts';
import { recordVersion } from '#shared/sync/record.ts';
import { offerAgain } from '#lib/sync/sent-journal.ts';

/**
 * The cookie no longer means anything (too old, of another version of records, or the server was restored): pull everything again. Records stay on
 * the screen until they are replaced. With a new epoch, answers of the old one count for nothing: what is not settled
 * is sent again, and what was settled lately is offered again: the server gives a known id its known outcome.
 */
export async function forgetFeed(db: PersonDatabase, epoch: Id | null): Promise<void> {
  await db.transaction('rw', [db.scopeShards, db.outbox, db.sent, db.meta], async () => {
    const before = await readMeta(db.meta, 'feed');
    await doubtScopes(db.scopeShards, 'all');
    await writeMeta(db.meta, 'feed', {
      cookie: null,
      epoch: epoch ?? before?.epoch ?? null,
      page: null,
      records: recordVersion,
    });
    await db.meta.bulkDelete(['held', 'verified', 'parts']);
    if (epoch === null) return;
    await db.outbox.toCollection().modify({ outcome: null });
    await offerAgain(db);
  });
}
