/** How long a page may take to draw its heading before focus is left where it is. */
const patience = 3000;

/**
 * Moves focus to the page's <h1> after a navigation, so that a screen reader starts where the page starts. A page that
 * still fetches has none yet: waits for it, but not once the person has put focus somewhere else.
 */
export function focusHeading(main: HTMLElement): void {
  if (focusNow(main)) return;
  const from = document.activeElement;
  const watcher = new MutationObserver(() => {
    if (document.activeElement !== from || focusNow(main)) watcher.disconnect();
  });
  watcher.observe(main, { childList: true, subtree: true });
  setTimeout(() => watcher.disconnect(), patience);
}

function focusNow(main: HTMLElement): boolean {
  const heading = main.querySelector<HTMLElement>('h1[tabindex="-1"]');
  heading?.focus({ preventScroll: true });
  return heading !== null;
}
