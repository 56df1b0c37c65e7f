import type { ClosedTask } from '#lib/tasks/closed-task.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { myTasksTexts } from '#lib/texts/my-tasks-texts.ts';
import { sayMoment } from '#lib/texts/say-date.ts';
import { closedTaskTexts } from '#lib/texts/closed-task-texts.ts';

/** How a task ended, in one sentence. `unsent`: only this device knows that it is completed. */
export function sayEnding(closed: ClosedTask, unsent: boolean, now: Date, language: Language): string {
  const texts = closedTaskTexts();
  const when = sayMoment(closed.completedAt ?? closed.endedAt, now, language);
  if (unsent) return texts.unsent;
  if (closed.state === 'completing') return texts.completing;
  if (closed.endedBy !== 'completed')
    return `${myTasksTexts().ended[closed.endedBy](sayMoment(closed.endedAt, now, language))}.`;
  if (closed.completedByMe) return texts.completed(when);
  return closed.completedByName === null
    ? `${myTasksTexts().ended.completed(when)}.`
    : texts.completedBy(closed.completedByName, when);
}
