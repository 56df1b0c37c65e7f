const key = 'oppdrag-opened-checklists';

/** Whether a checklist was open before the page was reloaded, or killed while the camera was open. */
export function isOpened(checklistId: string): boolean {
  return read().includes(checklistId);
}

/** Remembers, for this tab, which checklists are open. */
export function rememberOpened(checklistId: string, opened: boolean): void {
  const others = read().filter((id) => id !== checklistId);
  try {
    sessionStorage.setItem(key, JSON.stringify(opened ? [...others, checklistId] : others));
  } catch {
    // Storage is forbidden in this browser: it is closed again after a reload, and nothing is lost.
  }
}

function read(): string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
