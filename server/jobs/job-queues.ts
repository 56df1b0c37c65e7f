import type { QueueOptions } from 'pg-boss';
import type { Id } from '#shared/kernel/ids.ts';

/** What each queue's jobs carry; ids, never texts or secrets. The address of `password-mail` lives minutes. */
export type JobData = {
  'send-mail': { readonly mailId: Id };
  'password-mail': { readonly email: string };
  'late-files': null;
  'sweep-mail': null;
  'sweep-sign-in': null;
  'sweep-uploads': null;
};

export type JobName = keyof JobData;

const minutes = 60;
const days = 24 * 60 * minutes;

/** What runs by the clock: a missed one is made up for by the next. */
const sweep: QueueOptions = { expireInSeconds: 5 * minutes, retryLimit: 0, deleteAfterSeconds: days };

/**
 * Every queue. A job whose server died is taken up again after `expireInSeconds`. Handlers plan their own retries where
 * a delay means something.
 */
export const jobQueues: Readonly<Record<JobName, QueueOptions>> = {
  'send-mail': { expireInSeconds: 2 * minutes, retryLimit: 3, retryDelay: 5, deleteAfterSeconds: days },
  'password-mail': {
    expireInSeconds: minutes,
    retryLimit: 3,
    retryDelay: 5,
    deleteAfterSeconds: 10 * minutes,
    retentionSeconds: 60 * minutes,
  },
  'late-files': sweep,
  'sweep-mail': sweep,
  'sweep-sign-in': sweep,
  'sweep-uploads': sweep,
};
