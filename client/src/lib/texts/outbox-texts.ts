import { defineTexts } from '#lib/texts/define-texts.ts';

/** The outbox and what needs attention. */
export const outboxTexts = defineTexts(
  {
    title: 'Utboks',
    lead: 'Alt du har gjort som kommunen ikke har mottatt ennå.',
    emptyText: 'Det du gjør uten nett, legger seg her og sendes av seg selv.',
    seeAttention: (count: number) =>
      count === 1 ? '1 ting krever handling' : `${count} ting krever handling`,
    leave: {
      question: 'Kan jeg dra?',
      yes: 'JA',
      wait: 'VENT',
      storing: (files: string) => `${files} lagres på enheten. Lukk ikke appen før det er ferdig.`,
      file: ['fil', 'filer'] as [string, string],
      allReceived: 'Alt du har gjort, er mottatt. Du kan slå av enheten.',
      sending: (things: string) => `${things} sendes nå.`,
      bytesLeft: (size: string) => `${size} igjen.`,
      timeLeft: (time: string) => `Omtrent ${time}.`,
      offline: (things: string) =>
        `Uten nett: ${things} ligger bare på denne enheten. Må du dra, så åpne appen når du har nett. Da sendes det av seg selv.`,
      paused: (things: string) => `${things} venter på at du logger inn. Det ligger trygt på enheten.`,
      outdated: (things: string) => `${things} venter på at appen oppdateres. Det ligger trygt på enheten.`,
      attention: (things: string) =>
        `${things} ble ikke tatt imot, men ligger trygt på enheten. Se hva du kan gjøre før du drar.`,
      thing: ['ting', 'ting'] as [string, string],
      tryNow: 'Send nå',
      signIn: 'Logg inn',
      trying: 'Prøver å sende nå.',
    },
    storing: 'Lagres på enheten',
    keep: 'Behold',
    actionsFor: (what: string) => `Handlinger for ${what}`,
    lostBytes: 'Nettleseren har slettet innholdet i denne filen. Ta bildet på nytt, eller velg filen igjen.',
    fallbackTask: 'Uten oppgave',
    of: (number: number, tenant: string) => `Nr. ${number} · ${tenant}`,
    storage: {
      title: 'Lagring på enheten',
      persisted: 'Nettleseren har lovet å ikke slette noe.',
      notPersisted: 'Nettleseren kan slette data når det er lite plass. Installer appen på hjemskjermen.',
      used: (used: string, quota: string) => `${used} av ${quota} brukt.`,
      nearlyFull: 'Det er snart fullt. Send det som ligger her, før du tar flere bilder.',
    },
    lost: {
      title: 'Lagringen på enheten er slettet',
      text: (when: string, commands: number, files: number) =>
        `Nettleseren har slettet det som lå her. Sist vi så etter, ${when}, var ${commands === 1 ? '1 endring' : `${commands} endringer`} og ${files === 1 ? '1 fil' : `${files} filer`} ikke sendt. Det som er mottatt, er trygt. Gjør det som mangler på nytt.`,
      file: (name: string, size: string) => `${name} (${size})`,
    },
    attention: {
      title: 'Krever handling',
      lead: 'Dette ble ikke tatt imot. Alt ligger trygt på denne enheten.',
      emptyTitle: 'Ingenting krever handling',
      emptyText:
        'Hvis kommunen ikke kan ta imot noe du har gjort, finner du det her, helt, med grunnen og veien videre.',
      kept: (files: number, others: number) =>
        `${[
          files === 0 ? null : files === 1 ? 'Filen din' : `De ${files} filene dine`,
          others === 0 ? null : files > 0 ? 'det andre du gjorde' : 'Det du gjorde',
        ]
          .filter((part) => part !== null)
          .join(' og ')} ligger trygt på denne enheten.`,
      asked: (when: string | null) => `Bedt om gjenåpning${when ? ` kl. ${when}` : ''}`,
      askedWaits: 'Venter på kommunen. Når de åpner oppgaven, sendes alt av seg selv.',
      askedQueued: 'Forespørselen sendes når du får nett.',
      ask: 'Be om gjenåpning',
      askText: (tenant: string) =>
        `${tenant} får se hva som venter: navn, størrelser og tider. Innholdet blir på enheten til oppgaven er åpen igjen.`,
      message: 'Melding (valgfri)',
      send: 'Send forespørsel',
      notNow: 'Ikke nå',
      saveAll: (files: number) => (files === 1 ? 'Lagre en kopi' : 'Lagre kopier'),
      keptHere: 'Ligger på enheten',
      discard: 'Forkast',
      discardAll: 'Forkast alt',
      discardTitle: 'Forkaste for godt?',
      discardText: 'Dette slettes fra denne enheten og kan ikke hentes tilbake:',
      more: 'Flere valg',
      discardNow: 'Forkast for godt',
      again: 'Send på nytt',
      fileUnder: (number: number, title: string) => `Legg under oppgave ${number}, ${title}`,
      fileElsewhere: 'Legg under en annen oppgave …',
      whichTask: 'Hvilken oppgave hører filene til?',
      task: 'Oppgave',
      chooseTask: 'Velg en oppgave.',
      file: 'Legg under oppgaven',
      moved: (number: number) => `Lagt under oppgave ${number}. Det sendes av seg selv.`,
      number: (number: number) => `Nr. ${number}`,
    },
  },
  {
    title: 'Outbox',
    lead: 'Everything you did that the municipality has not received yet.',
    emptyText: 'What you do without signal waits here and is sent by itself.',
    seeAttention: (count: number) =>
      count === 1 ? '1 thing needs attention' : `${count} things need attention`,
    leave: {
      question: 'Can I leave?',
      yes: 'YES',
      wait: 'WAIT',
      storing: (files) => `${files} being saved on this device. Do not close the app before it is done.`,
      file: ['file', 'files'],
      allReceived: 'Everything you did is received. You can switch the device off.',
      sending: (things) => `${things} being sent now.`,
      bytesLeft: (size) => `${size} left.`,
      timeLeft: (time) => `About ${time}.`,
      offline: (things) =>
        `No signal: ${things} on this device only. If you must leave, open the app when you have signal. Then it is sent by itself.`,
      paused: (things) => `${things} waiting for you to sign in. Your work is safe on this device.`,
      outdated: (things) => `${things} waiting for the app to be updated. Your work is safe on this device.`,
      attention: (things) =>
        `${things} not accepted, but safe on this device. See what to do before you leave.`,
      thing: ['thing is', 'things are'],
      tryNow: 'Send now',
      signIn: 'Sign in',
      trying: 'Trying to send now.',
    },
    storing: 'Being saved on this device',
    keep: 'Keep',
    actionsFor: (what: string) => `Actions for ${what}`,
    lostBytes:
      'The browser deleted the content of this file. Take the photo again, or choose the file again.',
    fallbackTask: 'Without a task',
    of: (number: number, tenant: string) => `No. ${number} · ${tenant}`,
    storage: {
      title: 'Storage on this device',
      persisted: 'The browser has promised not to delete anything.',
      notPersisted: 'The browser may delete data when space is short. Install the app on the home screen.',
      used: (used: string, quota: string) => `${used} of ${quota} used.`,
      nearlyFull: 'It is nearly full. Send what waits here before you take more photos.',
    },
    lost: {
      title: 'The storage on this device was deleted',
      text: (when: string, commands: number, files: number) =>
        `The browser deleted what was here. When last seen, ${when}, ${commands === 1 ? '1 change' : `${commands} changes`} and ${files === 1 ? '1 file' : `${files} files`} had not been sent. What was received is safe. Do again what is missing.`,
      file: (name: string, size: string) => `${name} (${size})`,
    },
    attention: {
      title: 'Needs attention',
      lead: 'This was not accepted. Everything is safe on this device.',
      emptyTitle: 'Nothing needs attention',
      emptyText:
        'If the municipality cannot accept something you did, you find it here, whole, with the reason and the way forward.',
      kept: (files: number, others: number) =>
        `${[
          files === 0 ? null : files === 1 ? 'Your file' : `Your ${files} files`,
          others === 0 ? null : files > 0 ? 'what else you did' : 'What you did',
        ]
          .filter((part) => part !== null)
          .join(' and ')} ${files > 1 || (files > 0 && others > 0) ? 'are' : 'is'} safe on this device.`,
      asked: (when: string | null) => `Asked to reopen${when ? ` at ${when}` : ''}`,
      askedWaits: 'Waiting for the municipality. When they open the task, everything is sent by itself.',
      askedQueued: 'The request is sent when you have signal.',
      ask: 'Ask to reopen',
      askText: (tenant: string) =>
        `${tenant} sees what waits: names, sizes and times. The content stays on the device until the task is open again.`,
      message: 'Message (optional)',
      send: 'Send request',
      notNow: 'Not now',
      saveAll: (files: number) => (files === 1 ? 'Save a copy' : 'Save copies'),
      keptHere: 'Kept on this device',
      discard: 'Discard',
      discardAll: 'Discard all',
      discardTitle: 'Discard for good?',
      discardText: 'This is deleted from this device and cannot be brought back:',
      more: 'More choices',
      discardNow: 'Discard for good',
      again: 'Send again',
      fileUnder: (number: number, title: string) => `File under task ${number}, ${title}`,
      fileElsewhere: 'File under another task …',
      whichTask: 'Which task do the files belong to?',
      task: 'Task',
      chooseTask: 'Choose a task.',
      file: 'File under the task',
      moved: (number: number) => `Filed under task ${number}. It is sent by itself.`,
      number: (number: number) => `No. ${number}`,
    },
  },
);
