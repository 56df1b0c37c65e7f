import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { MailTables } from '#server/mail/mail-table.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** A mail taken from the outbox, about to be sent. */
export type OutboxMail = Readonly<{
  id: Id;
  tenantId: Id | null;
  personId: Id;
  params: Readonly<Record<string, string>>;
  createdAt: Instant;
}>;

export type ComposedMail = Readonly<{
  to: { name: string; address: string };
  /** Who writes, as the receiver knows them; our own address stands beside it. */
  fromName: string;
  subject: string;
  html: string;
  text: string;
}>;

export type ComposeDeps = Readonly<{
  db: Kysely<Database>;
  /** The origin that links begin with, from the configuration and never from a request. */
  publicUrl: string;
  now: Instant;
}>;

/**
 * Reads what a mail tells at the moment of sending and writes it; null when it does not make sense any more, and then
 * it is cancelled. Secrets are made here and live in no row but as hashes.
 */
export type ComposeMail = (deps: ComposeDeps, mail: OutboxMail) => Promise<ComposedMail | null>;

/** One composer for each kind of mail. */
export type MailComposers = Readonly<Record<MailTables['mail_outbox']['kind'], ComposeMail>>;
