import { readMeta } from '#lib/device/meta.ts';
import { markWork, readWorkMark } from '#lib/device/keep-work-mark.ts';
import type { WorkMark } from '#lib/device/work-mark.ts';
import { loadWork } from '#lib/sync/holding.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { toInstant } from '#lib/sync/to-instant.ts';

/** The mark of one person's work outside their database. */
export interface MarkKeeper {
  /** What the mark spoke of when the database turned out to be gone; null where it is there, or held nothing. */
  readonly lost: Promise<WorkMark | null>;
  /** Writes the mark anew; calls in a row are written once. Resolves when it is written, or could not be. */
  refresh(): Promise<void>;
}

/**
 * Keeps a mark of what lies on the device, and tells at the start whether a database with work in it was wiped. Make
 * it before anything else touches the database.
 */
export function keepMark(places: OwnPlaces): MarkKeeper {
  const { marks, device } = places.ports.storage;
  const lost = findLost();
  let written = '';
  let dirty = false;
  let writing: Promise<void> | null = null;

  async function findLost(): Promise<WorkMark | null> {
    const sequence = await places.database.use((db) => readMeta(db.meta, 'sequence'));
    if (sequence !== undefined) return null;
    const mark = await readWorkMark(marks, device, places.personId);
    return mark !== null && mark.commands + mark.files.length > 0 ? mark : null;
  }

  async function write(): Promise<void> {
    await lost;
    while (dirty) {
      dirty = false;
      const work = await readMark();
      const text = JSON.stringify(work);
      if (text === written) continue;
      const at = toInstant(places.ports.clock.now());
      await markWork(marks, device, places.personId, { at, ...work });
      written = text;
    }
  }

  async function readMark(): Promise<Omit<WorkMark, 'at'>> {
    const { outbox, uploads, attention } = await places.database.use((db) =>
      db.transaction('r', [db.outbox, db.uploads, db.attention], async () => loadWork(db)),
    );
    const commands = [...outbox, ...attention].filter(({ command }) => command.type !== 'declare-file');
    return {
      commands: commands.length,
      files: uploads.map(({ name, size, madeAt }) => ({ name, size, madeAt })),
    };
  }

  return {
    lost,
    refresh() {
      dirty = true;
      writing ??= write()
        .catch((fault: unknown) => places.ports.report(fault))
        .finally(() => (writing = null));
      return writing;
    },
  };
}
