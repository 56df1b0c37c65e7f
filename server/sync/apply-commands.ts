import type { Kysely, Transaction } from 'kysely';
import { applyConsequences, type AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { lockActor } from '#server/people/actor-queries.ts';
import { insertLog, listLoggedCommands, lockCommands } from '#server/sync/command-log-queries.ts';
import { decideBatch, type Change } from '#server/sync/decide-batch.ts';
import { lockDevice, saveDevice } from '#server/sync/device-queries.ts';
import { loadFacts } from '#server/sync/load-facts.ts';
import { saveSituation } from '#server/sync/save-situation.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import type { Refusal, SyncRefusal } from '#shared/sync/outcome.ts';

/** A command as it came in: parsed, or what the protocol itself refuses of it, to be recorded like any outcome. */
export type Incoming = { readonly id: Id; readonly seq: number | null } & (
  | { readonly command: TaskCommand }
  | { readonly command: null; readonly type: string; readonly refusal: SyncRefusal }
);

export interface Applied {
  readonly id: Id;
  readonly refusal: { code: string } | null;
  readonly at: Instant;
}

/** Who sends: a person, on a device with a queue (app) or directly (the online office). */
export interface Sender {
  readonly personId: Id;
  readonly scope: Extract<DbScope, { kind: 'person' }>;
  readonly device: { readonly id: Id; readonly appVersion: string } | null;
}

/**
 * Applies commands in order in one transaction: locks, decides by the shared rules, writes effects, outcomes and the
 * device's advance together. A refusal is an outcome, and those behind it go on. Throws on trouble, with nothing kept.
 */
export async function applyCommands(
  db: Kysely<Database>,
  sender: Sender,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<{ applied: Applied[]; after: AfterCommit }> {
  return withScope(db, sender.scope, async (trx) => {
    if (sender.device !== null) await advanceDevice(trx, sender, sender.device, incoming, now);
    const ids = incoming.map((one) => one.id);
    await lockCommands(trx, sender.personId, ids);
    const actor = await lockActor(trx, sender.personId);
    if (actor === null) throw new ProblemError('session.missing');

    const logged = new Map(
      (await listLoggedCommands(trx, sender.personId, ids)).map((entry) => [entry.commandId, entry]),
    );
    const seen = new Set(logged.keys());
    const fresh: TaskCommand[] = [];
    for (const one of incoming) {
      if (one.command === null || seen.has(one.id)) continue;
      seen.add(one.id);
      fresh.push(one.command);
    }

    const facts = await loadFacts(trx, actor, fresh);
    const { refusals, changes } = decideBatch(facts, fresh, now);
    // Saving may take the tenants' rows: last in the lock order, by id.
    const byTenant = changes.toSorted((a, b) => compareIds(tenantOf(a), tenantOf(b)));
    for (const change of byTenant) await saveSituation(trx, change.before, change.after, change.folder);
    const after = await applyConsequences(trx, {
      changes,
      actor,
      channel: sender.device === null ? 'web' : 'app',
      now,
    });

    const decided = new Map(fresh.map((command, index) => [command.id, refusals[index] ?? null]));
    const applied = incoming.map((one): Applied => {
      const before = logged.get(one.id);
      if (before !== undefined) return { id: one.id, refusal: before.refusal, at: before.at };
      return { id: one.id, refusal: refusalFor(one, decided), at: now };
    });
    const first = new Set<Id>();
    await insertLog(
      trx,
      incoming.flatMap((one, index) => {
        const duplicate = logged.has(one.id) || first.has(one.id);
        first.add(one.id);
        // A direct command sent twice needs no second line: no device waits for its number.
        if (duplicate && sender.device === null) return [];
        return [
          {
            personId: sender.personId,
            commandId: one.id,
            duplicate,
            deviceId: sender.device?.id ?? null,
            seq: one.seq,
            type: one.command === null ? one.type : one.command.type,
            taskId: one.command?.taskId ?? null,
            retryOf: one.command?.retryOf ?? null,
            refusal: applied[index]?.refusal ?? null,
            madeAt: one.command?.madeAt ?? null,
            at: applied[index]?.at ?? now,
          },
        ];
      }),
    );
    return { applied, after };
  });
}

function tenantOf({ after, folder }: Change): Id {
  return after.task?.tenantId ?? folder?.tenantId ?? '';
}

function compareIds(a: Id, b: Id): number {
  return a < b ? -1 : Number(a > b);
}

function refusalFor(one: Incoming, decided: ReadonlyMap<Id, Refusal | null>): Refusal | null {
  return one.command === null ? one.refusal : (decided.get(one.id) ?? null);
}

async function advanceDevice(
  trx: Transaction<Database>,
  sender: Sender,
  { id, appVersion }: NonNullable<Sender['device']>,
  incoming: readonly Incoming[],
  now: Instant,
): Promise<void> {
  const device = await lockDevice(trx, { id, personId: sender.personId, appVersion, now });
  if (device === undefined) throw new ProblemError('device.forked');
  if (device.blocked) throw new ProblemError('device.blocked');
  const first = incoming[0]?.seq ?? device.nextSeq;
  if (first !== device.nextSeq) throw new ProblemError('device.gap', { expected: device.nextSeq });
  await saveDevice(trx, { id, nextSeq: device.nextSeq + incoming.length, appVersion, now });
}
