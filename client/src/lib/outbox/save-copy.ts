import type { ReadFile } from '#lib/sync/read-file.ts';

/** Hands a file of this device to the browser's downloads. */
export function saveCopy(file: ReadFile): void {
  const address = URL.createObjectURL(file.blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // The browser has begun reading by then; an address kept for ever would keep the bytes in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
