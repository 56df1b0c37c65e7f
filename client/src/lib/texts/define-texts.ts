import { addEnglish } from '#lib/texts/english.svelte.ts';
import { language } from '#lib/texts/language.svelte.ts';

/** A catalog's shape: the Norwegian one decides it; English must have the same keys and take the same facts. */
type Like<T> = {
  [K in keyof T]: T[K] extends (...facts: infer F) => string
    ? (...facts: F) => string
    : T[K] extends string
      ? string
      : Like<T[K]>;
};

/**
 * Makes one catalog out of its two languages: a message missing in either does not compile. The result is read as
 * `taskTexts().start`, and follows the language when read in a template or a `$derived`. Write it as
 * `export const taskTexts = defineTexts(nb, en)`: the build then ships English apart, and hands in how to fetch it.
 */
export function defineTexts<const T extends object>(
  nb: T,
  en: NoInfer<Like<T> | (() => Promise<Like<T>>)>,
): () => Like<T> {
  let english: Like<T> | null = typeof en === 'function' ? null : en;
  if (typeof en === 'function') {
    const fetch: () => Promise<Like<T>> = en;
    addEnglish(async () => {
      english ??= await fetch();
    }, language() === 'en');
  }
  return () => (language() === 'en' && english ? english : (nb as Like<T>));
}
