import type { Kysely } from 'kysely';
import type { AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { isTransient } from '#server/http/is-transient.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { describeError, type Log } from '#server/log.ts';
import { applyCommands, type Incoming, type Sender } from '#server/sync/apply-commands.ts';
import { toOutcome } from '#server/sync/command-log-queries.ts';
import { countFailure } from '#server/sync/device-queries.ts';
import { isTakenId } from '#server/db/taken-id.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Outcome, SyncRefusal } from '#shared/sync/outcome.ts';

export type DeviceSender = Sender & { device: NonNullable<Sender['device']> };

export interface PushDeps {
  readonly db: Kysely<Database>;
  readonly log: Log;
}

interface AppliedBatch {
  readonly outcomes: Outcome[];
  readonly after: AfterCommit[];
}

/** So many failures of ours on one command, and it is refused. */
const mostTries = 3;

/**
 * Applies commands as one batch; where that fails for another reason than load, one by one up to the first that fails.
 * Throws when nothing could be applied.
 */
export async function applyOrSplit(
  deps: PushDeps,
  sender: DeviceSender,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<AppliedBatch> {
  try {
    return await applyTogether(deps.db, sender, incoming, now);
  } catch (error) {
    if (error instanceof ProblemError || isTransient(error)) throw error;
    const [one] = incoming;
    if (one !== undefined && incoming.length === 1) {
      const refusal = await refusalOfFailed(deps, sender, one, now, error);
      const type = one.command === null ? one.type : one.command.type;
      return applyTogether(deps.db, sender, [{ ...one, command: null, type, refusal }], now);
    }
    return applyOneByOne(deps, sender, incoming, now);
  }
}

/** Up to the first that fails: what was applied before it is answered, and the device sends on from there. */
async function applyOneByOne(
  deps: PushDeps,
  sender: DeviceSender,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<AppliedBatch> {
  const outcomes: Outcome[] = [];
  const after: AfterCommit[] = [];
  for (const single of incoming) {
    try {
      const result = await applyOrSplit(deps, sender, [single], now);
      outcomes.push(...result.outcomes);
      after.push(...result.after);
    } catch (error) {
      // Told when it stands first, in the device's next push.
      if (outcomes.length === 0) throw error;
      break;
    }
  }
  return { outcomes, after };
}

/** Why a command on which the server failed alone is refused; throws the error again while it may still be ours. */
async function refusalOfFailed(
  { db, log }: PushDeps,
  { personId, scope, device }: DeviceSender,
  one: Incoming,
  now: Instant,
  error: unknown,
): Promise<SyncRefusal> {
  // An id made by the device belongs to something else already, perhaps out of sight: that says nothing about it.
  if (isTakenId(error) && one.command !== null) return { code: 'command.invalid', fields: ['id'] };
  const { seq } = one;
  if (seq === null) throw error;
  const tries = await withScope(db, scope, (trx) => countFailure(trx, { ...device, personId, now }, seq));
  if (tries < mostTries) throw error;
  const facts = { deviceId: device.id, seq, commandId: one.id };
  log.error(`A command was refused after ${tries} failures of ours: ${describeError(error)}`, facts);
  return { code: 'command.failed' };
}

async function applyTogether(
  db: Kysely<Database>,
  sender: DeviceSender,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<AppliedBatch> {
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
