import type { ComposedMail } from '#server/mail/compose-mail.ts';
import { layOutMail, type MailPart } from '#server/mail/lay-out-mail.ts';
import { oneLine, type MailLanguage } from '#server/mail/mail-text.ts';

/** Who writes to whom, and in which language. */
export type Correspondence = Readonly<{
  tenantName: string;
  language: MailLanguage;
  personName: string;
  email: string;
}>;

/** A mail that a tenant writes to somebody; `subject` is made one line. */
export function mailOfTenant(
  { tenantName, language, personName, email }: Correspondence,
  subject: string,
  parts: readonly MailPart[],
): ComposedMail {
  const line = oneLine(subject);
  return {
    to: { name: oneLine(personName), address: email },
    fromName: oneLine(`${tenantName} via Oppdrag`),
    subject: line,
    ...layOutMail(language, line, parts),
  };
}
