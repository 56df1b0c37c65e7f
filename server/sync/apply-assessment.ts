import type { Kysely, Transaction } from 'kysely';
import { lockArchiveEntry, saveAssessment } from '#server/archive/archive-queries.ts';
import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { lockActor } from '#server/people/actor-queries.ts';
import { insertLog, listLoggedCommands, lockCommands } from '#server/sync/command-log-queries.ts';
import {
  assessArchiveFile,
  type ApproveArchiveFile,
  type ArchiveRefusal,
  type RejectArchiveFile,
} from '#shared/archive/assess-archive-file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';

export interface Assessed {
  readonly refusal: { code: string } | null;
  readonly at: Instant;
  readonly after: AfterCommit;
}

/**
 * Decides and writes one assessment under the entry's lock, with its outcome: an old id gets its old one, so that an
 * approval sent again cannot undo a rejection since. The uploader's device is poked.
 */
export async function applyAssessment(
  db: Kysely<Database>,
  { personId, scope }: { personId: Id; scope: DbScope },
  command: ApproveArchiveFile | RejectArchiveFile,
  now: Instant,
): Promise<Assessed> {
  return withScope(db, scope, async (trx) => {
    await lockCommands(trx, personId, [command.id]);
    const actor = await lockActor(trx, personId);
    if (actor === null) throw new ProblemError('session.missing');
    const [logged] = await listLoggedCommands(trx, personId, [command.id]);
    if (logged !== undefined) return { refusal: logged.refusal, at: logged.at, after: noAfterCommit };
    const { refusal, after } = await assess(trx, actor, command, now);
    const { id: commandId, type, madeAt, retryOf = null } = command;
    const noDevice = { duplicate: false, deviceId: null, seq: null, taskId: null };
    await insertLog(trx, [{ ...noDevice, personId, commandId, type, retryOf, refusal, madeAt, at: now }]);
    return { refusal, at: now, after };
  });
}

async function assess(
  trx: Transaction<Database>,
  actor: Actor,
  command: ApproveArchiveFile | RejectArchiveFile,
  now: Instant,
): Promise<{ refusal: ArchiveRefusal | null; after: AfterCommit }> {
  const entry = await lockArchiveEntry(trx, command.entryId);
  const decision = assessArchiveFile(entry ?? null, command, { actor, now });
  if (!decision.ok) return { refusal: decision.refusal, after: noAfterCommit };
  if (decision.next === entry) return { refusal: null, after: noAfterCommit };
  await saveAssessment(trx, decision.next, actor.personId);
  await trx
    .insertInto('audit')
    .values({
      tenant_id: decision.next.tenantId,
      at: now,
      person_id: actor.personId,
      channel: 'web',
      action: command.type,
      subject_id: decision.next.file.id,
      facts: json({}),
    })
    .execute();
  const after = { personIds: [decision.next.fromId], tenantIds: [decision.next.tenantId], uploadIds: [] };
  return { refusal: null, after };
}
