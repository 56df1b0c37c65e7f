import type { Kysely } from 'kysely';
import { lockArchiveEntry, saveAssessment } from '#server/archive/archive-queries.ts';
import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { lockActor } from '#server/people/actor-queries.ts';
import {
  assessArchiveFile,
  type ApproveArchiveFile,
  type ArchiveRefusal,
  type RejectArchiveFile,
} from '#shared/archive/assess-archive-file.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';

/** Decides and writes one assessment under the entry's lock; the uploader's device is poked. */
export async function applyAssessment(
  db: Kysely<Database>,
  who: { actor: Actor; scope: DbScope },
  command: ApproveArchiveFile | RejectArchiveFile,
  now: Instant,
): Promise<{ refusal: ArchiveRefusal | null; after: AfterCommit }> {
  return withScope(db, who.scope, async (trx) => {
    const actor = await lockActor(trx, who.actor.personId);
    if (actor === null) return { refusal: { code: 'entry.not-found' }, after: noAfterCommit };
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
  });
}
