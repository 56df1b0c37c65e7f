import { defineTexts } from '#lib/texts/define-texts.ts';

/** Files and photos, on their way and received: on tasks, in archives and in the outbox. */
export const fileTexts = defineTexts(
  {
    sending: (word: string, percent: number) => `${word} ${percent} %`,
    lost: 'Borte fra enheten',
    notAccepted: 'Ikke tatt imot',
    originalElsewhere: 'Originalen ligger på enheten den ble lagt til på, om den ikke er forkastet.',
    saving: 'Lagres',
    notSaved: 'Ikke lagret',
    cancelSaving: (name: string) => `Avbryt lagring av ${name}`,
    remove: (name: string) => `Fjern ${name} fra lista`,
    takePhoto: 'Ta bilde',
    chooseFromAlbum: 'Velg fra album',
    uploadFile: 'Last opp fil',
    actionsFor: (name: string) => `Handlinger for ${name}`,
    saveCopy: 'Lagre en kopi',
    saveCopyNote: 'Fra denne enheten, også uten nett',
    download: 'Last ned',
    cancel: 'Ikke send',
    cancelNote: 'Slettes fra denne enheten',
    cancelTitle: (name: string) => `Slette ${name}?`,
    cancelText: 'Filen er ikke mottatt. Slettes den her, finnes den ikke lenger i Oppdrag.',
    cancelKeep: 'Behold',
    cancelNow: 'Slett',
    by: (name: string) => `Fra ${name}`,
    inArchive: 'I arkivet',
    noCopy:
      'Filen finnes ikke lenger på denne enheten. Er den mottatt, kan du laste den ned når du har nett.',
    failed: {
      'too-large':
        'Filen er større enn 500 MB og ble ikke lagt til. Originalen er urørt. Del den opp, eller send den på en annen måte.',
      empty:
        'Filen er tom (0 B) og ble ikke lagret. Ligger den i en sky, så hent den ned først, og velg den igjen.',
      full: 'Det er ikke plass på enheten, så filen ble ikke lagret. Det som alt ligger her, er trygt. Frigjør plass, og velg filen igjen.',
      unreadable:
        'Filen kunne ikke leses og ble ikke lagret. Ligger den i en sky, så hent den ned først, og velg den igjen.',
      damaged:
        'Enheten ga tilbake noe annet enn det som ble lagret. Originalen er urørt. Velg filen igjen. Skjer det på nytt, er lagringen på enheten skadet.',
      cancelled: 'Lagringen ble avbrutt. Originalen er urørt. Velg filen igjen hvis den skal med.',
    },
  },
  {
    sending: (word, percent) => `${word} ${percent}%`,
    lost: 'Gone from this device',
    notAccepted: 'Not accepted',
    originalElsewhere: 'The original is on the device where it was added, unless it was discarded.',
    saving: 'Saving',
    notSaved: 'Not saved',
    cancelSaving: (name) => `Stop saving ${name}`,
    remove: (name) => `Remove ${name} from the list`,
    takePhoto: 'Take photo',
    chooseFromAlbum: 'Choose from album',
    uploadFile: 'Upload file',
    actionsFor: (name) => `Actions for ${name}`,
    saveCopy: 'Save a copy',
    saveCopyNote: 'From this device, without network too',
    download: 'Download',
    cancel: 'Do not send',
    cancelNote: 'Is deleted from this device',
    cancelTitle: (name) => `Delete ${name}?`,
    cancelText: 'The file is not received. If it is deleted here, it no longer exists in Oppdrag.',
    cancelKeep: 'Keep',
    cancelNow: 'Delete',
    by: (name) => `From ${name}`,
    inArchive: 'In the archive',
    noCopy:
      'The file is no longer on this device. If it was received, you can download it when you have a connection.',
    failed: {
      'too-large':
        'The file is larger than 500 MB and was not added. The original is untouched. Split it, or send it another way.',
      empty:
        'The file is empty (0 B) and was not stored. If it lies in a cloud, fetch it first, and choose it again.',
      full: 'There is no room on this device, so the file was not stored. What is already here is safe. Make room, and choose the file again.',
      unreadable:
        'The file could not be read and was not stored. If it lies in a cloud, fetch it first, and choose it again.',
      damaged:
        'The device gave back something else than what was stored. The original is untouched. Choose the file again. If it happens again, the storage of this device is damaged.',
      cancelled:
        'Saving was stopped. The original is untouched. Choose the file again if it should come along.',
    },
  },
);
