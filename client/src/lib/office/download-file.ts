import type { Trouble } from '#lib/api/trouble.ts';
import { fetchTicket } from '#lib/office/requests.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** Saves the file by the browser's own download: bytes never pass through this page. Returns why it could not. */
export async function downloadFile(fileId: Id, name: string): Promise<Trouble | null> {
  const answer = await fetchTicket(fileId);
  if (!answer.ok) return answer.trouble;
  const link = document.createElement('a');
  link.href = answer.data.url;
  link.download = name;
  link.click();
  return null;
}
