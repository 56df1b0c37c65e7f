import type { Id } from '#shared/kernel/ids.ts';
import { protocolVersion, pullContentType } from '#shared/sync/protocol.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { asPerson } from '#lib/sync/as-person.ts';
import type { EngineContext, Turn } from '#lib/sync/engine-context.ts';
import { exchange, troubled, type Exchanged } from '#lib/sync/exchange.ts';
import { holdingOf, loadWork } from '#lib/sync/holding.ts';
import { noteContact } from '#lib/sync/note-contact.ts';
import { planChanges } from '#lib/sync/plan-changes.ts';
import { readPull, type PullAnswer } from '#lib/sync/read-pull.ts';
import { retryWork } from '#lib/sync/retry-work.ts';
import { forgetFeed } from '#lib/sync/forget-feed.ts';
import { settle } from '#lib/sync/settle.ts';
import { settleUploads } from '#lib/sync/settle-uploads.ts';
import { toInstant } from '#lib/sync/to-instant.ts';
import { removeStale, writeRecords } from '#lib/sync/write-records.ts';

/** What one pull did. `forked`: an acknowledgement spoke of somebody else's commands under this device's id. */
export interface Pulled {
  readonly more: boolean;
  readonly forked: boolean;
  readonly freed: readonly Id[];
}

const envelope = { contentType: pullContentType, protocol: true };
const again: Pulled = { more: true, forked: false, freed: [] };

/**
 * One pull: reads a whole answer, then writes it in one transaction: records, acknowledgements, attention, new
 * commands from returned access, and the cookie. A cut, foreign or malformed answer changes nothing.
 */
export async function pullOnce(context: EngineContext, turn: Turn): Promise<Exchanged<Pulled>> {
  const request = await readRequest(context);
  turn.moved();
  const answered = await ask(context, turn, request);
  if (!answered.ok) {
    if (answered.trouble.code !== 'cookie.reset') return answered;
    await context.database.use((db) => forgetFeed(db, null));
    return { ok: true, data: again };
  }
  turn.signal.throwIfAborted();
  turn.moved();
  const pulled = await context.database.use((db) => apply(context, db, request, answered.data));
  turn.moved();
  return { ok: true, data: pulled };
}

function readRequest(context: EngineContext): Promise<PullRequest> {
  return context.database.use((db) =>
    db.transaction('r', [db.scopes, db.outbox, db.uploads, db.attention, db.meta], async () => {
      const sequence = await readMeta(db.meta, 'sequence');
      if (sequence === undefined) throw new Error('the engine runs without a device id');
      const feed = await readMeta(db.meta, 'feed');
      const scopes = await db.scopes.toArray();
      return {
        protocol: protocolVersion,
        deviceId: sequence.deviceId,
        appVersion: context.ports.appVersion,
        cookie: feed?.cookie ?? null,
        held: scopes
          .filter((scope) => !scope.stale)
          .map(({ kind, id, generation }) => ({ kind, id, generation })),
        ackedSeq: sequence.ackedSeq,
        holding: holdingOf(await loadWork(db)),
      };
    }),
  );
}

async function ask(context: EngineContext, turn: Turn, request: PullRequest): Promise<Exchanged<PullAnswer>> {
  const body = JSON.stringify(request);
  const { signal } = turn;
  const { network, timers } = context.ports;
  const exchanged = await asPerson(context, signal, () =>
    exchange(network, { method: 'POST', path: '/api/sync/pull', body, signal }, envelope),
  );
  if (!exchanged.ok) return exchanged;
  try {
    const answer = await readPull(exchanged.data, timers, turn.moved);
    if (answer === null || isForeign(context, answer)) return troubled({ code: 'answer.foreign' });
    return { ok: true, data: answer };
  } catch {
    signal.throwIfAborted();
    return troubled({ code: 'network' });
  }
}

/** Another person's records never enter this person's database, whatever the cookie said. */
function isForeign({ personId }: EngineContext, answer: PullAnswer): boolean {
  return answer.changes.some(
    (line) => line.line === 'scope' && line.scope.kind === 'person' && line.scope.id !== personId,
  );
}

async function apply(
  context: EngineContext,
  db: PersonDatabase,
  request: PullRequest,
  answer: PullAnswer,
): Promise<Pulled> {
  const now = toInstant(context.ports.clock.now());
  return db.transaction('rw', db.tables, async () => {
    const sequence = await readMeta(db.meta, 'sequence');
    const feed = (await readMeta(db.meta, 'feed')) ?? { cookie: null, epoch: null };
    // Something else moved this device on while the answer was under way: it belongs to a state that is gone.
    if (sequence?.deviceId !== request.deviceId || feed.cookie !== request.cookie) return again;
    if (feed.epoch !== null && feed.epoch !== answer.epoch) {
      await forgetFeed(db, answer.epoch);
      // Asked without a cookie the answer is whole, and good although the server was restored meanwhile.
      if (request.cookie !== null || request.held.length > 0) return again;
    }
    const plan = planChanges(answer.changes);
    await writeRecords(db, plan);
    if (!answer.end.more) await removeStale(db);
    const own = await settle(db, answer.acks, now);
    const freed = await settleUploads(db, plan, now);
    await retryWork(context, db);
    await writeMeta(db.meta, 'feed', { cookie: answer.end.cookie, epoch: answer.epoch });
    await noteContact(context.ports.clock, db, answer.end.serverTime);
    return { more: answer.end.more, forked: !own, freed };
  });
}
