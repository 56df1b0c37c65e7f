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
 * One round: page after page until the server has no more, each written in one transaction. While a page is written the
 * one after it is read, and a third is on its way. A cut, foreign or malformed answer changes nothing; what was written
 * before it stays, and the next round goes on from there.
 */
export async function pullRound(context: EngineContext, turn: Turn): Promise<Exchanged<Pulled>> {
  const freed: Id[] = [];
  let coming = firstPage(context, turn);
  for (;;) {
    const came = await coming;
    if (!came.ok) {
      if (came.trouble.code !== 'cookie.reset') return came;
      await context.database.use((db) => forgetFeed(db, null));
      return { ok: true, data: { more: true, forked: false, freed } };
    }
    const { request, answer, following } = came.data;
    turn.signal.throwIfAborted();
    const next = following && readPage(context, turn, following);
    // Should writing fail, nobody waits for it any more.
    next?.catch(() => undefined);
    const applied = await context.database.use((db) => applyPage(context, db, request, answer));
    turn.moved();
    freed.push(...applied.freed);
    if (applied.done !== 'page' || next === null) {
      return { ok: true, data: { more: applied.done === 'again', forked: applied.forked, freed } };
    }
    coming = next;
  }
}

/** A page that was asked for. */
interface AskedPage {
  readonly request: PullRequest;
  readonly asking: Promise<Exchanged<ReceivedPull>>;
}

/** A page that was read, and the one after it, which is on its way; null where it was the last. */
interface ReadPage {
  readonly request: PullRequest;
  readonly answer: PullAnswer;
  readonly following: AskedPage | null;
}

/** Says what is held by its digest; where the server wants to know better, by the list. */
async function firstPage(context: EngineContext, turn: Turn): Promise<Exchanged<ReadPage>> {
  const brief = await readPullRequest(context, false);
  const came = await readPage(context, turn, ask(context, turn, brief));
  if (came.ok || came.trouble.code !== 'held.wanted') return came;
  const listed = await readPullRequest(context, true);
  return readPage(context, turn, ask(context, turn, listed));
}

/** Waits for a page, asks for the one after it, and reads. */
async function readPage(
  context: EngineContext,
  turn: Turn,
  { request, asking }: AskedPage,
): Promise<Exchanged<ReadPage>> {
  turn.moved();
  const received = await asking;
  if (!received.ok) return received;
  turn.signal.throwIfAborted();
  turn.moved();
  const follow = nextRequest(request, received.data.end);
  const following = follow && ask(context, turn, follow);
  const answer = await readPull(received.data, context.ports.timers, turn.moved);
  if (answer === null || isForeign(context, answer)) return troubled({ code: 'answer.foreign' });
  return { ok: true, data: { request, answer, following } };
}

/** The next page of the same round, known as soon as this one has come. What the device holds was told with the first. */
function nextRequest(request: PullRequest, end: ReceivedPull['end']): PullRequest | null {
  if (end.page === undefined) return null;
  const { holding: _, ...rest } = request;
  return { ...rest, page: end.page, verify: false, drifted: [] };
}

function ask(context: EngineContext, turn: Turn, request: PullRequest): AskedPage {
  const asking = receive(context, turn, request);
  // Should the page before it be none of ours, nobody waits for it any more.
  asking.catch(() => undefined);
  return { request, asking };
}

async function receive(
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
