import type { Id } from '#shared/kernel/ids.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import { recordVersion } from '#shared/sync/record.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { compareSums } from '#lib/sync/compare-sums.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { forgetFeed } from '#lib/sync/forget-feed.ts';
import { noteContact } from '#lib/sync/note-contact.ts';
import { planChanges } from '#lib/sync/plan-changes.ts';
import type { PullAnswer } from '#lib/sync/read-pull.ts';
import { retryWork } from '#lib/sync/retry-work.ts';
import { settle } from '#lib/sync/settle.ts';
import { settleUploads } from '#lib/sync/settle-uploads.ts';
import { toInstant } from '#lib/sync/to-instant.ts';
import { removeStale, writeRecords } from '#lib/sync/write-records.ts';

/** What became of a page. `page`: another follows · `round`: the last · `again`: a new round must follow at once. */
export interface AppliedPage {
  readonly done: 'page' | 'round' | 'again';
  readonly forked: boolean;
  readonly freed: readonly Id[];
}

const again: AppliedPage = { done: 'again', forked: false, freed: [] };

/**
 * Writes one page in one transaction: records, acknowledgements, attention, new commands from returned access, and
 * where the round stands. The cookie is kept with the last page only.
 */
export function applyPage(
  context: EngineContext,
  db: PersonDatabase,
  request: PullRequest,
  answer: PullAnswer,
): Promise<AppliedPage> {
  const { clock } = context.ports;
  const now = toInstant(clock.now());
  return db.transaction('rw', db.tables, async () => {
    const sequence = await readMeta(db.meta, 'sequence');
    const feed = await readMeta(db.meta, 'feed');
    const stands = { cookie: feed?.cookie ?? null, page: feed?.page ?? null };
    // Something else moved this device on while the answer was under way: it belongs to a state that is gone.
    if (sequence?.deviceId !== request.deviceId) return again;
    if (stands.cookie !== request.cookie || stands.page !== request.page) return again;
    const epoch = feed?.epoch ?? null;
    if (epoch !== null && epoch !== answer.epoch) {
      await forgetFeed(db, answer.epoch);
      // Asked without a cookie the answer is whole, and good although the server was restored meanwhile.
      if (request.cookie !== null || request.page !== null || holdsAny(request)) return again;
    }
    const plan = planChanges(answer.changes);
    if (request.page === null) await db.meta.delete('parts');
    await writeRecords(db, plan);
    const { page, more } = answer.end;
    const removed = page === undefined && !more ? await removeStale(db) : 0;
    if (plan.dropped.length + plan.scopes.size + removed > 0) await db.meta.delete('held');
    const isFirst = request.cookie === null && page === undefined && removed === 0;
    const drifted = await verify(db, request, answer, isFirst, clock.now());
    if (request.cookie === null && page === undefined) await forgetUnknown(db, answer.acks.nextSeq);
    const own = await settle(db, answer.acks, now);
    const freed = await settleUploads(db, plan, now);
    await retryWork(context, db);
    await writeMeta(db.meta, 'feed', {
      cookie: page === undefined ? answer.end.cookie : request.cookie,
      page: page ?? null,
      epoch: answer.epoch,
      records: recordVersion,
    });
    await noteContact(clock, db, answer.end.serverTime);
    return {
      done: page !== undefined ? 'page' : more || drifted > 0 ? 'again' : 'round',
      forked: !own,
      freed,
    };
  });
}

/**
 * A device that never pulled knows no epoch: were its server restored after answering its first push, only this tells. An
 * answer to what the server has not got counts for nothing, and the command is sent again under its own id.
 */
async function forgetUnknown(db: PersonDatabase, nextSeq: number): Promise<void> {
  await db.outbox.where('seq').aboveOrEqual(nextSeq).modify({ outcome: null });
}

function holdsAny({ held }: PullRequest): boolean {
  return Array.isArray(held) ? held.length > 0 : held.count > 0;
}

/**
 * Compares checksums where they were asked for, and gives the number of scopes that differ. What has just come whole
 * for the first time is not compared before a day has passed; what was told as drifted is told once.
 */
async function verify(
  db: PersonDatabase,
  request: PullRequest,
  answer: PullAnswer,
  isFirst: boolean,
  now: number,
): Promise<number> {
  if (request.verify) return compareSums(db, answer.sums, now);
  const verified = await readMeta(db.meta, 'verified');
  if (verified === undefined && isFirst) await writeMeta(db.meta, 'verified', { at: now, drifted: [] });
  if (verified !== undefined && request.drifted.length > 0) {
    await writeMeta(db.meta, 'verified', { ...verified, drifted: [] });
  }
  return 0;
}
