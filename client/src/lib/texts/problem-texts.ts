import type { Trouble, TroubleCode } from '#lib/api/trouble.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { sayDuration } from '#lib/texts/say-number.ts';

type Sentences = Record<TroubleCode, (trouble: Trouble) => string>;

/** Wait as long as the server asks; where it does not say, a minute. */
const wait = (trouble: Trouble, language: Language) => sayDuration(trouble.retryAfter ?? 60, language);

const nb: Sentences = {
  network: () =>
    'Vi får ikke kontakt med serveren. Det du har gjort, ligger trygt på enheten. Prøv igjen når du har nett.',
  'answer.foreign': () =>
    'Nettet du er på, svarer i stedet for oss. Det du har gjort, er trygt. Er det et gjestenett, må du kanskje logge inn på det først. Prøv så igjen.',
  'request.invalid': () =>
    'Serveren forstod ikke det som ble sendt, og ingenting er endret. Se over det du har skrevet, og prøv igjen.',
  'session.missing': () =>
    'Du er logget ut. Det du har gjort, ligger trygt på enheten. Logg inn, så sendes det av seg selv.',
  'sign-in.wrong': () =>
    'E-post og passord hører ikke sammen. Se etter skrivefeil, eller lag et nytt passord.',
  'request.cross-site': () =>
    'Forespørselen kom fra et annet nettsted og ble stoppet. Ingenting er endret. Åpne Oppdrag på nytt og prøv igjen.',
  'grant.missing': () =>
    'Du har ikke tilgang til dette, og ingenting er endret. Spør en administrator eller oppdragsgiveren hvis du trenger det.',
  'device.blocked': () =>
    'Denne enheten er sperret av en administrator. Det du har gjort, ligger fortsatt på enheten. Ta kontakt med oppdragsgiver.',
  'not-found': () => 'Dette finnes ikke, eller du har ikke tilgang til det. Gå tilbake og velg på nytt.',
  'command.refused': () =>
    'Dette lot seg ikke gjøre nå, og ingenting er endret. Last siden på nytt og se hva som er nytt.',
  'device.gap': () =>
    'Enheten og serveren teller ulikt. Ingenting er tapt. Det rettes av seg selv ved neste sending.',
  'device.forked': () =>
    'Enheten har fått en ny identitet. Ingenting er tapt. Det rettes av seg selv ved neste sending.',
  'held.wanted': () =>
    'Enheten og serveren sammenligner hva de har. Det du har gjort, ligger trygt på enheten.',
  'cookie.reset': () => 'Alt hentes på nytt. Det du har gjort, ligger trygt på enheten.',
  'link.dead': () => 'Lenken er brukt eller for gammel. Be om en ny, så kommer den på e-post.',
  'request.too-large': () =>
    'Dette er større enn serveren tar imot, og ble ikke sendt. Del det opp eller gjør det mindre, og prøv igjen.',
  'password.too-short': () =>
    'Passordet må ha minst 12 tegn, og høyst 128. Sett gjerne flere ord etter hverandre.',
  'password.too-common': () =>
    'Passordet er blant dem alle gjetter først. Velg et annet, gjerne flere ord etter hverandre.',
  'code.wrong': () =>
    'Koden stemmer ikke, eller den er for gammel. Se i den nyeste e-posten, eller be om en ny kode.',
  'client.outdated': () =>
    'Appen er for gammel for serveren. Oppdater den. Det du har gjort, blir liggende trygt.',
  'rate.limited': (trouble) => `For mange forsøk. Vent ${wait(trouble, 'nb')} og prøv igjen.`,
  internal: (trouble) =>
    `Serveren gjorde en feil. Det er ikke noe du har gjort, og arbeidet ditt er trygt. Prøv igjen om litt.${reference(trouble, 'Oppgi')}`,
  unavailable: () =>
    'Serveren er opptatt eller starter på nytt. Det du har gjort, er trygt. Prøv igjen om litt.',
};

const en: Sentences = {
  network: () =>
    'We cannot reach the server. What you have done is safe on this device. Try again when you have a connection.',
  'answer.foreign': () =>
    'The network you are on answers instead of us. What you have done is safe. On a guest network you may have to sign in to it first. Then try again.',
  'request.invalid': () =>
    'The server did not understand what was sent, and nothing has changed. Check what you wrote, and try again.',
  'session.missing': () =>
    'You are signed out. What you have done is safe on this device. Sign in, and it is sent by itself.',
  'sign-in.wrong': () =>
    'E-mail and password do not belong together. Check the spelling, or make a new password.',
  'request.cross-site': () =>
    'The request came from another site and was stopped. Nothing has changed. Open Oppdrag again and retry.',
  'grant.missing': () =>
    'You do not have access to this, and nothing has changed. Ask an administrator or the municipality if you need it.',
  'device.blocked': () =>
    'This device was blocked by an administrator. What you have done is still on the device. Contact the one who gave you the work.',
  'not-found': () => 'This does not exist, or you do not have access to it. Go back and choose again.',
  'command.refused': () =>
    'This could not be done now, and nothing has changed. Reload the page and see what is new.',
  'device.gap': () =>
    'The device and the server count differently. Nothing is lost. It mends itself at the next sending.',
  'device.forked': () =>
    'The device was given a new identity. Nothing is lost. It mends itself at the next sending.',
  'held.wanted': () =>
    'The device and the server compare what they have. What you have done is safe on this device.',
  'cookie.reset': () => 'Everything is fetched again. What you have done is safe on this device.',
  'link.dead': () => 'The link was used or is too old. Ask for a new one, and it comes by e-mail.',
  'request.too-large': () =>
    'This is larger than the server accepts, and was not sent. Split it or make it smaller, and try again.',
  'password.too-short': () =>
    'The password needs at least 12 characters, and no more than 128. Put several words in a row.',
  'password.too-common': () =>
    'That password is among the first ones guessed. Choose another, several words in a row for example.',
  'code.wrong': () => 'The code is not right, or too old. Look in the newest e-mail, or ask for a new code.',
  'client.outdated': () => 'The app is too old for the server. Update it. What you have done stays safe.',
  'rate.limited': (trouble) => `Too many attempts. Wait ${wait(trouble, 'en')} and try again.`,
  internal: (trouble) =>
    `The server made a mistake. It is nothing you did, and your work is safe. Try again in a while.${reference(trouble, 'Quote')}`,
  unavailable: () => 'The server is busy or restarting. What you have done is safe. Try again in a while.',
};

/** The number that support finds the fault by. */
function reference(trouble: Trouble, verb: string): string {
  return trouble.requestId ? ` ${verb} ${trouble.requestId.slice(0, 8)}.` : '';
}

/** What happened, what is safe, and what to do. A code without a sentence in both languages does not compile. */
export function sayTrouble(trouble: Trouble, language: Language): string {
  return (language === 'en' ? en : nb)[trouble.code](trouble);
}
