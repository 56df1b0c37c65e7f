import type { Trouble } from '#lib/api/trouble.ts';
import { askWhoIAm } from '#lib/sync/as-person.ts';
import type { EngineContext, Turn } from '#lib/sync/engine-context.ts';
import { troubled, type Exchanged } from '#lib/sync/exchange.ts';
import { pullRound } from '#lib/sync/pull.ts';
import { pushAll } from '#lib/sync/push.ts';
import { closeGap, takeNewDeviceId } from '#lib/sync/resequence.ts';
import { freeBytes } from '#lib/sync/stored-bytes.ts';
import { sweepThumbnails } from '#lib/sync/stored-thumbnails.ts';

/** More rounds than any real queue needs; beyond them something goes in circles and must slow down. */
const mostRounds = 500;

/**
 * One pass: push until nothing waits, pull until there is no more; and again while the pull itself left new commands.
 * Trouble ends it; what was done is done, and the next pass goes on from there.
 */
export async function runPass(context: EngineContext, turn: Turn): Promise<Exchanged<null>> {
  for (let round = 0; round < mostRounds; round += 1) {
    const pushed = await pushRound(context, turn);
    // A server that cannot take commands may still tell what changed.
    if (!pushed.ok && !isServerTrouble(pushed.trouble)) return pushed;
    const pulled = await pullAll(context, turn);
    if (!pulled.ok) return pulled;
    if (!pushed.ok) return pushed;
    if (!(await hasUnanswered(context))) return { ok: true, data: null };
  }
  return troubled({ code: 'internal' });
}

async function pushRound(context: EngineContext, turn: Turn): Promise<Exchanged<null>> {
  const pushed = await pushAll(context, turn);
  if (pushed.ok) return pushed;
  const { trouble } = pushed;
  if (trouble.code === 'device.gap' && trouble.expected !== undefined) {
    await closeGap(context, trouble.expected);
    return pushAll(context, turn);
  }
  if (trouble.code === 'device.forked') {
    const renewed = await renewDevice(context, turn);
    return renewed.ok ? pushAll(context, turn) : renewed;
  }
  return pushed;
}

async function pullAll(context: EngineContext, turn: Turn): Promise<Exchanged<null>> {
  for (let round = 0; round < mostRounds; round += 1) {
    const pulled = await pullRound(context, turn);
    if (!pulled.ok) return pulled;
    await freeBytes(context.bytes, pulled.data.freed);
    if (pulled.data.forked) {
      const renewed = await renewDevice(context, turn);
      if (!renewed.ok) return renewed;
    }
    if (!pulled.data.more) {
      await sweepThumbnails(context);
      return { ok: true, data: null };
    }
  }
  return troubled({ code: 'internal' });
}

/** A device id that "belongs to somebody else" may mean that the session does: then nothing may be sent anew. */
async function renewDevice(context: EngineContext, turn: Turn): Promise<Exchanged<null>> {
  const me = await askWhoIAm(context, turn.signal);
  if (!me.ok) return me;
  if (!me.data.mine) return troubled({ code: 'session.missing' });
  turn.signal.throwIfAborted();
  await takeNewDeviceId(context);
  return { ok: true, data: null };
}

function isServerTrouble({ code }: Trouble): boolean {
  return code === 'internal' || code === 'unavailable' || code === 'request.invalid';
}

function hasUnanswered(context: EngineContext): Promise<boolean> {
  return context.database.use(async (db) => (await db.outbox.filter((e) => e.outcome === null).count()) > 0);
}
