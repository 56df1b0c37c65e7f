/** Longer than Android's own 500 ms, so that its native `contextmenu` wins where there is one; iOS has none. */
const longPress = 700;
/** How far a finger may wander before the press is a scroll. */
const slack = 10;

/** A place in the window, in CSS pixels. */
export type Point = { x: number; y: number };

/**
 * Opens a menu on a row or card by right click, Shift+F10 / Menu key and long press. `open` gets where, or null when
 * it was asked for by keyboard. The click of the finger that lets go after a long press is swallowed. Returns the undo.
 */
export function listenOnSurface(surface: HTMLElement, open: (at: Point | null) => void): () => void {
  const stop = new AbortController();
  const listen = { signal: stop.signal };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: Point | null = null;
  let swallow = false;

  function forget(): void {
    clearTimeout(timer);
    timer = undefined;
    start = null;
  }

  surface.addEventListener(
    'contextmenu',
    (event) => {
      if (keepsOwnMenu(event.target)) return;
      event.preventDefault();
      // A second opening by the native event of the same press would move the menu under the finger.
      if (swallow) return;
      if (start) swallow = true;
      forget();
      const byKeyboard = event.clientX === 0 && event.clientY === 0;
      open(byKeyboard || event.button !== 2 ? null : { x: event.clientX, y: event.clientY });
    },
    listen,
  );

  surface.addEventListener(
    'pointerdown',
    (event) => {
      swallow = false;
      forget();
      if (event.pointerType === 'mouse' || !event.isPrimary || keepsOwnMenu(event.target)) return;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        const at = start;
        forget();
        swallow = true;
        open(at);
      }, longPress);
    },
    listen,
  );

  surface.addEventListener(
    'pointermove',
    (event) => {
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > slack) forget();
    },
    listen,
  );
  surface.addEventListener('pointerup', forget, listen);
  surface.addEventListener('pointercancel', forget, listen);
  // A second finger anywhere means a pinch, not a press.
  window.addEventListener('pointerdown', (event) => !event.isPrimary && forget(), listen);

  surface.addEventListener(
    'click',
    (event) => {
      if (!swallow) return;
      swallow = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { ...listen, capture: true },
  );

  return () => {
    forget();
    stop.abort();
  };
}

/** Text fields and selected text keep the browser's own menu (paste, copy). */
function keepsOwnMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
