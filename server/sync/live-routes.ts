import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { AppDeps } from '#server/app-deps.ts';
import { peekSession } from '#server/auth/lucia-sessions.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { describeError } from '#server/log.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Actor } from '#shared/people/actor.ts';

/** Every 20 s a live stream says that it lives, and asks whether its session does. */
const heartbeat = 20_000;

/** More tabs than anybody has open; each stream is a socket and a question a heartbeat. */
const mostStreams = 30;

/**
 * The stream of pokes. It ends within a heartbeat of its session's end, and when the person's offices change: whoever
 * may listen opens it again and hears what is theirs now.
 */
export function liveRoutes(deps: AppDeps, beatMs = heartbeat) {
  const open = new Map<Id, number>();
  const count = (personId: Id, by: 1 | -1) => {
    const now = (open.get(personId) ?? 0) + by;
    if (now > 0) open.set(personId, now);
    else open.delete(personId);
  };
  return new Hono<AppEnv>().get('/sync/live', requirePerson(deps), (context) => {
    const { actor, sessionId } = context.var.person;
    // Hono answers HEAD with GET's handler and reads no body: nothing would ever end the stream.
    if (context.req.method === 'HEAD')
      return context.body(null, 200, { 'Content-Type': 'text/event-stream' });
    const { personId } = actor;
    if ((open.get(personId) ?? 0) >= mostStreams) throw new ProblemError('rate.limited', { retryAfter: 60 });
    count(personId, 1);
    const tenantIds = officesOf(actor);
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, async (stream) => {
      const ended = new AbortController();
      stream.onAbort(() => ended.abort());
      const closing = AbortSignal.any([ended.signal, deps.closing]);
      const poke = oneAtATime(() => stream.writeSSE({ event: 'poke', data: '' }));
      const stop = deps.pokes.listen({ personId, tenantIds, poke });
      try {
        await stream.writeSSE({ event: 'open', data: '', retry: 2000 });
        while (!closing.aborted) {
          await pause(beatMs, closing);
          if (closing.aborted || !(await mayStillListen(deps, sessionId, tenantIds))) break;
          await stream.write(': alive\n\n');
        }
      } finally {
        stop();
        count(personId, -1);
      }
    });
  });
}

/** The tenants whose every change concerns the person: as staff. */
function officesOf(actor: Actor): Id[] {
  return actor.memberships
    .filter((one) => one.roles.some((role) => role !== 'ad-hoc'))
    .map((one) => one.tenantId);
}

async function mayStillListen(deps: AppDeps, sessionId: string, tenantIds: readonly Id[]): Promise<boolean> {
  try {
    const actor = await peekSession(deps.db, sessionId, deps.clock());
    return actor !== null && officesOf(actor).join() === tenantIds.join();
  } catch (error) {
    // A database that is away says nothing about the session; pokes come from it too.
    deps.log.warn(`A live stream was not asked for its session: ${describeError(error)}`);
    return true;
  }
}

/** While one write is under way any number of calls is one more: a reader who stands still costs no memory. */
function oneAtATime(write: () => Promise<void>): () => void {
  let writing = false;
  let again = false;
  const run = async () => {
    writing = true;
    do {
      again = false;
      await write();
    } while (again);
    writing = false;
  };
  return () => {
    if (writing) again = true;
    else void run();
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}
