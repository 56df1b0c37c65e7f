import type { Refusal } from '#shared/sync/outcome.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { shellTexts } from '#lib/texts/shell-texts.ts';

/*
 * Most days nobody is refused anything and nothing goes wrong: the sentences for it are loaded when one is needed. From
 * the worker's store that takes a moment, also offline; where it cannot be done, that is what is said.
 */

/** Why the domain said no, as `sayRefusal` says it. */
export async function tellRefusal(refusal: Refusal, now: Date, language: Language): Promise<string> {
  try {
    const { sayRefusal } = await import('#lib/texts/refusal-texts.ts');
    return sayRefusal(refusal, now, language);
  } catch {
    return shellTexts().partMissing;
  }
}

/** What happened, as `sayTrouble` says it. */
export async function tellTrouble(trouble: Trouble, language: Language): Promise<string> {
  try {
    const { sayTrouble } = await import('#lib/texts/problem-texts.ts');
    return sayTrouble(trouble, language);
  } catch {
    return shellTexts().partMissing;
  }
}
