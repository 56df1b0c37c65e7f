import { defineTexts } from '#lib/texts/define-texts.ts';

/** The frame around every page: the line of truth, the menu, the rail, updates, install, errors. */
export const shellTexts = defineTexts(
  {
    skip: 'Hopp til innholdet',
    home: 'Hjem',
    menu: 'Meny',
    close: 'Lukk',
    mainNavigation: 'Hovedmeny',
    office: 'Kontor',
    tasks: 'Oppgaver',
    archive: 'Arkiv',
    outbox: 'Utboks',
    attention: 'Krever handling',
    signedInAs: (name: string) => `Logget inn som ${name}`,
    signIn: 'Logg inn',
    signOut: 'Logg ut',
    language: 'Språk',
    languageName: { nb: 'Norsk', en: 'English' },
    colourScheme: 'Utseende',
    colourSchemeName: { auto: 'Auto', light: 'Lyst', dark: 'Mørkt' },
    truth: {
      unknown: 'Sjekker kontakten',
      online: 'Tilkoblet',
      slow: 'Treg forbindelse',
      offline: 'Uten nett',
      paused: 'Sending venter på innlogging',
      outdated: 'Sending venter på oppdatering',
      lastContact: (when: string) => `Sist kontakt ${when}`,
      allSent: 'Alt er sendt',
      storing: (count: number) => `${count} lagres`,
      onDevice: (count: number) => `${count} på enheten`,
      attention: (count: number) => `${count} krever handling`,
      opensOutbox: 'Åpne utboksen',
      /** Read aloud when the state changes. */
      nowOffline: (onDevice: number) =>
        onDevice === 0
          ? 'Uten nett. Du kan arbeide videre.'
          : `Uten nett. ${onDevice === 1 ? '1 endring' : `${onDevice} endringer`} ligger på enheten.`,
      nowOnline: (onDevice: number) =>
        onDevice === 0
          ? 'Tilkoblet.'
          : `Tilkoblet. ${onDevice === 1 ? '1 endring' : `${onDevice} endringer`} sendes.`,
      nowAllSent: (when: string) => `Alt er sendt kl. ${when}.`,
      nowAttention: (count: number) =>
        count === 1 ? '1 ting krever handling. Se utboksen.' : `${count} ting krever handling. Se utboksen.`,
    },
    update: {
      ready: 'Ny versjon er klar.',
      now: 'Oppdater nå',
      later: 'Senere',
      busy: 'Oppdaterer',
    },
    install: {
      offer: 'Installer på enheten',
      appleTitle: 'Legg Oppdrag på hjemskjermen',
      appleWhy:
        'I en vanlig fane kan Safari slette det som ligger på enheten. På hjemskjermen er det trygt, også uten nett.',
      appleSteps: [
        'Trykk på Del-knappen (firkanten med pil opp).',
        'Velg «Legg til på Hjem-skjerm». La «Åpne som nettapp» stå på.',
        'Åpne Oppdrag fra hjemskjermen og logg inn der.',
      ],
    },
    leaving: {
      title: 'Logge ut med arbeid på enheten?',
      text: (count: number) =>
        count === 1
          ? '1 ting er ikke sendt. Den blir liggende trygt på denne enheten, og sendes når du logger inn her igjen.'
          : `${count} ting er ikke sendt. De blir liggende trygt på denne enheten, og sendes når du logger inn her igjen.`,
      stay: 'Bli innlogget',
      keep: 'Behold her og logg ut',
      discard: 'Forkast …',
      discardTitle: (count: number) =>
        count === 1 ? 'Forkaste det som ikke er sendt?' : `Forkaste ${count} ting som ikke er sendt?`,
      discardText:
        'Bilder, filer, svar og kommentarer som bare finnes på denne enheten, slettes. Det kan ikke angres.',
      back: 'Ikke forkast',
      discardNow: 'Forkast og logg ut',
    },
    broken: {
      notFoundTitle: 'Siden finnes ikke',
      notFoundText: 'Adressen er feil, eller siden er flyttet. Arbeidet ditt er ikke berørt.',
      title: 'Siden kunne ikke vises',
      text: 'Feilen er vår. Det du har gjort, ligger trygt på enheten. Last siden på nytt. Hjelper ikke det, kan appen settes på nytt uten at noe av arbeidet forsvinner.',
      reload: 'Last siden på nytt',
      home: 'Til forsiden',
      reset: 'Sett appen på nytt',
    },
    partMissing:
      'Denne delen av appen kunne ikke hentes. Prøv igjen når du har nett, eller last siden på nytt. Det du har gjort, ligger trygt på enheten.',
    reset: {
      title: 'Sett appen på nytt',
      text: 'Appens egne filer slettes og hentes på nytt. Oppgavene og alt du har gjort på denne enheten, blir liggende. Du må ha nett.',
      start: 'Sett på nytt',
      busy: 'Henter appen på nytt',
      failed:
        'Nettleseren lot oss ikke slette appens filer. Arbeidet ditt er ikke berørt. Lukk alle vinduer med Oppdrag og prøv igjen.',
    },
    homePage: {
      title: 'Oppdrag',
      greeting: (name: string) => `Hei, ${name}`,
      myTasks: 'Oppgavene dine, fra alle oppdragsgivere, i én liste.',
      archive: 'Tegninger, bilder og dokumenter på byggene du arbeider i.',
      office: 'Planlegg, tildel, følg opp og godkjenn.',
      officeArchive: 'Arkivene til byggene dine, slik kontoret ser dem.',
      tasksNoun: ['oppgave', 'oppgaver'] as [string, string],
      overdue: (count: number) => `${count} forfalt`,
      dueToday: (count: number) => `${count} i dag`,
      attention: (count: number) =>
        count === 1
          ? 'Én ting ble ikke tatt imot. Den ligger trygt på denne enheten.'
          : `${count} ting ble ikke tatt imot. De ligger trygt på denne enheten.`,
    },
    onlineOnly: 'Denne nettleseren kan ikke starte appen uten nett. Bruk https, og ikke et privat vindu.',
    holdUp: {
      'sign-in': {
        text: 'Innloggingen er utløpt. Du kan arbeide videre; alt ligger trygt her og sendes når du logger inn.',
        action: 'Logg inn',
      },
      'other-person': {
        text: 'En annen har logget inn i denne nettleseren. Arbeidet ditt ligger trygt her, og sendes når du logger inn igjen.',
      },
      'device-blocked': {
        text: 'En administrator har sperret denne enheten. Arbeidet ditt ligger her. Ring oppdragsgiveren.',
      },
      update: {
        text: 'Appen må oppdateres før noe kan sendes. Arbeidet ditt ligger trygt her.',
        action: 'Oppdater',
      },
      reload: {
        text: 'Oppdrag er oppdatert i et annet vindu. Arbeidet ditt er lagret.',
        action: 'Last siden på nytt',
      },
      'close-windows': {
        text: 'Oppdrag er åpent i et annet vindu med en eldre utgave. Arbeidet ditt ligger trygt. Lukk de andre vinduene, så fortsetter dette.',
      },
    },
    noStorage: {
      title: 'Nettleseren lar oss ikke lagre',
      text: 'Oppdrag lagrer arbeidet ditt på enheten, og det er slått av her. Bruk et vanlig vindu, ikke et privat, og tillat lagring for denne siden.',
    },
    loading: 'Henter',
    shown: (shown: string, all: string) => `Viser ${shown} av ${all}`,
    showMore: 'Vis flere',
  },
  {
    skip: 'Skip to content',
    home: 'Home',
    menu: 'Menu',
    close: 'Close',
    mainNavigation: 'Main menu',
    office: 'Office',
    tasks: 'Tasks',
    archive: 'Archive',
    outbox: 'Outbox',
    attention: 'Needs attention',
    signedInAs: (name) => `Signed in as ${name}`,
    signIn: 'Sign in',
    signOut: 'Sign out',
    language: 'Language',
    languageName: { nb: 'Norsk', en: 'English' },
    colourScheme: 'Appearance',
    colourSchemeName: { auto: 'Auto', light: 'Light', dark: 'Dark' },
    truth: {
      unknown: 'Checking the connection',
      online: 'Connected',
      slow: 'Slow connection',
      offline: 'Offline',
      paused: 'Sending waits for sign-in',
      outdated: 'Sending waits for an update',
      lastContact: (when) => `Last contact ${when}`,
      allSent: 'Everything is sent',
      storing: (count) => `${count} being saved`,
      onDevice: (count) => `${count} on this device`,
      attention: (count) => `${count} ${count === 1 ? 'needs' : 'need'} attention`,
      opensOutbox: 'Open the outbox',
      nowOffline: (onDevice) =>
        onDevice === 0
          ? 'No connection. You can go on working.'
          : `No connection. ${onDevice === 1 ? '1 change is' : `${onDevice} changes are`} on this device.`,
      nowOnline: (onDevice) =>
        onDevice === 0
          ? 'Connected.'
          : `Connected. ${onDevice === 1 ? '1 change is' : `${onDevice} changes are`} being sent.`,
      nowAllSent: (when) => `Everything was sent at ${when}.`,
      nowAttention: (count) =>
        count === 1
          ? '1 thing needs attention. See the outbox.'
          : `${count} things need attention. See the outbox.`,
    },
    update: {
      ready: 'A new version is ready.',
      now: 'Update now',
      later: 'Later',
      busy: 'Updating',
    },
    install: {
      offer: 'Install on this device',
      appleTitle: 'Put Oppdrag on the home screen',
      appleWhy:
        'In an ordinary tab Safari may delete what is on the device. On the home screen it is safe, without network too.',
      appleSteps: [
        'Press the Share button (the square with an arrow up).',
        'Choose “Add to Home Screen”. Leave “Open as Web App” on.',
        'Open Oppdrag from the home screen and sign in there.',
      ],
    },
    leaving: {
      title: 'Sign out with work on this device?',
      text: (count) =>
        count === 1
          ? '1 thing is not sent. It stays safe on this device, and is sent when you sign in here again.'
          : `${count} things are not sent. They stay safe on this device, and are sent when you sign in here again.`,
      stay: 'Stay signed in',
      keep: 'Keep and sign out',
      discard: 'Discard …',
      discardTitle: (count) =>
        count === 1 ? 'Discard what is not sent?' : `Discard ${count} things that are not sent?`,
      discardText:
        'Photos, files, answers and comments that exist only on this device are deleted. This cannot be undone.',
      back: 'Do not discard',
      discardNow: 'Discard and sign out',
    },
    broken: {
      notFoundTitle: 'There is no such page',
      notFoundText: 'The address is wrong, or the page has moved. Your work is not affected.',
      title: 'The page could not be shown',
      text: 'The mistake is ours. What you have done is safe on this device. Reload the page. If that does not help, the app can be set up afresh without losing any of your work.',
      reload: 'Reload the page',
      home: 'To the front page',
      reset: 'Set the app up afresh',
    },
    partMissing:
      'This part of the app could not be fetched. Try again when you have network, or reload the page. What you have done is safe on this device.',
    reset: {
      title: 'Set the app up afresh',
      text: "The app's own files are deleted and fetched again. Your tasks and everything you have done on this device stay. You need a connection.",
      start: 'Set up afresh',
      busy: 'Fetching the app again',
      failed:
        "The browser did not let us delete the app's files. Your work is not affected. Close every window with Oppdrag and try again.",
    },
    homePage: {
      title: 'Oppdrag',
      greeting: (name) => `Hello, ${name}`,
      myTasks: 'Your tasks, from everyone you work for, in one list.',
      archive: 'Drawings, photos and documents of the buildings you work in.',
      office: 'Plan, assign, follow up and approve.',
      officeArchive: 'The archives of your buildings, as the office sees them.',
      tasksNoun: ['task', 'tasks'],
      overdue: (count) => `${count} overdue`,
      dueToday: (count) => `${count} today`,
      attention: (count) =>
        count === 1
          ? 'One thing was not accepted. It is safe on this device.'
          : `${count} things were not accepted. They are safe on this device.`,
    },
    onlineOnly:
      'This browser cannot start the app without a connection. Use https, and not a private window.',
    holdUp: {
      'sign-in': {
        text: 'Your sign-in has expired. You can go on working; everything is safe here and is sent when you sign in.',
        action: 'Sign in',
      },
      'other-person': {
        text: 'Somebody else has signed in in this browser. Your work is safe here, and is sent when you sign in again.',
      },
      'device-blocked': {
        text: 'An administrator has blocked this device. Your work is here. Call whoever you work for.',
      },
      update: {
        text: 'The app must be updated before anything can be sent. Your work is safe here.',
        action: 'Update',
      },
      reload: {
        text: 'Oppdrag was updated in another window. Your work is stored.',
        action: 'Reload the page',
      },
      'close-windows': {
        text: 'Oppdrag is open in another window with an older version. Your work is safe. Close the other windows, and this one goes on.',
      },
    },
    noStorage: {
      title: 'The browser does not let us store anything',
      text: 'Oppdrag keeps your work on the device, and that is turned off here. Use an ordinary window, not a private one, and allow storage for this site.',
    },
    loading: 'Loading',
    shown: (shown, all) => `Showing ${shown} of ${all}`,
    showMore: 'Show more',
  },
);
