import type { Kysely } from 'kysely';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import type { Log } from '#server/log.ts';
import type { MailComposers } from '#server/mail/compose-mail.ts';
import type { Mailer } from '#server/mail/mailer.ts';
import { claimMail, saveEnded, saveRetry, saveSent } from '#server/mail/outbox-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';

export type SendMailDeps = Readonly<{
  db: Kysely<Database>;
  clock: Clock;
  log: Log;
  mailer: Mailer;
  composers: MailComposers;
  publicUrl: string;
}>;

/** Seconds until the next try, after the first, second, … failure; after the last one the mail is dead. */
const retryDelays = [60, 5 * 60, 30 * 60, 2 * 3600, 12 * 3600];

/**
 * Sends one mail of the outbox: taken up, composed from what is true now (or cancelled), handed over, and written down.
 * A mail that was under way when a server died goes out again under the same Message-ID; only a password mail does not,
 * since two of them confuse more than none.
 */
export async function sendMail(deps: SendMailDeps, mailId: Id): Promise<void> {
  const { db, clock, log, mailer, composers, publicUrl } = deps;
  const inMail = <Result>(work: Parameters<typeof withScope<Result>>[2]) =>
    withScope<Result>(db, { kind: 'mail' }, work);
  const mail = await inMail((trx) => claimMail(trx, mailId));
  if (!mail) return;
  const end = async (state: 'cancelled' | 'dead', why: string) => {
    await inMail((trx) => saveEnded(trx, mailId, { state, why }));
    log[state === 'dead' ? 'warn' : 'info'](`mail ${state}`, { mailId, kind: mail.kind, why });
  };
  if (mail.interrupted && mail.kind === 'password') return end('dead', 'interrupted');

  const composed = await composers[mail.kind]({ db, publicUrl, now: clock() }, mail);
  if (!composed) return end('cancelled', 'outdated');
  const delivery = await mailer.deliver(mailId, composed);
  if (delivery.ok) {
    await inMail((trx) => saveSent(trx, mailId, { messageId: delivery.messageId, now: clock() }));
    log.info('mail sent', { mailId, kind: mail.kind });
    return;
  }
  const afterSeconds = delivery.lasting ? undefined : retryDelays[mail.attempts - 1];
  if (afterSeconds === undefined) return end('dead', delivery.why);
  await inMail((trx) => saveRetry(trx, mailId, { afterSeconds, why: delivery.why }));
  log.info('mail put back', { mailId, kind: mail.kind, why: delivery.why, afterSeconds });
}
