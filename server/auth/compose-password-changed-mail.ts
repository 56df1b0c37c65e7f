import { findSignInReceiver } from '#server/auth/password-mail-queries.ts';
import { withScope } from '#server/db/scope.ts';
import type { ComposeMail } from '#server/mail/compose-mail.ts';
import { layOutMail } from '#server/mail/lay-out-mail.ts';
import { oneLine } from '#server/mail/mail-text.ts';

const nb = {
  subject: 'Passordet ditt i Oppdrag er endret',
  done: 'Passordet for denne e-postadressen er nettopp endret. Du er logget ut på alle enheter. Det som ligger usendt på en enhet, ligger der fortsatt og sendes når du logger inn.',
  notYou: 'Var det ikke deg? Lag et nytt passord med en gang, så blir den andre logget ut.',
  open: 'Lag nytt passord',
};

const en: typeof nb = {
  subject: 'Your password in Oppdrag was changed',
  done: 'The password for this e-mail address was changed just now. You are signed out on all devices. What waits unsent on a device is still there, and is sent when you sign in.',
  notYou: 'Was it not you? Make a new password at once, and the other one is signed out.',
  open: 'Make a new password',
};

/** The notice that a password was changed; to the person even if it was somebody else who did it. */
export const composePasswordChangedMail: ComposeMail = async ({ db, publicUrl }, mail) => {
  const receiver = await withScope(db, { kind: 'sign-in' }, (trx) => findSignInReceiver(trx, mail.personId));
  if (!receiver) return null;
  const words = receiver.language === 'nb' ? nb : en;
  return {
    to: { name: oneLine(receiver.name), address: receiver.email },
    fromName: 'Oppdrag',
    subject: words.subject,
    ...layOutMail(receiver.language, words.subject, [
      { kind: 'heading', text: words.subject },
      { kind: 'paragraph', text: words.done },
      { kind: 'paragraph', text: words.notYou },
      { kind: 'button', label: words.open, href: `${publicUrl}/forgot-password` },
    ]),
  };
};
