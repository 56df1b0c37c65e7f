import type { Answer } from '#lib/api/request.ts';
import { readTrouble } from '#lib/api/trouble.ts';
import { fetchTicket } from '#lib/office/requests.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** The bytes of a picture by ticket, for an <img> of a blob: address. */
export async function fetchPicture(fileId: Id): Promise<Answer<Blob>> {
  const ticket = await fetchTicket(fileId);
  if (!ticket.ok) return ticket;
  try {
    const response = await fetch(`${ticket.data.url}?inline=1`, { cache: 'no-store' });
    if (!response.ok) return { ok: false, trouble: await readTrouble(response) };
    return { ok: true, data: await response.blob() };
  } catch {
    // Cut on the way, or no contact: fetch says no more.
    return { ok: false, trouble: { code: 'network' } };
  }
}
