/** Follows the row's own link when the row is clicked anywhere else than on something that does its own thing. */
export function followRow(event: MouseEvent & { currentTarget: HTMLTableRowElement }): void {
  if (event.defaultPrevented || !(event.target instanceof Element)) return;
  if (event.target.closest('a, button, input, label, [role="menu"]')) return;
  // Text being selected is not a click on the row.
  if (window.getSelection()?.type === 'Range') return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>('a[data-row-link]');
  const { ctrlKey, metaKey, shiftKey } = event;
  link?.dispatchEvent(
    new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  );
}

/** J and K move between the links of a table's rows, unless somebody is writing or a dialog is open. */
export function moveBetweenRows(event: KeyboardEvent, body: HTMLTableSectionElement): void {
  const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
  if (step === 0 || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (document.querySelector('dialog[open]')) return;
  const links = [...body.querySelectorAll<HTMLAnchorElement>('a[data-row-link]')];
  // With focus elsewhere one goes on from the row that is open in a panel beside the table.
  const focused = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const at =
    focused === -1 ? links.findIndex((link) => link.getAttribute('aria-current') === 'true') : focused;
  const next = at === -1 ? links[0] : links[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}
