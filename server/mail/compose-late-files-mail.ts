import { withScope } from '#server/db/scope.ts';
import type { ComposeMail } from '#server/mail/compose-mail.ts';
import { findLateFilesFacts, type LateFilesFacts } from '#server/mail/late-files-mail-queries.ts';
import type { MailPart } from '#server/mail/lay-out-mail.ts';
import { mailOfTenant } from '#server/mail/mail-of-tenant.ts';
import { must } from '#shared/kernel/must.ts';

const nb = {
  subject: (facts: LateFilesFacts) => `Filer mangler på arbeidsordre ${facts.number}: ${facts.title}`,
  heading: 'Oppgaven venter fortsatt på filer',
  since: ({ completedByName, buildingName }: LateFilesFacts) =>
    `${completedByName} meldte oppgaven på ${buildingName} fullført for mer enn tre døgn siden. Disse filene er ikke kommet fram:`,
  send: 'Åpne Oppdrag på enheten der filene ble lagt til, med nett. Da sendes de av seg selv. De ligger trygt på enheten så lenge du ikke sletter appen.',
  decide:
    'Ingenting endres av seg selv. Du kan vente, fullføre uten filene (de blir da ikke mottatt, men blir liggende på enheten) eller returnere oppgaven.',
  openOutbox: 'Åpne utboksen',
  openTask: 'Åpne oppgaven',
  why: ({ tenantName }: LateFilesFacts) =>
    `Du får denne e-posten fordi ${tenantName} bruker Oppdrag til oppgaven.`,
};

const en: typeof nb = {
  subject: (facts) => `Files are missing on work order ${facts.number}: ${facts.title}`,
  heading: 'The task is still waiting for files',
  since: ({ completedByName, buildingName }) =>
    `${completedByName} reported the task at ${buildingName} completed more than three days ago. These files have not arrived:`,
  send: 'Open Oppdrag on the device where the files were added, with network. They are then sent by themselves. They are safe on the device as long as you do not delete the app.',
  decide:
    'Nothing changes by itself. You can wait, complete without the files (they are then not received, but stay on the device) or return the task.',
  openOutbox: 'Open the outbox',
  openTask: 'Open the task',
  why: ({ tenantName }) => `You get this e-mail because ${tenantName} uses Oppdrag for the task.`,
};

/** Tells one of the two sides that a completed task's files have not come: what is missing, what is safe, what to do. */
export const composeLateFilesMail: ComposeMail = async ({ db, publicUrl }, mail) => {
  const tenantId = must(mail.tenantId, 'tenant of a mail about late files');
  const taskId = must(mail.params['taskId'], 'task of a mail about late files');
  const facts = await withScope(db, { kind: 'tenant', tenantId }, (trx) =>
    findLateFilesFacts(trx, taskId, mail.personId),
  );
  if (!facts) return null;
  const words = facts.language === 'nb' ? nb : en;
  const parts: MailPart[] = [
    { kind: 'heading', text: words.heading },
    { kind: 'paragraph', text: words.since(facts) },
    { kind: 'words', text: facts.files.join('\n') },
    { kind: 'paragraph', text: facts.decides ? words.decide : words.send },
    facts.decides
      ? { kind: 'button', label: words.openTask, href: `${publicUrl}/office/tasks/${taskId}` }
      : { kind: 'button', label: words.openOutbox, href: `${publicUrl}/outbox` },
    { kind: 'quiet', text: words.why(facts) },
  ];
  return mailOfTenant(facts, words.subject(facts), parts);
};
