import type { Language } from '#lib/texts/language.svelte.ts';
import { officeTexts } from '#lib/texts/office-texts.ts';
import { sayCount } from '#lib/texts/say-number.ts';

/** `2 filer`, `1 endring`, `2 filer og 1 endring`: what waits somewhere. */
export function sayWaiting(files: number, changes: number, language: Language): string {
  const texts = officeTexts().held;
  const ofFiles = sayCount(files, ...texts.filesNoun, language);
  const ofChanges = sayCount(changes, ...texts.changesNoun, language);
  if (changes === 0) return ofFiles;
  return files === 0 ? ofChanges : texts.and(ofFiles, ofChanges);
}

/** `2 filer på enheten`: what devices hold. */
export function sayHeld(files: number, changes: number, language: Language): string {
  return officeTexts().held.onDevice(sayWaiting(files, changes, language));
}
