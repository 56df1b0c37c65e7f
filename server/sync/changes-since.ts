import type { Kysely, Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes, listTaskScopesAfter } from '#server/grants/grant-queries.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import type { Sender } from '#server/sync/apply-commands.ts';
import { listOutcomes } from '#server/sync/command-log-queries.ts';
import { compareScopes } from '#server/sync/compare-scopes.ts';
import { decodeCookie, decodePage, encodeCookie, encodePage, type Page } from '#server/sync/cookie.ts';
import { getPullStart, listChangedStamps } from '#server/sync/feed-queries.ts';
import { loadRecords } from '#server/sync/load-records.ts';
import { pageOfScopes } from '#server/sync/page-of-scopes.ts';
import { scopeLines } from '#server/sync/scope-lines.ts';
import { sumsOf } from '#server/sync/pull-sums.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import { pageLimits, type PageLimits } from '#shared/sync/protocol.ts';
import { digestOf } from '#shared/sync/digest.ts';
import type { PullLine, PullRequest } from '#shared/sync/pull-message.ts';
import { heldKey, type Scope } from '#shared/sync/scope.ts';

/** So many outcomes in one answer; a round with more is followed by another. */
const mostOutcomes = 1_000;

/** Where a round of pages stands. */
type Round = Omit<Page, 'v'> & {
  /** The snapshot since which kept scopes send what changed; null on later pages, and where there is no cookie. */
  readonly since: string | null;
};

/**
 * One page of a pull, read in one snapshot: the scopes held are compared with those allowed now (which covers every way
 * a grant can end or return), kept scopes send what changed since the cookie, new ones come whole, page by page.
 * Outcomes come with the last page, as far as the first one's snapshot had them: their effects are in the round. What
 * changed after that snapshot may come twice, never not at all.
 */
export async function changesSince(
  db: Kysely<Database>,
  sender: Sender & { device: NonNullable<Sender['device']> },
  request: PullRequest,
  now: Instant,
  pages: PageLimits = pageLimits,
): Promise<PullLine[]> {
  return withScope(db, sender.scope, (trx) => readPage(trx, sender, request, now, pages), {
    reading: 'snapshot',
  });
}

async function readPage(
  trx: Transaction<Database>,
  { personId, device: { id: deviceId } }: Sender & { device: NonNullable<Sender['device']> },
  request: PullRequest,
  now: Instant,
  pages: PageLimits,
): Promise<PullLine[]> {
  const { actor, blocked, ...start } = await getPullStart(trx, { personId, deviceId });
  if (blocked) throw new ProblemError('device.blocked');
  const round = roundOf(request, { ...start, now });
  if (actor === null) throw new ProblemError('session.missing');

  const begins = request.page === null;
  const limit = begins && round.fresh ? pages.first : pages.rest;
  const isRest = round.fresh && !begins;
  const allowed = await (isRest ? listRest(trx, personId, round, limit) : listAllowedScopes(trx, personId));
  const held = isRest ? [] : heldOf(request, allowed);
  const plan = compareScopes(held, allowed, request.cookie !== null || !begins);
  const kept = round.since === null ? [] : await listChangedStamps(trx, plan.keep, round.since);
  const page = await pageOfScopes(trx, plan.load, round, limit);
  const records = await loadRecords(trx, actor, [...kept, ...page.stamps], now);
  const more = page.next !== null;
  const outcomes = more ? [] : await outcomesFor(trx, { deviceId, personId }, request, round);
  // What a whole round ends with; the rest of a first pull has read but a part of it.
  const ended = isRest && !more ? await listAllowedScopes(trx, personId) : allowed;
  const next = { epoch: start.epoch, snapshot: round.snapshot, at: round.at };
  return [
    { line: 'head', protocol: request.protocol, epoch: start.epoch },
    ...(begins ? plan.drop.map(({ kind, id }): PullLine => ({ line: 'drop', kind, id })) : []),
    ...scopeLines(
      plan.keep.map((scope) => ({ scope, part: null })),
      kept,
      records,
      false,
    ),
    ...scopeLines(page.parts, page.stamps, records, true),
    ...(request.verify && begins ? await sumsOf(trx, actor, plan.keep, now) : []),
    { line: 'acks', nextSeq: more ? request.ackedSeq + 1 : round.nextSeq, outcomes },
    {
      line: 'end',
      cookie: more && request.protocol > 1 ? '' : encodeCookie({ ...next, held: digestOfScopes(ended) }),
      ...(page.next !== null && request.protocol > 1
        ? { page: encodePage({ ...next, nextSeq: round.nextSeq, fresh: round.fresh, ...page.next }) }
        : {}),
      more: more || outcomes.length === mostOutcomes,
      serverTime: now,
    },
  ];
}

function roundOf(
  request: PullRequest,
  now: { epoch: Id; snapshot: string; now: Instant; nextSeq: number },
): Round {
  if (request.page !== null) {
    const page = decodePage(request.page, now.epoch, now.now);
    if (page === null) throw new ProblemError('cookie.reset');
    return { ...page, since: null };
  }
  const cookie = request.cookie === null ? null : decodeCookie(request.cookie, now.epoch, now.now);
  if (request.cookie !== null && cookie === null) throw new ProblemError('cookie.reset');
  return {
    epoch: now.epoch,
    snapshot: now.snapshot,
    at: now.now,
    nextSeq: now.nextSeq,
    fresh: cookie === null,
    after: null,
    within: null,
    since: cookie?.snapshot ?? null,
  };
}

/** What of a first pull is still to come, or enough of it for a page: not all of it again for each. */
async function listRest(
  trx: Transaction<Database>,
  personId: Id,
  { after, within }: Round,
  limit: number,
): Promise<Scope[]> {
  if (within !== null || after?.kind !== 'task') return listAllowedScopes(trx, personId);
  return listTaskScopesAfter(trx, personId, after.id, limit + 1);
}

function digestOfScopes(scopes: readonly Scope[]): string {
  return digestOf(scopes.map(heldKey));
}

function heldOf({ held }: PullRequest, allowed: readonly Scope[]): readonly Scope[] {
  if (Array.isArray(held)) return held;
  if (held.digest !== digestOfScopes(allowed)) throw new ProblemError('held.wanted');
  return allowed;
}

/** Those whose effects the round has shown: the device had them answered before its first page was read. */
async function outcomesFor(
  trx: Transaction<Database>,
  device: { deviceId: Id; personId: Id },
  { ackedSeq }: PullRequest,
  { nextSeq }: Round,
): Promise<Outcome[]> {
  if (nextSeq <= ackedSeq + 1) return [];
  const outcomes = await listOutcomes(trx, device, ackedSeq, mostOutcomes);
  return outcomes.filter((outcome) => outcome.seq < nextSeq);
}
