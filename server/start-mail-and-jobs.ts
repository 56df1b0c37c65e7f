import type { AppDeps } from '#server/app-deps.ts';
import type { Environment } from '#server/env.ts';
import { createJobWorkers } from '#server/job-workers.ts';
import { startJobs } from '#server/jobs/start-jobs.ts';
import type { Lifecycle } from '#server/lifecycle.ts';
import { createMailer } from '#server/mail/mailer.ts';
import { startDemoMailbox } from '#server/mail/start-demo-mailbox.ts';

type Needs = Readonly<{
  environment: Environment;
  lifecycle: Lifecycle;
  databaseUrl: string;
  deps: Pick<AppDeps, 'db' | 'clock' | 'log' | 'store' | 'pokes' | 'passwords'>;
}>;

/**
 * Starts what works in the background: the demo's mailbox, the mailer, the job queues. Without a mail server mail waits
 * in its outbox. Returns where the demo's mail is read, null when there is no demo mailbox.
 */
export async function startMailAndJobs(needs: Needs): Promise<{ mailboxUrl: string | null }> {
  const { environment, lifecycle, databaseUrl, deps } = needs;
  const { log } = deps;
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
  const workers = createJobWorkers({ ...deps, publicUrl, mailer });
  await lifecycle.start(
    'jobs',
    () => startJobs({ databaseUrl, workers, log }),
    (jobs) => jobs.stop(),
  );
  return { mailboxUrl: mailbox?.webUrl ?? null };
}
