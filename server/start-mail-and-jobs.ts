import type { Kysely } from 'kysely';
import type { Passwords } from '#server/auth/passwords.ts';
import { systemClock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import type { Environment } from '#server/env.ts';
import { createJobWorkers } from '#server/job-workers.ts';
import { startJobs } from '#server/jobs/start-jobs.ts';
import type { Lifecycle } from '#server/lifecycle.ts';
import type { Log } from '#server/log.ts';
import { createMailer } from '#server/mail/mailer.ts';
import { startDemoMailbox } from '#server/mail/start-demo-mailbox.ts';

type Needs = Readonly<{
  environment: Environment;
  lifecycle: Lifecycle;
  log: Log;
  databaseUrl: string;
  db: Kysely<Database>;
  passwords: Passwords;
}>;

/**
 * Starts what works in the background: the demo's mailbox, the mailer, the job queues. Without a mail server mail waits
 * in its outbox. Returns where the demo's mail is read, null when there is no demo mailbox.
 */
export async function startMailAndJobs(needs: Needs): Promise<{ mailboxUrl: string | null }> {
  const { environment, lifecycle, log, databaseUrl, db, passwords } = needs;
  const mailbox =
    environment.demo && !environment.smtpUrl
      ? await lifecycle.start(
          'demo mailbox',
          () => startDemoMailbox(environment, log),
          (part) => part.stop(),
        )
      : null;
  const { mailFrom, publicUrl } = environment;
  const smtpUrl = environment.smtpUrl ?? mailbox?.smtpUrl;
  const mailer = smtpUrl
    ? await lifecycle.start(
        'mailer',
        () => Promise.resolve(createMailer({ smtpUrl, mailFrom, publicUrl })),
        (part) => part.close(),
      )
    : null;
  const workers = createJobWorkers({
    db,
    clock: systemClock,
    log,
    publicUrl,
    passwords,
    mailer,
  });
  await lifecycle.start(
    'jobs',
    () => startJobs({ databaseUrl, workers, log }),
    (jobs) => jobs.stop(),
  );
  return { mailboxUrl: mailbox?.webUrl ?? null };
}
