import type { Kysely } from 'kysely';
import { laterBy, type Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { enqueueJob } from '#server/jobs/enqueue-job.ts';
import { listForgottenMails } from '#server/mail/outbox-queries.ts';

const tenMinutes = 600_000;

/** Gives a new job to every mail that waits without one, so that no mail is forgotten. */
export async function sweepMail(deps: { db: Kysely<Database>; clock: Clock }): Promise<void> {
  await withScope(deps.db, { kind: 'mail' }, async (trx) => {
    const mailIds = await listForgottenMails(trx, laterBy(deps.clock(), -tenMinutes));
    for (const mailId of mailIds) await enqueueJob(trx, 'send-mail', { mailId });
  });
}
