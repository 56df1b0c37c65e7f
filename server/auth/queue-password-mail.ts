import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { queueMail } from '#server/mail/queue-mail.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** forgot: asked for by the person (or by somebody who knows the address) · invitation: an operator made the account. */
export type PasswordMailReason = 'forgot' | 'invitation';

/** Queues the mail with link and code for a new password. The secrets are made when it is sent. */
export async function queuePasswordMail(
  trx: Transaction<Database>,
  wanted: { personId: Id; reason: PasswordMailReason; now: Instant },
): Promise<void> {
  const { personId, reason, now } = wanted;
  await queueMail(trx, {
    tenantId: null,
    kind: 'password',
    personId,
    params: { reason },
    // Asked for twice is mailed twice: the last link is the one that lives.
    dedupeKey: `password:${randomUUID()}`,
    now,
  });
}
