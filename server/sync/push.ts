import type { Kysely } from 'kysely';
import type { AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { isTransient } from '#server/http/is-transient.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { applyCommands, type Incoming, type Sender } from '#server/sync/apply-commands.ts';
import { isTakenId } from '#server/sync/is-taken-id.ts';
import { listOutcomes, toOutcome } from '#server/sync/command-log-queries.ts';
import { findDevice } from '#server/sync/device-queries.ts';
import { saveHolding } from '#server/sync/save-holding.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { fieldCommandSchema } from '#shared/sync/command.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { PushAnswer, PushRequest, QueuedCommand } from '#shared/sync/push-message.ts';

type DeviceSender = Sender & { device: NonNullable<Sender['device']> };

/**
 * One push of a device. Numbers the server has are answered from the log; the next ones are applied as one batch. When
 * the batch fails for another reason than load, its commands are tried one by one, so that one of them cannot take the
 * others down.
 */
export async function push(
  db: Kysely<Database>,
  sender: DeviceSender,
  request: PushRequest,
  now: Instant,
): Promise<{ answer: PushAnswer; after: AfterCommit[] }> {
  requireOrder(request.commands);
  const { known, nextSeq } = await readKnown(db, sender, request);
  const fresh = request.commands.filter((one) => one.seq >= nextSeq).map(parse);
  const after: AfterCommit[] = [];
  const outcomes: Outcome[] = [...known];
  if (fresh.length > 0) {
    const applied = await applyOrSplit(db, sender, fresh, now);
    outcomes.push(...applied.outcomes);
    after.push(...applied.after);
  }
  after.push(await saveHolding(db, sender, request.holding, now));
  const last = request.commands.at(-1)?.seq ?? 0;
  const answer = { protocol: protocolVersion, outcomes, nextSeq: Math.max(nextSeq, last + 1) } as const;
  return { answer, after };
}

function requireOrder(commands: readonly QueuedCommand[]): void {
  const first = commands[0]?.seq ?? 1;
  if (commands.every((one, index) => one.seq === first + index && one.command['id'] === one.id)) return;
  throw new ProblemError('request.invalid', { fields: ['commands'] });
}

async function readKnown(
  db: Kysely<Database>,
  sender: DeviceSender,
  request: PushRequest,
): Promise<{ known: Outcome[]; nextSeq: number }> {
  return withScope(db, sender.scope, async (trx) => {
    const device = await findDevice(trx, sender.device.id, sender.personId);
    const nextSeq = device?.nextSeq ?? 1;
    const first = request.commands[0]?.seq ?? nextSeq;
    if (first > nextSeq) throw new ProblemError('device.gap', { expected: nextSeq });
    if (first === nextSeq) return { known: [], nextSeq };
    const known = await listOutcomes(trx, sender.device.id, first - 1, request.commands.length);
    for (const outcome of known) {
      const sent = request.commands.find((one) => one.seq === outcome.seq);
      if (sent !== undefined && sent.id !== outcome.id) throw new ProblemError('device.forked');
    }
    const last = must(request.commands.at(-1), 'last command').seq;
    return { known: known.filter((outcome) => outcome.seq <= last), nextSeq };
  });
}

function parse(queued: QueuedCommand): Incoming {
  const result = fieldCommandSchema.safeParse(queued.command);
  if (result.success) return { id: queued.id, seq: queued.seq, command: result.data };
  const fields = [...new Set(result.error.issues.map((issue) => issue.path.join('.') || '.'))].slice(0, 20);
  return { id: queued.id, seq: queued.seq, command: null, type: queued.command.type, fields };
}

async function applyOrSplit(
  db: Kysely<Database>,
  sender: DeviceSender,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<{ outcomes: Outcome[]; after: AfterCommit[] }> {
  try {
    return await applyTogether(db, sender, incoming, now);
  } catch (error) {
    if (error instanceof ProblemError || isTransient(error)) throw error;
    if (incoming.length === 1 && !isTakenId(error)) throw error;
    const one = incoming[0];
    if (incoming.length === 1 && one !== undefined && one.command !== null) {
      // An id made by the device belongs to something else already, perhaps out of sight: that says nothing about it.
      const refused = { id: one.id, seq: one.seq, command: null, type: one.command.type, fields: ['id'] };
      return applyTogether(db, sender, [refused], now);
    }
    const outcomes: Outcome[] = [];
    const after: AfterCommit[] = [];
    for (const single of incoming) {
      const result = await applyOrSplit(db, sender, [single], now);
      outcomes.push(...result.outcomes);
      after.push(...result.after);
    }
    return { outcomes, after };
  }
}

async function applyTogether(
  db: Kysely<Database>,
  sender: DeviceSender,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<{ outcomes: Outcome[]; after: AfterCommit[] }> {
  const { applied, after } = await applyCommands(db, sender, incoming, now);
  const outcomes = applied.map((one, index) =>
    toOutcome(
      incoming[index]?.seq ?? 0,
      one.id,
      one.refusal === null ? 'applied' : 'refused',
      one.refusal,
      one.at,
    ),
  );
  return { outcomes, after: [after] };
}
