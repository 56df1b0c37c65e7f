import type { Id } from '#shared/kernel/ids.ts';
import { pullContentType } from '#shared/sync/protocol.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import { applyPage } from '#lib/sync/apply-page.ts';
import { asPerson } from '#lib/sync/as-person.ts';
import type { EngineContext, Turn } from '#lib/sync/engine-context.ts';
import { exchange, troubled, type Exchanged } from '#lib/sync/exchange.ts';
import { forgetFeed } from '#lib/sync/forget-feed.ts';
import { readPull, receivePull, type PullAnswer, type ReceivedPull } from '#lib/sync/read-pull.ts';
import { readPullRequest } from '#lib/sync/read-pull-request.ts';

/** What one round of pulling did. `forked`: an acknowledgement spoke of another's commands under this device's id. */
export interface Pulled {
  /** Another round must follow at once. */
  readonly more: boolean;
  readonly forked: boolean;
  readonly freed: readonly Id[];
}

const envelope = { contentType: pullContentType, protocol: true };

/**
 * One round: page after page until the server has no more, each written in one transaction. While a page is read and
 * written the next is on its way. A cut, foreign or malformed answer changes nothing; what was written before it stays,
 * and the next round goes on from there.
 */
export async function pullRound(context: EngineContext, turn: Turn): Promise<Exchanged<Pulled>> {
  const freed: Id[] = [];
  let request = await readPullRequest(context, false);
  let listed = false;
  let asking = ask(context, turn, request);
  for (;;) {
    turn.moved();
    const answered = await asking;
    if (!answered.ok) {
      if (answered.trouble.code === 'held.wanted' && !listed) {
        listed = true;
        request = await readPullRequest(context, true);
        asking = ask(context, turn, request);
        continue;
      }
      if (answered.trouble.code !== 'cookie.reset') return answered;
      await context.database.use((db) => forgetFeed(db, null));
      return { ok: true, data: { more: true, forked: false, freed } };
    }
    turn.signal.throwIfAborted();
    turn.moved();
    const follow = nextRequest(request, answered.data.end);
    const coming = follow === null ? null : ask(context, turn, follow);
    // Should writing fail, nobody waits for it any more.
    coming?.catch(() => undefined);
    const answer = await readPull(answered.data, context.ports.timers, turn.moved);
    if (answer === null || isForeign(context, answer)) return troubled({ code: 'answer.foreign' });
    turn.signal.throwIfAborted();
    const asked = request;
    const applied = await context.database.use((db) => applyPage(context, db, asked, answer));
    freed.push(...applied.freed);
    if (applied.done !== 'page' || follow === null || coming === null) {
      return { ok: true, data: { more: applied.done === 'again', forked: applied.forked, freed } };
    }
    request = follow;
    asking = coming;
  }
}

/** The next page of the same round, known as soon as this one has come. What the device holds was told with the first. */
function nextRequest(request: PullRequest, end: ReceivedPull['end']): PullRequest | null {
  if (end.page === undefined) return null;
  const { holding: _, ...rest } = request;
  return { ...rest, page: end.page, verify: false, drifted: [] };
}

async function ask(
  context: EngineContext,
  turn: Turn,
  request: PullRequest,
): Promise<Exchanged<ReceivedPull>> {
  const body = JSON.stringify(request);
  const { signal } = turn;
  const { network } = context.ports;
  const exchanged = await asPerson(context, signal, () =>
    exchange(network, { method: 'POST', path: '/api/sync/pull', body, signal }, envelope),
  );
  if (!exchanged.ok) return exchanged;
  try {
    const received = await receivePull(exchanged.data, turn.moved);
    return received === null ? troubled({ code: 'answer.foreign' }) : { ok: true, data: received };
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
