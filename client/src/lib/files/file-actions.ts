import { saveCopy, downloadFrom } from '#lib/files/save-copy.ts';
import type { FileView } from '#lib/sync/file-view.ts';
import type { Sync } from '#lib/sync/sync.ts';
import { fileTexts } from '#lib/texts/file-texts.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { tellTrouble } from '#lib/texts/tell.ts';

/** Whether the server has the file, so that it can be downloaded. */
export function isReceived(file: Pick<FileView, 'status'>): boolean {
  return file.status === 'received' || file.status === 'approved';
}

/** Whether the person may still take it back: it is theirs, and the server does not have it whole. */
export function isTakenBackHere(file: Pick<FileView, 'status' | 'byId'>, personId: string): boolean {
  return !isReceived(file) && (file.byId === null || file.byId === personId);
}

/** Saves a file of this device as the browser saves downloads. Returns why it could not, or null. */
export async function copyOut(sync: Sync, fileId: string): Promise<string | null> {
  const file = await sync.readFile(fileId);
  if (file === null) return fileTexts().noCopy;
  saveCopy(file.name, file.blob);
  return null;
}

/** Downloads a file the server has, by a ticket. Returns why it could not, or null. */
export async function downloadFile(
  sync: Sync,
  file: Pick<FileView, 'id' | 'name'>,
  language: Language,
): Promise<string | null> {
  const ticket = await sync.fileTicket(file.id);
  if (!ticket.ok) return tellTrouble(ticket.trouble, language);
  downloadFrom(ticket.data.url, file.name);
  return null;
}
