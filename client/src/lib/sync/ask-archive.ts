import { z } from 'zod/mini';
import { archiveEntrySchema, type ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { askOnce } from '#lib/sync/ask-once.ts';
import type { Exchanged } from '#lib/sync/exchange.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';

const archiveSchema = z.object({ entries: z.array(archiveEntrySchema) });

/** Asks which files this person may see in a building's archive. The device keeps the folders, never this list. */
export function askArchive(
  places: OwnPlaces,
  buildingId: Id,
): Promise<Exchanged<{ entries: ArchiveEntry[] }>> {
  return askOnce(places, { method: 'GET', path: `/api/archive/${buildingId}`, body: null }, archiveSchema);
}
