import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { enqueueJob } from '#server/jobs/enqueue-job.ts';
import type { OutboxMail } from '#server/mail/compose-mail.ts';
import type { MailTables } from '#server/mail/mail-table.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

export type ClaimedMail = OutboxMail &
  Readonly<{
    kind: MailTables['mail_outbox']['kind'];
    /** How often it was taken up, this time included. */
    attempts: number;
    /** A server died while sending it: nobody knows whether it left. */
    interrupted: boolean;
  }>;

/** Takes a mail up for sending; null when it is sent, cancelled or dead. Commit before sending. */
export async function claimMail(trx: Transaction<Database>, mailId: Id): Promise<ClaimedMail | null> {
  const { rows } = await sql<ClaimedMail>`
    with taken as (
      select id, state from mail_outbox where id = ${mailId} and state in ('queued', 'sending') for update
    )
    update mail_outbox m set state = 'sending', attempts = m.attempts + 1
    from taken where m.id = taken.id
    returning m.id, m.tenant_id as "tenantId", m.kind, m.person_id as "personId", m.params, m.attempts,
      iso(m.created_at) as "createdAt", taken.state = 'sending' as interrupted`.execute(trx);
  return rows[0] ?? null;
}

/** Writes down that the mail server took the mail. */
export async function saveSent(
  trx: Transaction<Database>,
  mailId: Id,
  sent: { messageId: string; now: Instant },
): Promise<void> {
  await trx
    .updateTable('mail_outbox')
    .set({ state: 'sent', message_id: sent.messageId, sent_at: sent.now, last_error: null })
    .where('id', '=', mailId)
    .execute();
}

/** Ends a mail that is not sent: it makes no sense any more, or nobody takes it. `why` is a code. */
export async function saveEnded(
  trx: Transaction<Database>,
  mailId: Id,
  ended: { state: 'cancelled' | 'dead'; why: string },
): Promise<void> {
  await trx
    .updateTable('mail_outbox')
    .set({ state: ended.state, last_error: ended.why })
    .where('id', '=', mailId)
    .execute();
}

/** Puts a mail back, to be tried again after so many seconds. `why` is a code. */
export async function saveRetry(
  trx: Transaction<Database>,
  mailId: Id,
  retry: { afterSeconds: number; why: string },
): Promise<void> {
  await trx
    .updateTable('mail_outbox')
    .set({ state: 'queued', last_error: retry.why })
    .where('id', '=', mailId)
    .execute();
  await enqueueJob(trx, 'send-mail', { mailId }, { afterSeconds: retry.afterSeconds });
}

/** Mails that wait without a job to send them: their job gave up or was cleaned away. */
export async function listForgottenMails(db: Kysely<Database>, before: Instant): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select m.id from mail_outbox m
    where m.state in ('queued', 'sending') and m.created_at < ${before} and not exists (
      select from pgboss.job j
      where j.name = 'send-mail' and j.state < 'completed' and j.data ->> 'mailId' = m.id::text)`.execute(db);
  return rows.map((row) => row.id);
}
