import type { Kysely } from 'kysely';
import type { AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import type { Incoming } from '#server/sync/apply-commands.ts';
import { applyOrSplit, type DeviceSender, type PushDeps } from '#server/sync/apply-or-split.ts';
import { listOutcomes } from '#server/sync/command-log-queries.ts';
import { findDevice } from '#server/sync/device-queries.ts';
import { saveHolding } from '#server/sync/save-holding.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { fieldCommandSchema } from '#shared/sync/field-command.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import type { PushAnswer, PushRequest, QueuedCommand } from '#shared/sync/push-message.ts';

/**
 * One push of a device. Numbers the server has are answered from the log; the next ones are applied as one batch. When
 * the batch fails for another reason than load, its commands are tried one by one, so that one of them cannot take the
 * others down: those before it are answered, and the third time it fails alone it is refused (`command.failed`).
 */
export async function push(
  deps: PushDeps,
  sender: DeviceSender,
  request: PushRequest,
  now: Instant,
  tries = 3,
): Promise<{ answer: PushAnswer; after: AfterCommit[] }> {
  requireOrder(request.commands);
  const { known, nextSeq } = await readKnown(deps.db, sender, request);
  const fresh = request.commands.filter((one) => one.seq >= nextSeq).map(parse);
  const after: AfterCommit[] = [];
  const outcomes: Outcome[] = [...known];
  if (fresh.length > 0) {
    try {
      const applied = await applyOrSplit(deps, sender, fresh, now);
      outcomes.push(...applied.outcomes);
      after.push(...applied.after);
    } catch (error) {
      // The same push, sent again before its first answer came, was applied while this one waited.
      if (isBehind(error, nextSeq) && tries > 1) return push(deps, sender, request, now, tries - 1);
      throw error;
    }
  }
  if (request.holding !== undefined) after.push(await saveHolding(deps.db, sender, request.holding, now));
  const last = outcomes.at(-1)?.seq ?? 0;
  const answer = { protocol: request.protocol, outcomes, nextSeq: Math.max(nextSeq, last + 1) } as const;
  return { answer, after };
}

function isBehind(error: unknown, nextSeq: number): boolean {
  if (!(error instanceof ProblemError) || error.code !== 'device.gap') return false;
  return (error.facts.expected ?? 0) > nextSeq;
}

function requireOrder(commands: readonly QueuedCommand[]): void {
  const first = commands[0]?.seq ?? 1;
  if (commands.every((one, index) => one.seq === first + index)) return;
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
    const of = { deviceId: sender.device.id, personId: sender.personId };
    const known = await listOutcomes(trx, of, first - 1, request.commands.length);
    for (const outcome of known) {
      const sent = request.commands.find((one) => one.seq === outcome.seq);
      if (sent !== undefined && sent.id !== outcome.id) throw new ProblemError('device.forked');
    }
    const last = must(request.commands.at(-1), 'last command').seq;
    return { known: known.filter((outcome) => outcome.seq <= last), nextSeq };
  });
}

function parse(queued: QueuedCommand): Incoming {
  const { id, seq, command } = queued;
  const result = fieldCommandSchema.safeParse(command);
  // The log knows it by the number's id, its effect by its own: they must be one.
  if (result.success && result.data.id === id) return { id, seq, command: result.data };
  const wrong = result.success ? ['id'] : result.error.issues.map((issue) => issue.path.join('.') || '.');
  const fields = [...new Set(wrong)].slice(0, 20);
  return { id, seq, command: null, type: command.type, refusal: { code: 'command.invalid', fields } };
}
