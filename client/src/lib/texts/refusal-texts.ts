import type { Refusal, RefusalCode, RefusalOf } from '#shared/sync/outcome.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { sayMoment } from '#lib/texts/say-date.ts';
import { sayCount, sayList, saySize } from '#lib/texts/say-number.ts';

/** For each code the fact, a line break where what is safe may be said, and what the person can do next. */
type Sentences = { [Code in RefusalCode]: (refusal: RefusalOf<Code>, now: Date) => string };

const nb: Sentences = {
  'task.not-found': () =>
    'Oppgaven finnes ikke, eller du har ikke tilgang til den.\nGå tilbake til listen og se hvilke oppgaver du har nå.',
  'grant.missing': () => 'Rollen din gir ikke lov til dette.\nSpør en forvalter eller administrator.',
  'grant.ended': ({ at }, now) =>
    `Oppgaven er ikke lenger din${at ? ` (fra ${sayMoment(at, now, 'nb')})` : ''}.\nBe om å få den tilbake, så sendes arbeidet av seg selv.`,
  'task.closed': ({ state, at, byName }, now) =>
    `Oppgaven ble ${closedNb(state)}${byName ? ` av ${byName}` : ''}${at ? ` ${sayMoment(at, now, 'nb')}` : ''}.\nBe om gjenåpning, så sendes arbeidet av seg selv.`,
  'task.wrong-state': () =>
    'Oppgaven har endret tilstand i mellomtiden, så dette steget passer ikke lenger.\nSe hva som er nytt på oppgaven, og velg på nytt.',
  'task.files-missing': ({ fileIds }) =>
    `${sayCount(fileIds.length, 'fil', 'filer', 'nb')} som skulle følge med, er ikke sendt.\nSend dem eller fjern dem, og sett oppgaven til utført på nytt.`,
  'task.checklist-missing': ({ titles }) =>
    `Obligatorisk sjekkliste mangler: ${sayList(titles, 'nb')}.\nLever den først, og sett oppgaven til utført på nytt.`,
  'task.undo-too-late': ({ completedAt }, now) =>
    `Oppgaven ble utført ${sayMoment(completedAt, now, 'nb')}. Etter 15 minutter kan det ikke angres.\nDu kan be om gjenåpning.`,
  'task.request-too-late': ({ closedAt }, now) =>
    `Oppgaven ble avsluttet ${sayMoment(closedAt, now, 'nb')}. Etter 30 dager kan du ikke be om gjenåpning her.\nRing oppdragsgiver. Arbeidet kan lagres som filer fra enheten.`,
  'task.executor-unknown': () => 'Oppgaven mangler utfører.\nVelg hvem som skal gjøre den.',
  'building.not-found': () => 'Bygget finnes ikke, eller du har ikke tilgang til det.\nVelg et annet bygg.',
  'checklist.not-found': () =>
    'Sjekklisten finnes ikke lenger på oppgaven.\nTa kontakt med oppdragsgiver hvis den skal være der.',
  'checklist.delivered': ({ at }, now) =>
    `Sjekklisten ble levert ${sayMoment(at, now, 'nb')}, og svarene er låst.\nEn rettelse leveres som ny sjekkliste.`,
  'checklist.unanswered': ({ questionIds }) =>
    `${sayCount(questionIds.length, 'obligatorisk spørsmål', 'obligatoriske spørsmål', 'nb')} mangler svar.\nSvar på dem, og lever på nytt.`,
  'question.not-found': () =>
    'Spørsmålet finnes ikke lenger i sjekklisten.\nSkriv det til oppdragsgiver i samtalen hvis det er viktig.',
  'file.not-found': () => 'Filen finnes ikke, eller den er ikke din.\nTrengs den, så legg den til på nytt.',
  'file.settled': () => 'Filen er allerede ferdig behandlet.\nDu trenger ikke gjøre noe.',
  'file.differs': () => 'En annen fil er meldt med samme kjennetegn.\nLagre en kopi og last den opp på nytt.',
  'file.program': ({ name }) =>
    `${name} er et program, og programmer tas ikke imot.\nLegg det i en zip-fil om det må med.`,
  'file.corrupt': () => 'Filen kom ikke hel fram.\nSend den på nytt.',
  'quota.full': ({ free }) =>
    `Lagringsplassen til oppdragsgiver er full (${saySize(free, 'nb')} ledig).\nBe oppdragsgiver om å rydde plass, og send filen på nytt.`,
  'folder.not-found': () =>
    'Mappen finnes ikke, eller du har ikke lenger tilgang til den.\nBe oppdragsgiver om tilgang. Det som ligger på enheten, sendes da av seg selv.',
  'entry.not-found': () =>
    'Filen finnes ikke i arkivet, eller du har ikke tilgang til den.\nSe i lista over filer hva som ligger der nå.',
  'command.invalid': () => 'Appen sendte noe serveren ikke forstod.\nOppdater appen og prøv igjen.',
  'command.failed': () => 'Serveren klarte ikke å behandle dette, og driften er varslet.\nPrøv igjen senere.',
};

const en: Sentences = {
  'task.not-found': () =>
    'The task does not exist, or you do not have access to it.\nGo back to the list and see which tasks you have now.',
  'grant.missing': () => 'Your role does not permit this.\nAsk a manager or an administrator.',
  'grant.ended': ({ at }, now) =>
    `The task is no longer yours${at ? ` (since ${sayMoment(at, now, 'en')})` : ''}.\nAsk to get it back, and the work is sent by itself.`,
  'task.closed': ({ state, at, byName }, now) =>
    `The task was ${closedEn(state)}${byName ? ` by ${byName}` : ''}${at ? ` ${sayMoment(at, now, 'en')}` : ''}.\nAsk to reopen it, and the work is sent by itself.`,
  'task.wrong-state': () =>
    'The task has changed state in the meantime, so this step no longer fits.\nSee what is new on the task, and choose again.',
  'task.files-missing': ({ fileIds }) =>
    `${sayCount(fileIds.length, 'file', 'files', 'en')} that should come along were not sent.\nSend or remove them, and complete the task again.`,
  'task.checklist-missing': ({ titles }) =>
    `A mandatory checklist is missing: ${sayList(titles, 'en')}.\nDeliver it first, and complete the task again.`,
  'task.undo-too-late': ({ completedAt }, now) =>
    `The task was completed ${sayMoment(completedAt, now, 'en')}. After 15 minutes it cannot be undone.\nYou can ask to reopen it.`,
  'task.request-too-late': ({ closedAt }, now) =>
    `The task ended ${sayMoment(closedAt, now, 'en')}. After 30 days you cannot ask to reopen it here.\nCall the municipality. The work can be saved as files from the device.`,
  'task.executor-unknown': () => 'The task has nobody to do it.\nChoose who shall.',
  'building.not-found': () =>
    'The building does not exist, or you do not have access to it.\nChoose another building.',
  'checklist.not-found': () =>
    'The checklist is no longer on the task.\nTell the municipality if it should be there.',
  'checklist.delivered': ({ at }, now) =>
    `The checklist was delivered ${sayMoment(at, now, 'en')}, and its answers are locked.\nA correction is a new delivery.`,
  'checklist.unanswered': ({ questionIds }) =>
    `${sayCount(questionIds.length, 'mandatory question', 'mandatory questions', 'en')} unanswered.\nAnswer them, and deliver again.`,
  'question.not-found': () =>
    'The question is no longer in the checklist.\nWrite it to the municipality in the conversation if it matters.',
  'file.not-found': () => 'The file does not exist, or it is not yours.\nIf it is needed, add it again.',
  'file.settled': () => 'The file is already settled.\nThere is nothing you need to do.',
  'file.differs': () => 'Another file was declared under the same mark.\nSave a copy and upload it again.',
  'file.program': ({ name }) =>
    `${name} is a program, and programs are not accepted.\nPut it in a zip file if it must come along.`,
  'file.corrupt': () => 'The file did not arrive whole.\nSend it again.',
  'quota.full': ({ free }) =>
    `The municipality's storage is full (${saySize(free, 'en')} free).\nAsk the municipality to make room, and send the file again.`,
  'folder.not-found': () =>
    'The folder does not exist, or you no longer have access to it.\nAsk the municipality for access. What lies on this device is then sent by itself.',
  'entry.not-found': () =>
    'The file is not in the archive, or you do not have access to it.\nSee in the list of files what is there now.',
  'command.invalid': () =>
    'The app sent something the server did not understand.\nUpdate the app and try again.',
  'command.failed': () =>
    'The server could not handle this, and operations have been told.\nTry again later.',
};

function closedNb(state: TaskState): string {
  return state === 'cancelled' ? 'avlyst' : 'satt til utført';
}

function closedEn(state: TaskState): string {
  return state === 'cancelled' ? 'cancelled' : 'completed';
}

/** Why the domain said no, in one or two sentences. A code without a sentence in both languages does not compile. */
export function sayRefusal(refusal: Refusal, now: Date, language: Language): string {
  return sentenceOf(refusal, now, language).replace('\n', ' ');
}

/** The same with what is safe said between the fact and the next step, as the voice of look.md asks. */
export function sayRefusalAround(refusal: Refusal, safe: string, now: Date, language: Language): string {
  const [fact = '', step] = sentenceOf(refusal, now, language).split('\n');
  return [fact, safe, step].filter(Boolean).join(' ');
}

function sentenceOf(refusal: Refusal, now: Date, language: Language): string {
  const sentences = language === 'en' ? en : nb;
  const say = sentences[refusal.code] as (refusal: Refusal, now: Date) => string;
  return say(refusal, now);
}

/** Whether a server's refusal has a code this version knows. */
export function isRefusal(refusal: { code: string }): refusal is Refusal {
  return Object.hasOwn(nb, refusal.code);
}
