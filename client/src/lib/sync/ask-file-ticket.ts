import { z } from 'zod/mini';
import type { Id } from '#shared/kernel/ids.ts';
import { askOnce } from '#lib/sync/ask-once.ts';
import type { Exchanged } from '#lib/sync/exchange.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';

const ticketSchema = z.object({ url: z.string().check(z.regex(/^\/api\/f\/[\w-]+$/u)) });

/** Asks for an address, good for a minute, from which this person may download a file the server has. */
export function askFileTicket(places: OwnPlaces, fileId: Id): Promise<Exchanged<{ url: string }>> {
  return askOnce(places, { method: 'POST', path: `/api/files/${fileId}/ticket`, body: '{}' }, ticketSchema);
}
