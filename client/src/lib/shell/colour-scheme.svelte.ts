/** What the person chose; `auto` follows the device. */
export type ColourScheme = 'auto' | 'light' | 'dark';

const key = 'oppdrag-colour-scheme';

let chosen = $state<ColourScheme>(remembered());

/** The chosen colour scheme, reactive. */
export function colourScheme(): ColourScheme {
  return chosen;
}

/** Switches the colours at once and remembers them on this device. */
export function chooseColourScheme(next: ColourScheme): void {
  chosen = next;
  document.documentElement.dataset['colorScheme'] = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage is forbidden in this browser: the choice lasts as long as the page.
  }
}

/** What `static/start.js` put on the page from the same key. */
function remembered(): ColourScheme {
  const scheme =
    typeof document === 'undefined' ? undefined : document.documentElement.dataset['colorScheme'];
  return scheme === 'light' || scheme === 'dark' ? scheme : 'auto';
}
