import { writeMeta } from '#lib/device/meta.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { toInstant } from '#lib/sync/to-instant.ts';

/** How often the room is measured while the engine works. Milliseconds. */
const measureEvery = 10 * 60_000;

/**
 * Asks the browser once to keep this app's storage, and notes what room there is. Called after each pass; the first
 * one that follows a contact asks, since browsers grant it to apps that are used.
 */
export function keepStorage(places: OwnPlaces): () => Promise<void> {
  const { clock, storage } = places.ports;
  let measuredAt: number | null = null;
  let asked = false;
  return async () => {
    const now = clock.now();
    if (measuredAt !== null && Math.abs(now - measuredAt) < measureEvery) return;
    measuredAt = now;
    if (!asked) await storage.keeper.persist();
    asked = true;
    const facts = await storage.keeper.facts();
    await places.database.use((db) => writeMeta(db.meta, 'storage', { ...facts, at: toInstant(now) }));
  };
}
