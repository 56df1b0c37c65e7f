import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** Who does it, and from where; nobody by name at the operator's command line. */
export type ActedBy =
  { readonly by: null; readonly channel: 'operator' } | { readonly by: Id; readonly channel: 'web' };

/** Notes who changed what somebody is to a tenant, in that tenant's audit log. */
export async function insertAudit(
  trx: Transaction<Database>,
  { by, channel }: ActedBy,
  done: {
    readonly tenantId: Id;
    readonly now: Instant;
    readonly action: 'person-deactivated' | 'building-access-given' | 'supplier-registered';
    readonly subjectId: Id;
    /** Ids and counts, never contents. */
    readonly facts: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      tenant_id: done.tenantId,
      at: done.now,
      person_id: by,
      channel,
      action: done.action,
      subject_id: done.subjectId,
      facts: json(done.facts),
    })
    .execute();
}
