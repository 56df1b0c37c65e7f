import type { Language } from '#lib/texts/language.svelte.ts';
import { officeTaskTexts } from '#lib/texts/office-task-texts.ts';
import { sayList } from '#lib/texts/say-number.ts';
import { taskWords } from '#lib/texts/task-words.ts';
import { tellRefusal } from '#lib/texts/tell.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';

/** Why the domain said no, to staff: they reopen and reassign themselves, where others must ask. */
export async function tellOfficeRefusal(refusal: Refusal, now: Date, language: Language): Promise<string> {
  const texts = officeTaskTexts().refusal;
  const stateWord = (state: TaskState) => taskWords().state[state].toLowerCase();
  switch (refusal.code) {
    case 'task.closed':
      return texts.closed(stateWord(refusal.state));
    case 'task.wrong-state':
      return texts.changed(stateWord(refusal.state));
    case 'task.checklist-missing':
      return texts.checklist(sayList(refusal.titles, language));
    case 'task.executor-unknown':
      return texts.executor;
    default:
      return tellRefusal(refusal, now, language);
  }
}
