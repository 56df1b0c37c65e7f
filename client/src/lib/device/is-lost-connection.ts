const names = new Set(['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'OpenFailedError']);

/** What WebKit and Chromium say when the storage process went away under a page (reference/pwa.md 3). */
const words =
  /connection (is closing|to indexed database server lost)|without an in-progress transaction|network process crashed|internal error (opening|committing)/i;

/** Whether an error says that the connection to the database broke, not that the work was wrong. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner: unknown = 'inner' in error ? error.inner : undefined;
  if (isFull(error)) return false;
  return (
    names.has(error.name) || words.test(error.message) || (inner !== undefined && isLostConnection(inner))
  );
}

/** There is no room left on this device: nothing was written, and nothing that was there is harmed. */
export class StorageFullError extends Error {
  override name = 'StorageFullError';
}

/** Whether an error says that the device's storage is full. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof StorageFullError) return true;
  const inner: unknown = 'inner' in error ? error.inner : undefined;
  return error.name === 'QuotaExceededError' || (inner !== undefined && isFull(inner));
}
