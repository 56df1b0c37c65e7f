import { answerForgot } from '#server/auth/answer-forgot.ts';
import { createAuthLimits } from '#server/auth/auth-limits.ts';
import { composePasswordChangedMail } from '#server/auth/compose-password-changed-mail.ts';
import { composePasswordMail } from '#server/auth/compose-password-mail.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import { sweepSignIn } from '#server/auth/sweep-sign-in.ts';
import type { JobWorker } from '#server/jobs/start-jobs.ts';
import { composeAssignmentMail } from '#server/mail/compose-assignment-mail.ts';
import { composeLateFilesMail } from '#server/mail/compose-late-files-mail.ts';
import type { MailComposers } from '#server/mail/compose-mail.ts';
import type { Mailer } from '#server/mail/mailer.ts';
import { queueLateFilesMails } from '#server/mail/queue-late-files-mails.ts';
import { sendMail } from '#server/mail/send-mail.ts';
import { sweepMail } from '#server/mail/sweep-mail.ts';
import { sweepUploads } from '#server/sync/uploads/sweep-uploads.ts';
import type { UploadDeps } from '#server/sync/uploads/upload-deps.ts';

export type WorkerDeps = UploadDeps &
  Readonly<{
    publicUrl: string;
    passwords: Passwords;
    /** Null: no mail server is configured, and mail waits in its queue. */
    mailer: Mailer | null;
  }>;

/** Every worker of the server, one for each queue. Put a new one here. */
export function createJobWorkers(deps: WorkerDeps): JobWorker[] {
  const { db, clock, passwords, mailer } = deps;
  const limits = createAuthLimits(db);
  const composers: MailComposers = {
    assignment: composeAssignmentMail,
    'late-files': composeLateFilesMail,
    password: composePasswordMail(passwords),
    'password-changed': composePasswordChangedMail,
  };
  const mail: JobWorker[] = mailer
    ? [{ queue: 'send-mail', run: ({ mailId }) => sendMail({ ...deps, mailer, composers }, mailId) }]
    : [];
  return [
    ...mail,
    { queue: 'password-mail', run: ({ email }) => answerForgot({ db, clock, limits }, email) },
    { queue: 'late-files', cron: '23 * * * *', run: () => queueLateFilesMails({ db, clock }) },
    { queue: 'sweep-mail', cron: '*/10 * * * *', run: () => sweepMail({ db, clock }) },
    { queue: 'sweep-sign-in', cron: '7 * * * *', run: () => sweepSignIn({ db, clock }) },
    {
      queue: 'sweep-uploads',
      cron: '*/5 * * * *',
      run: async () => void (await sweepUploads(deps, clock())),
    },
  ];
}
