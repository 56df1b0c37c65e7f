import { defineTexts } from '#lib/texts/define-texts.ts';

/** The dialog that sets a task to completed: what goes along, and what one loses. */
export const completeTexts = defineTexts(
  {
    title: 'Sette oppgaven til utført?',
    titleBlocked: 'Noe gjenstår først',
    notYet: 'Ikke ennå',
    delivered: (title: string) => `«${title}» er levert`,
    missing: (title: string) => `«${title}» må leveres før oppgaven kan settes til utført`,
    undelivered: (title: string) => `«${title}» er ikke levert. Den er ikke obligatorisk.`,
    openChecklist: 'Gå til sjekklisten',
    saving: 'Filer lagres ennå på enheten. Vent et øyeblikk.',
    waits: (what: string) => `${what} på enheten sendes først`,
    allReceived: 'Alt du har gjort, er mottatt',
    restReceived: 'Alt annet du har gjort, er mottatt',
    refusedElsewhere: (count: number) =>
      count === 1
        ? 'Én fil fra en annen enhet ble ikke tatt imot, og blir ikke med.'
        : `${count} filer fra en annen enhet ble ikke tatt imot, og blir ikke med.`,
    refused: (count: number) =>
      count === 1
        ? 'Én ting krever handling og blir ikke sendt med.'
        : `${count} ting krever handling og blir ikke sendt med.`,
    draft: 'Kommentaren du har begynt på, er ikke lagt til.',
    photosNoun: ['bilde', 'bilder'] as [string, string],
    filesNoun: ['fil', 'filer'] as [string, string],
    changesNoun: ['endring', 'endringer'] as [string, string],
    ends: (building: string) =>
      `Når alt er mottatt, mister du tilgangen til ${building} og arkivet der. Kvitteringene dine beholder du.`,
    stays: (building: string, tasks: string, count: number) =>
      `Du har ${count === 1 ? 'en annen åpen oppgave' : 'andre åpne oppgaver'} på ${building} (${tasks}), så tilgangen til bygget og arkivet beholder du.`,
    unchanged: (building: string) => `Tilgangen din til ${building} endres ikke.`,
    others: (names: string) =>
      `${names} er også satt opp på oppgaven. Det de ikke har sendt, kommer ikke med når du setter den til utført.`,
  },
  {
    title: 'Complete the task?',
    titleBlocked: 'Something is left to do first',
    notYet: 'Not yet',
    delivered: (title) => `“${title}” is delivered`,
    missing: (title) => `“${title}” must be delivered before the task can be completed`,
    undelivered: (title) => `“${title}” is not delivered. It is not mandatory.`,
    openChecklist: 'Go to the checklist',
    saving: 'Files are still being stored on this device. Wait a moment.',
    waits: (what) => `${what} on this device will be sent first`,
    allReceived: 'Everything you have done is received',
    restReceived: 'Everything else you did is received',
    refusedElsewhere: (count) =>
      count === 1
        ? 'One file from another device was not accepted, and does not come along.'
        : `${count} files from another device were not accepted, and do not come along.`,
    refused: (count) =>
      count === 1
        ? 'One thing needs attention and does not come along.'
        : `${count} things need attention and do not come along.`,
    draft: 'The comment you have begun is not added.',
    photosNoun: ['photo', 'photos'],
    filesNoun: ['file', 'files'],
    changesNoun: ['change', 'changes'],
    ends: (building) =>
      `When everything is received, you lose access to ${building} and its archive. Your receipts stay with you.`,
    stays: (building, tasks, count) =>
      `You have ${count === 1 ? 'another open task' : 'other open tasks'} at ${building} (${tasks}), so you keep access to the building and its archive.`,
    unchanged: (building) => `Your access to ${building} does not change.`,
    others: (names) =>
      `${names} also work on this task. What they have not sent does not come along when you complete it.`,
  },
);
