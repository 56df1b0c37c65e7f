import { withScope } from '#server/db/scope.ts';
import { findAssignmentFacts, type AssignmentFacts } from '#server/mail/assignment-mail-queries.ts';
import type { ComposeMail } from '#server/mail/compose-mail.ts';
import type { MailPart } from '#server/mail/lay-out-mail.ts';
import { mailOfTenant } from '#server/mail/mail-of-tenant.ts';
import { sayCalendarDate } from '#server/mail/mail-text.ts';
import { must } from '#shared/kernel/must.ts';

const nb = {
  subject: (facts: AssignmentFacts) => `Arbeidsordre ${facts.number}: ${facts.title}`,
  heading: (facts: AssignmentFacts) => `${facts.tenantName} har gitt deg en arbeidsordre`,
  number: 'Nummer',
  title: 'Oppgave',
  building: 'Bygning',
  place: 'Sted',
  deadline: 'Frist',
  noDeadline: 'Ingen frist',
  tenant: 'Oppdragsgiver',
  open: 'Gå til arbeidsordre',
  firstTime: (address: string) =>
    `Er det første gang? Lag passordet ditt på ${address}. Bruk e-postadressen du fikk denne e-posten på.`,
  why: (facts: AssignmentFacts) =>
    `Du får denne e-posten fordi ${facts.tenantName} har tildelt oppgaven til deg eller firmaet ditt i Oppdrag.`,
};

const en: typeof nb = {
  subject: (facts) => `Work order ${facts.number}: ${facts.title}`,
  heading: (facts) => `${facts.tenantName} has given you a work order`,
  number: 'Number',
  title: 'Task',
  building: 'Building',
  place: 'Place',
  deadline: 'Deadline',
  noDeadline: 'No deadline',
  tenant: 'Customer',
  open: 'Go to work order',
  firstTime: (address) =>
    `Is it the first time? Make your password at ${address}. Use the e-mail address you got this e-mail at.`,
  why: (facts) =>
    `You get this e-mail because ${facts.tenantName} assigned the task to you or your company in Oppdrag.`,
};

/** The notice of an assignment (M1): what, where, by when, and the button to the work order. Opening it changes nothing. */
export const composeAssignmentMail: ComposeMail = async ({ db, publicUrl }, mail) => {
  const tenantId = must(mail.tenantId, 'tenant of an assignment mail');
  const taskId = must(mail.params['taskId'], 'task of an assignment mail');
  const facts = await withScope(db, { kind: 'tenant', tenantId }, (trx) =>
    findAssignmentFacts(trx, taskId, mail.personId),
  );
  if (!facts) return null;
  const words = facts.language === 'nb' ? nb : en;
  const where = [facts.buildingName, facts.address, facts.postalPlace].filter(Boolean).join(', ');
  const firstPassword = `${publicUrl}/forgot-password`;
  const parts: MailPart[] = [
    { kind: 'heading', text: words.heading(facts) },
    {
      kind: 'facts',
      facts: [
        [words.title, facts.title],
        [words.number, String(facts.number)],
        [words.building, where],
        ...(facts.place ? [[words.place, facts.place] as const] : []),
        [words.deadline, facts.deadline ? sayCalendarDate(facts.deadline, facts.language) : words.noDeadline],
        [words.tenant, facts.tenantName],
      ],
    },
    ...(facts.text ? [{ kind: 'words', text: facts.text } as const] : []),
    { kind: 'button', label: words.open, href: `${publicUrl}/tasks/${taskId}` },
    ...(facts.hasPassword
      ? []
      : [{ kind: 'paragraph', text: words.firstTime(firstPassword), link: firstPassword } as const]),
    { kind: 'quiet', text: words.why(facts) },
  ];
  return mailOfTenant(facts, words.subject(facts), parts);
};
