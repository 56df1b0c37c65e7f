import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { enqueueJob } from '#server/jobs/enqueue-job.ts';
import type { MailTables } from '#server/mail/mail-table.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

export type QueuedMail = Readonly<{
  /** The tenant that writes, or null for mail about the person's own sign-in. */
  tenantId: Id | null;
  kind: MailTables['mail_outbox']['kind'];
  personId: Id;
  /** Ids and codes; what the mail says is read when it is sent. Never a secret. */
  params: Readonly<Record<string, string>>;
  /** Names the logical mail: a second one with the same key is not written. */
  dedupeKey: string;
  now: Instant;
}>;

/** Writes a mail to the outbox with the job that sends it, inside the transaction of what it tells about. */
export async function queueMail(trx: Transaction<Database>, mail: QueuedMail): Promise<void> {
  const row = await trx
    .insertInto('mail_outbox')
    .values({
      tenant_id: mail.tenantId,
      kind: mail.kind,
      person_id: mail.personId,
      params: json(mail.params),
      dedupe_key: mail.dedupeKey,
      created_at: mail.now,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row) await enqueueJob(trx, 'send-mail', { mailId: row.id });
}
