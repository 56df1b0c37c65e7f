import { sayWaiting } from '#lib/office/say-held.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { officeListTexts } from '#lib/texts/office-list-texts.ts';
import { saySize } from '#lib/texts/say-number.ts';

/** `2 filer (4,8 MB) og 1 endring venter på enheten`. */
export function sayRequestWaits(
  request: { files: number; bytes: number; others: number },
  language: Language,
): string {
  const texts = officeListTexts().requests;
  const { files, bytes, others } = request;
  if (files + others === 0) return texts.nothing;
  const size = files > 0 ? ` (${saySize(bytes, language)})` : '';
  return texts.waits(sayWaiting(files, others, language) + size);
}
