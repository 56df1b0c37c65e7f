import type { Completion } from '#lib/tasks/completion.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { sayCount, sayList } from '#lib/texts/say-number.ts';
import { completeTexts } from '#lib/texts/complete-texts.ts';
import { taskTexts } from '#lib/texts/task-texts.ts';

/** One line of the dialog, with its sign. */
export interface CompletionFact {
  readonly sign: 'done' | 'waits' | 'warning' | 'information' | 'lock';
  readonly text: string;
  /** The checklist to be opened from here. */
  readonly checklistId?: string;
}

/** What the screen knows besides what lies on the device. */
export interface CompletionScene {
  readonly buildingName: string;
  readonly saving: boolean;
  readonly drafting: boolean;
  readonly attention: number;
  /** Own files that were refused and whose originals lie on another device. */
  readonly refusedElsewhere: number;
}

/** What completing means, line by line: what stops it first, then what is done, what waits, and what ends. */
export function sayCompletion(
  completion: Completion,
  { buildingName, saving, drafting, attention, refusedElsewhere }: CompletionScene,
  language: Language,
): CompletionFact[] {
  const texts = completeTexts();
  const facts: CompletionFact[] = [];
  for (const { id, title } of completion.blocking)
    facts.push({ sign: 'warning', text: texts.missing(title), checklistId: id });
  if (saving) facts.push({ sign: 'waits', text: texts.saving });
  for (const { title } of completion.delivered) facts.push({ sign: 'done', text: texts.delivered(title) });
  for (const { id, title } of completion.undelivered)
    facts.push({ sign: 'information', text: texts.undelivered(title), checklistId: id });
  facts.push(sayWaiting(completion.waiting, attention + refusedElsewhere > 0, texts, language));
  if (attention > 0) facts.push({ sign: 'warning', text: texts.refused(attention) });
  if (refusedElsewhere > 0) facts.push({ sign: 'warning', text: texts.refusedElsewhere(refusedElsewhere) });
  if (drafting) facts.push({ sign: 'warning', text: texts.draft });
  if (completion.otherExecutors.length > 0)
    facts.push({ sign: 'warning', text: texts.others(sayList(completion.otherExecutors, language)) });
  facts.push(sayAccess(completion, buildingName, texts, language));
  return facts;
}

type Texts = ReturnType<typeof completeTexts>;

function sayWaiting(
  { photos, files, changes }: Completion['waiting'],
  refused: boolean,
  texts: Texts,
  language: Language,
): CompletionFact {
  const counts = [
    [photos, texts.photosNoun],
    [files, texts.filesNoun],
    [changes, texts.changesNoun],
  ] as const;
  const parts = counts.flatMap(([count, [one, many]]) =>
    count === 0 ? [] : [sayCount(count, one, many, language)],
  );
  if (parts.length === 0) return { sign: 'done', text: refused ? texts.restReceived : texts.allReceived };
  return { sign: 'waits', text: texts.waits(sayList(parts, language)) };
}

function sayAccess(
  { access, otherTasks }: Completion,
  building: string,
  texts: Texts,
  language: Language,
): CompletionFact {
  if (access === 'unchanged') return { sign: 'information', text: texts.unchanged(building) };
  if (access === 'ends') return { sign: 'lock', text: texts.ends(building) };
  const numbers = otherTasks.slice(0, 3).map((task) => taskTexts().number(task.number).toLowerCase());
  return {
    sign: 'information',
    text: texts.stays(building, sayList(numbers, language), numbers.length),
  };
}
