import { defineTexts } from '#lib/texts/define-texts.ts';

/** Signing in and making a password. Answers never tell whether an e-mail is known. */
export const authTexts = defineTexts(
  {
    email: 'E-post',
    password: 'Passord',
    show: 'Vis',
    hide: 'Skjul',
    showPassword: 'Vis passordet',
    hidePassword: 'Skjul passordet',
    signIn: {
      title: 'Logg inn',
      start: 'Logg inn',
      busy: 'Logger inn',
      forgot: 'Glemt passordet, eller første gang her?',
      left: (count: number) =>
        count === 1
          ? '1 ting som ikke er sendt, ligger trygt på denne enheten. Den sendes når den som gjorde den, logger inn her.'
          : `${count} ting som ikke er sendt, ligger trygt på denne enheten. De sendes når den som gjorde dem, logger inn her.`,
      tagline: 'Arbeidsordre, sjekklister og dokumentarkiv for leverandører og kommuner.',
    },
    forgot: {
      title: 'Nytt passord',
      text: 'Skriv e-postadressen din, så sender vi en kode og en lenke til å lage passord med. Slik lager du også det første passordet ditt.',
      start: 'Send kode',
      busy: 'Sender',
      sentTitle: 'Se i e-posten din',
      sentText: (email: string) =>
        `Hvis ${email} er registrert hos en oppdragsgiver, kommer det en e-post om et øyeblikk. Se også i søppelposten.`,
      again: 'Send på nytt',
      other: 'Bruk en annen adresse',
      back: 'Logg inn',
    },
    fresh: {
      title: 'Lag passord',
      withCode: 'Skriv koden fra e-posten her, eller trykk på lenken i den.',
      code: 'Kode fra e-posten',
      codeHelp: 'Koden gjelder bare en kort stund. Den siste du fikk, er den som virker.',
      password: 'Nytt passord',
      help: 'Minst 12 tegn. Gjerne flere ord etter hverandre.',
      start: 'Lagre passordet',
      busy: 'Lagrer',
      doneTitle: 'Passordet er lagret',
      doneText: 'Nå kan du logge inn med det.',
      checking: 'Sjekker lenken',
      deadTitle: 'Lenken virker ikke lenger',
      askNew: 'Be om ny lenke',
    },
    errors: {
      summary: 'Dette må rettes',
      emailMissing: 'Skriv e-postadressen din.',
      emailWrong: 'Skriv en hel e-postadresse, som navn@firma.no.',
      passwordMissing: 'Skriv passordet.',
      codeMissing: 'Skriv koden fra e-posten.',
      codeDead: 'Koden stemmer ikke, eller den er for gammel. Se etter skrivefeil, eller send en ny.',
    },
  },
  {
    email: 'E-mail',
    password: 'Password',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show the password',
    hidePassword: 'Hide the password',
    signIn: {
      title: 'Sign in',
      start: 'Sign in',
      busy: 'Signing in',
      forgot: 'Forgot the password, or first time here?',
      left: (count) =>
        count === 1
          ? '1 thing that is not sent is safe on this device. It is sent when whoever made it signs in here.'
          : `${count} things that are not sent are safe on this device. They are sent when whoever made them signs in here.`,
      tagline: 'Work orders, checklists and document archives for suppliers and municipalities.',
    },
    forgot: {
      title: 'New password',
      text: 'Enter your e-mail address, and we send a code and a link to make a password with. This is also how you make your first one.',
      start: 'Send code',
      busy: 'Sending',
      sentTitle: 'Look in your e-mail',
      sentText: (email) =>
        `If ${email} is registered with a municipality, an e-mail arrives in a moment. Look in the junk mail too.`,
      again: 'Send again',
      other: 'Use another address',
      back: 'Sign in',
    },
    fresh: {
      title: 'Make a password',
      withCode: 'Type the code from the e-mail here, or press the link in it.',
      code: 'Code from the e-mail',
      codeHelp: 'The code is valid for a short while only. The last one you got is the one that works.',
      password: 'New password',
      help: 'At least 12 characters. Several words in a row are good.',
      start: 'Save the password',
      busy: 'Saving',
      doneTitle: 'The password is saved',
      doneText: 'Now you can sign in with it.',
      checking: 'Checking the link',
      deadTitle: 'The link does not work any more',
      askNew: 'Ask for a new link',
    },
    errors: {
      summary: 'Please mend this',
      emailMissing: 'Enter your e-mail address.',
      emailWrong: 'Enter a whole e-mail address, like name@company.com.',
      passwordMissing: 'Enter the password.',
      codeMissing: 'Enter the code from the e-mail.',
      codeDead: 'The code is wrong or too old. Check the spelling, or send a new one.',
    },
  },
);
