/** What single keys do on an office page; letters as `event.key` says them, in small. */
export type OfficeKeys = Partial<Record<'/' | '?' | 'Escape' | 'g', () => void>>;

/**
 * Runs what a single key means here, unless somebody is writing, a dialog or menu is open, or Ctrl, Alt or Meta is
 * held: screen readers and browsers keep their own.
 */
export function runOfficeKey(event: KeyboardEvent, keys: OfficeKeys): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select')) return;
  if (document.querySelector('dialog[open], [role="menu"]')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const run = Object.hasOwn(keys, key) ? keys[key as keyof OfficeKeys] : undefined;
  if (run === undefined) return;
  event.preventDefault();
  run();
}
