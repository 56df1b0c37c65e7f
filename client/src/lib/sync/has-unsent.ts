import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';

/** Whether anything waits for the server: commands that are not settled, files without a verdict. */
export function hasUnsent(database: Handle<PersonDatabase>): Promise<boolean> {
  return database.use((db) =>
    db.transaction('r', [db.outbox, db.uploads], async () => {
      if ((await db.outbox.count()) > 0) return true;
      return (await db.uploads.where('state').anyOf('queued', 'declared', 'landed').count()) > 0;
    }),
  );
}
