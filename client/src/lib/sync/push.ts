import type { Holding } from '#shared/sync/holding.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import { protocolVersion, pushBytes, pushContentType, pushLimit } from '#shared/sync/protocol.ts';
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
 * effect. Gives the number of answers.
 */
export async function pushAll(context: EngineContext, turn: Turn): Promise<Exchanged<{ sent: number }>> {
  let sent = 0;
  let after: number | null = null;
  let holding: Holding | null = null;
  for (;;) {
    const batch: Batch | null = await readBatch(context, after, holding);
    if (batch === null) return { ok: true, data: { sent } };
    const answered = await pushBatch(context, turn, batch);
    if (!answered.ok) return answered;
    sent += answered.data.length;
    after = answered.data.at(-1)?.seq ?? after;
    // What the device holds is told once a pass; the pull at its end tells it again.
    holding = batch.request.holding;
  }
}

interface Batch {
  readonly entries: readonly OutboxEntry[];
  readonly request: PushRequest;
}

async function readBatch(
  context: EngineContext,
  after: number | null,
  known: Holding | null,
): Promise<Batch | null> {
  return context.database.use((db) =>
    db.transaction('r', [db.outbox, db.uploads, db.attention, db.meta], async () => {
      const sequence = await readMeta(db.meta, 'sequence');
      const first = after === null ? await oldestUnanswered(db) : after + 1;
      if (sequence === undefined || first === null) return null;
      const waiting = await db.outbox.where('seq').aboveOrEqual(first).limit(pushLimit).toArray();
      if (waiting.length === 0) return null;
      const holding = known ?? holdingOf(await loadWork(db));
      const entries = fitting(waiting, pushBytes - bytesOf(holding) - 1_000);
      const commands = entries.map(({ seq, id, command }) => ({ seq, id, command }));
      const { deviceId } = sequence;
      const { appVersion } = context.ports;
      return { entries, request: { protocol: protocolVersion, deviceId, appVersion, commands, holding } };
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

async function pushBatch(context: EngineContext, turn: Turn, batch: Batch): Promise<Exchanged<Outcome[]>> {
  turn.moved();
  context.board.set({ sendingUpTo: batch.entries.at(-1)?.seq ?? 0 });
  try {
    const answered = await send(context, turn, batch.request);
    if (!answered.ok) return answered;
    turn.signal.throwIfAborted();
    const outcomes = match(batch.entries, answered.data);
    if (outcomes === null) return troubled({ code: 'answer.foreign' });
    await remember(context, batch.request.deviceId, outcomes);
    turn.moved();
    return { ok: true, data: outcomes };
  } finally {
    context.board.set({ sendingUpTo: 0 });
  }
}

function send(context: EngineContext, turn: Turn, request: PushRequest): Promise<Exchanged<PushAnswer>> {
  const body = JSON.stringify(request);
  const { signal } = turn;
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
