import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes } from '#server/grants/grant-queries.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { findActor } from '#server/people/actor-queries.ts';
import type { Sender } from '#server/sync/apply-commands.ts';
import { listOutcomes } from '#server/sync/command-log-queries.ts';
import { decodeCookie, encodeCookie } from '#server/sync/cookie.ts';
import { findDevice } from '#server/sync/device-queries.ts';
import {
  getEpoch,
  getSnapshot,
  listChangedStamps,
  listStamps,
  type Stamp,
} from '#server/sync/feed-queries.ts';
import { loadRecords } from '#server/sync/load-records.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { protocolVersion, scopesPerPull } from '#shared/sync/protocol.ts';
import type { PullLine, PullRequest } from '#shared/sync/pull-message.ts';
import type { SyncRecord } from '#shared/sync/record.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';

/**
 * One pull, read in one snapshot: the scopes held are compared with those allowed now (which covers every way a grant
 * can end or return), kept scopes send what changed since the cookie, new ones come whole, at most `scopesPerPull` at
 * a time (`more` says that others wait). Outcomes come from the same snapshot, so their effects are in the answer.
 */
export async function changesSince(
  db: Kysely<Database>,
  sender: Sender & { device: NonNullable<Sender['device']> },
  request: PullRequest,
  now: Instant,
): Promise<PullLine[]> {
  return withScope(
    db,
    sender.scope,
    async (trx) => {
      const snapshot = await getSnapshot(trx);
      const epoch = await getEpoch(trx);
      const cookie = request.cookie === null ? null : decodeCookie(request.cookie, epoch, now);
      if (request.cookie !== null && cookie === null) throw new ProblemError('cookie.reset');
      const device = await findDevice(trx, sender.device.id, sender.personId);
      if (device?.blocked === true) throw new ProblemError('device.blocked');
      const actor = await findActor(trx, sender.personId);
      if (actor === null) throw new ProblemError('session.missing');

      const plan = compareScopes(
        request.held,
        await listAllowedScopes(trx, sender.personId),
        cookie !== null,
      );
      const kept = cookie === null ? [] : await listChangedStamps(trx, plan.keep, cookie.snapshot);
      const loaded = await listStamps(trx, plan.load);
      const records = await loadRecords(trx, actor, [...kept, ...loaded], now);
      const outcomes = await listOutcomes(
        trx,
        { deviceId: sender.device.id, personId: sender.personId },
        request.ackedSeq,
      );
      return [
        { line: 'head', protocol: protocolVersion, epoch },
        ...plan.drop.map((scope): PullLine => ({ line: 'drop', kind: scope.kind, id: scope.id })),
        ...scopeLines(plan.keep, kept, records, false),
        ...scopeLines(plan.load, loaded, records, true),
        { line: 'acks', nextSeq: device?.nextSeq ?? 1, outcomes },
        {
          line: 'end',
          cookie: encodeCookie({ epoch, snapshot, at: now }),
          more: plan.more || outcomes.length === 1000,
          serverTime: now,
        },
      ];
    },
    { reading: 'snapshot' },
  );
}

/** Held against allowed: what goes, what stays, what comes whole (new, or given anew), and whether more waits. */
export function compareScopes(
  held: readonly Scope[],
  allowed: readonly Scope[],
  hasCookie: boolean,
): { drop: Scope[]; keep: Scope[]; load: Scope[]; more: boolean } {
  const allowedByKey = new Map(allowed.map((scope) => [scopeKey(scope), scope]));
  const heldByKey = new Map(held.map((scope) => [scopeKey(scope), scope]));
  const isKept = (scope: Scope) =>
    hasCookie && heldByKey.get(scopeKey(scope))?.generation === scope.generation;
  const missing = allowed.filter((scope) => !isKept(scope));
  // Buildings before the tasks that need them; the person first of all.
  const rank = { person: 0, building: 1, task: 2 };
  missing.sort((a, b) => rank[a.kind] - rank[b.kind]);
  return {
    drop: held.filter((scope) => !allowedByKey.has(scopeKey(scope))),
    keep: allowed.filter(isKept),
    load: missing.slice(0, scopesPerPull),
    more: missing.length > scopesPerPull,
  };
}

function scopeLines(
  scopes: readonly Scope[],
  stamps: readonly Stamp[],
  records: ReadonlyMap<Stamp, SyncRecord | null>,
  whole: boolean,
): PullLine[] {
  const byScope = Map.groupBy(stamps, (stamp) => scopeKey({ kind: stamp.scopeKind, id: stamp.scopeId }));
  return scopes.flatMap((scope): PullLine[] => {
    const own = byScope.get(scopeKey(scope)) ?? [];
    if (own.length === 0 && !whole) return [];
    const lines = own.flatMap((stamp): PullLine[] => {
      const record = records.get(stamp) ?? null;
      if (record !== null) return [{ line: 'put', record }];
      return whole ? [] : [{ line: 'del', kind: stamp.recordKind, id: stamp.recordId }];
    });
    return [{ line: 'scope', scope, whole }, ...lines];
  });
}
