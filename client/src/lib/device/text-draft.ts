import type { Id } from '#shared/kernel/ids.ts';

/** Text being written, kept at each letter: a small tablet may kill the page while the camera is open. */
export interface TextDraft {
  read(): string;
  write(text: string): void;
}

const prefixOf = (personId: Id) => `oppdrag-draft-${personId}-`;

/** One person's draft about one thing, on this device. */
export function textDraft(personId: Id, about: Id): TextDraft {
  const key = prefixOf(personId) + about;
  return {
    read: () => tryStorage(() => localStorage.getItem(key)) ?? '',
    write: (text) =>
      void tryStorage(() => {
        if (text === '') localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      }),
  };
}

/** Removes all drafts of a person who gave up what they had not sent. */
export function forgetDrafts(personId: Id): void {
  tryStorage(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefixOf(personId))) localStorage.removeItem(key);
    }
  });
}

/** Storage may be forbidden in this browser: a draft then lives as long as the page. */
function tryStorage<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
