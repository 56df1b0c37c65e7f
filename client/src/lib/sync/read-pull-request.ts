import { digestOf } from '#shared/sync/digest.ts';
import { protocolVersion, scopesListed } from '#shared/sync/protocol.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import { heldKey } from '#shared/sync/scope.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { listHeldScopes } from '#lib/device/scope-shards.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { holdingOf, loadWork } from '#lib/sync/holding.ts';

/** Checksums are compared once in so long, milliseconds; sooner after a reset. */
const verifyEvery = 24 * 60 * 60_000;

/**
 * What a pull asks for, as the device stands. `listed`: the server wants the list of scopes rather than its digest.
 */
export function readPullRequest(context: EngineContext, listed: boolean): Promise<PullRequest> {
  const { clock, appVersion } = context.ports;
  return context.database.use((db) =>
    db.transaction('rw', [db.scopeShards, db.outbox, db.uploads, db.attention, db.meta], async () => {
      const sequence = await readMeta(db.meta, 'sequence');
      if (sequence === undefined) throw new Error('the engine runs without a device id');
      const feed = await readMeta(db.meta, 'feed');
      const verified = await readMeta(db.meta, 'verified');
      const since = verified === undefined ? Infinity : Math.abs(clock.now() - verified.at);
      return {
        protocol: protocolVersion,
        deviceId: sequence.deviceId,
        appVersion,
        cookie: feed?.cookie ?? null,
        page: feed?.page ?? null,
        held: await readHeld(db, listed),
        ackedSeq: sequence.ackedSeq,
        holding: holdingOf(await loadWork(db)),
        verify: (feed?.cookie ?? null) !== null && since >= verifyEvery,
        drifted: [...(verified?.drifted ?? [])],
      };
    }),
  );
}

/** Few scopes are listed at once; of many, their digest is told, which is kept until they change. */
async function readHeld(db: PersonDatabase, listed: boolean): Promise<PullRequest['held']> {
  const known = await readMeta(db.meta, 'held');
  if (known !== undefined && !listed) return known;
  const rows = await listHeldScopes(db.scopeShards);
  const scopes = rows
    .filter((scope) => !scope.stale)
    .map(({ kind, id, generation }) => ({ kind, id, generation }));
  const held = { count: scopes.length, digest: digestOf(scopes.map(heldKey)) };
  if (scopes.length <= scopesListed) return scopes;
  await writeMeta(db.meta, 'held', held);
  return listed ? scopes : held;
}
