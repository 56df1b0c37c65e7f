import type { Outcome } from '#shared/sync/outcome.ts';
import {
  protocolVersion,
  pushBytes,
  pushContentType,
  pushLimit as mostInPush,
} from '#shared/sync/protocol.ts';
import { pushAnswerSchema, type PushAnswer, type PushRequest } from '#shared/sync/push-message.ts';
import { readMeta } from '#lib/device/meta.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { asPerson } from '#lib/sync/as-person.ts';
import type { EngineContext, Turn } from '#lib/sync/engine-context.ts';
import { exchangeJson, troubled, type Exchanged } from '#lib/sync/exchange.ts';
import { holdingOf, loadWork } from '#lib/sync/holding.ts';
import { noteContact } from '#lib/sync/note-contact.ts';
import { releaseUploads } from '#lib/sync/release-uploads.ts';

const envelope = { contentType: pushContentType, protocol: true };

/**
 * Sends every unanswered command, oldest first, a batch at a time, and remembers the answers on their entries. An
 * entry leaves the queue only when a pull settles it (invariants 19 and 20): until then the view goes on showing its
 * effect. While the server has one batch the next is read, and while its answers are written the next is under way: an
 * answer that could not be written is given again.
 */
export async function pushAll(context: EngineContext, turn: Turn): Promise<Exchanged<null>> {
  try {
    let batch = await readBatch(context, null);
    let sending = batch && send(context, turn, batch);
    while (batch !== null && sending !== null) {
      const following = readBatch(context, batch.entries.at(-1)?.seq ?? null);
      // Should this batch fail, nobody waits for it any more.
      following.catch(() => undefined);
      const answered = await sending;
      turn.moved();
      if (!answered.ok) return answered;
      const outcomes = match(batch.entries, answered.data);
      if (outcomes === null) return troubled({ code: 'answer.foreign' });
      const whole = outcomes.length === batch.entries.length;
      const next: Batch | null = whole ? await following : null;
      turn.signal.throwIfAborted();
      const coming = next && send(context, turn, next);
      coming?.catch(() => undefined);
      await remember(context, batch.request.deviceId, outcomes);
      turn.moved();
      // The server answered a part, or more was queued meanwhile.
      batch = next ?? (await readBatch(context, outcomes.at(-1)?.seq ?? null));
      sending = coming ?? (batch && send(context, turn, batch));
    }
    return { ok: true, data: null };
  } finally {
    context.board.set({ sendingUpTo: 0 });
  }
}

interface Batch {
  readonly entries: readonly OutboxEntry[];
  readonly request: PushRequest;
}

/**
 * The oldest that wait after a number, or the oldest of all. With the first and the last of a queue the device tells what
 * it holds.
 */
async function readBatch(context: EngineContext, after: number | null): Promise<Batch | null> {
  return context.database.use((db) =>
    db.transaction('r', [db.outbox, db.uploads, db.attention, db.meta], async () => {
      const sequence = await readMeta(db.meta, 'sequence');
      const { appVersion, pushLimit = mostInPush } = context.ports;
      const first = after === null ? await oldestUnanswered(db) : after + 1;
      if (sequence === undefined || first === null) return null;
      const waiting = await db.outbox
        .where('seq')
        .aboveOrEqual(first)
        .limit(pushLimit + 1)
        .toArray();
      if (waiting.length === 0) return null;
      const tells = after === null || waiting.length <= pushLimit;
      const told = tells ? { holding: holdingOf(await loadWork(db)) } : {};
      const entries = fitting(waiting.slice(0, pushLimit), pushBytes - bytesOf(told) - 1_000);
      const commands = entries.map(({ seq, id, command }) => ({ seq, id, command }));
      const { deviceId } = sequence;
      return { entries, request: { protocol: protocolVersion, deviceId, appVersion, commands, ...told } };
    }),
  );
}

async function oldestUnanswered(db: PersonDatabase): Promise<number | null> {
  const entries = await db.outbox.orderBy('seq').toArray();
  return entries.find((entry) => entry.outcome === null)?.seq ?? null;
}

/** As many as fit the limits, at least one. */
function fitting(waiting: readonly OutboxEntry[], room: number): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  let used = 0;
  for (const entry of waiting) {
    used += bytesOf(entry.command) + 100;
    if (batch.length > 0 && used > room) break;
    batch.push(entry);
  }
  return batch;
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

function send(context: EngineContext, turn: Turn, batch: Batch): Promise<Exchanged<PushAnswer>> {
  const body = JSON.stringify(batch.request);
  const { signal } = turn;
  turn.moved();
  context.board.set({ sendingUpTo: batch.entries.at(-1)?.seq ?? 0 });
  return asPerson(context, signal, () =>
    exchangeJson(
      context.ports.network,
      { method: 'POST', path: '/api/sync/push', body, signal },
      envelope,
      pushAnswerSchema,
    ),
  );
}

/**
 * The outcomes, if they answer a first part of what was sent, in its order; an answer to anything else acknowledges
 * nothing.
 */
function match(entries: readonly OutboxEntry[], answer: PushAnswer): Outcome[] | null {
  const { outcomes } = answer;
  if (outcomes.length === 0 || outcomes.length > entries.length) return null;
  const fits = outcomes.every(({ seq, id }, at) => entries[at]?.seq === seq && entries[at].id === id);
  return fits ? outcomes : null;
}

async function remember(context: EngineContext, deviceId: string, outcomes: readonly Outcome[]) {
  await context.database.use((db) =>
    db.transaction('rw', [db.outbox, db.uploads, db.meta], async () => {
      // The device took a new id meanwhile: these numbers mean other entries now.
      if ((await readMeta(db.meta, 'sequence'))?.deviceId !== deviceId) return;
      const entries = await db.outbox.bulkGet(outcomes.map((outcome) => outcome.seq));
      const answered = outcomes.flatMap((outcome, at) => {
        const entry = entries[at];
        return entry?.id === outcome.id ? [{ ...entry, outcome }] : [];
      });
      await db.outbox.bulkPut(answered);
      await releaseUploads(db, answered);
      await noteContact(context.ports.clock, db, null);
    }),
  );
}
