import { mintCode, showCode } from '#server/auth/mailed-code.ts';
import { findSignInReceiver } from '#server/auth/password-mail-queries.ts';
import { replacePasswordToken } from '#server/auth/password-token-queries.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import { mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import type { ComposeMail } from '#server/mail/compose-mail.ts';
import { layOutMail, type MailPart } from '#server/mail/lay-out-mail.ts';
import { oneLine } from '#server/mail/mail-text.ts';
import { millis } from '#shared/kernel/instant.ts';

const minute = 60_000;

/** How long link and code live, in milliseconds; a mail that is later than this is not sent at all. */
const lives = { forgot: 60 * minute, invitation: 72 * 60 * minute } as const;

const nb = {
  forgot: {
    subject: 'Lag nytt passord i Oppdrag',
    why: 'Noen, trolig du, har bedt om å få lage passord for denne e-postadressen.',
    life: 'Lenken og koden virker i én time og kan brukes én gang.',
  },
  invitation: {
    subject: 'Velkommen til Oppdrag: lag passordet ditt',
    why: 'Det er laget en bruker til deg i Oppdrag. Lag et passord, så kan du logge inn.',
    life: 'Lenken og koden virker i tre døgn og kan brukes én gang.',
  },
  open: 'Lag passord',
  code: 'Bruker du den installerte appen, skriver du heller inn denne koden der:',
  ignore: 'Har du ikke bedt om dette, kan du se bort fra e-posten. Passordet ditt er ikke endret.',
};

const en: typeof nb = {
  forgot: {
    subject: 'Make a new password in Oppdrag',
    why: 'Somebody, probably you, asked to make a password for this e-mail address.',
    life: 'The link and the code work for one hour and can be used once.',
  },
  invitation: {
    subject: 'Welcome to Oppdrag: make your password',
    why: 'An account has been made for you in Oppdrag. Make a password, and you can sign in.',
    life: 'The link and the code work for three days and can be used once.',
  },
  open: 'Make a password',
  code: 'If you use the installed app, type this code there instead:',
  ignore: 'If you did not ask for this, you can ignore this e-mail. Your password has not been changed.',
};

/**
 * The mail for a new or first password. Makes link and code anew and ends all earlier ones, in this moment only; what
 * is stored are their hashes.
 */
export function composePasswordMail(passwords: Pick<Passwords, 'hash'>): ComposeMail {
  return async ({ db, publicUrl, now }, mail) => {
    const reason = mail.params['reason'] === 'invitation' ? 'invitation' : 'forgot';
    if (millis(now) >= millis(mail.createdAt) + lives[reason]) return null;
    const receiver = await withScope(db, { kind: 'sign-in' }, (trx) =>
      findSignInReceiver(trx, mail.personId),
    );
    if (!receiver) return null;
    const [token, code] = [mintToken(), mintCode()];
    const codeHash = await passwords.hash(code);
    await withScope(db, { kind: 'sign-in' }, (trx) =>
      replacePasswordToken(trx, {
        personId: mail.personId,
        token,
        codeHash,
        expiresAt: laterBy(now, lives[reason]),
        now,
      }),
    );
    const words = receiver.language === 'nb' ? nb : en;
    const { subject, why, life } = words[reason];
    const parts: MailPart[] = [
      { kind: 'heading', text: subject },
      { kind: 'paragraph', text: why },
      { kind: 'button', label: words.open, href: `${publicUrl}/password/${token}` },
      { kind: 'paragraph', text: words.code },
      { kind: 'code', code: showCode(code) },
      { kind: 'paragraph', text: life },
      { kind: 'quiet', text: words.ignore },
    ];
    return {
      to: { name: oneLine(receiver.name), address: receiver.email },
      fromName: 'Oppdrag',
      subject,
      ...layOutMail(receiver.language, subject, parts),
    };
  };
}
