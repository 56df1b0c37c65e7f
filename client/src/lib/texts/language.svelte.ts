import { fetchEnglish } from '#lib/texts/english.svelte.ts';

/** The two languages of the app. Bokmål is the first; English is complete. */
export type Language = 'nb' | 'en';

const key = 'oppdrag-language';

let chosen = $state<Language>(remembered());

/** The language on the screen. Reactive: what reads it in a template follows a switch without a reload. */
export function language(): Language {
  return chosen;
}

/** Switches the language for the whole app, once its texts are here, and remembers it on this device. */
export async function chooseLanguage(next: Language): Promise<void> {
  if (next === 'en') await fetchEnglish();
  chosen = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage is forbidden in this browser: the choice lasts as long as the page.
  }
}

/** What `static/start.js` put on the page from the same key; the page itself says nb. */
function remembered(): Language {
  return typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'nb';
}
