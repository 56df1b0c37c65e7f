import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration';
import { connectOwner, createDatabase } from '#server/db/connect.ts';

const folder = join(import.meta.dirname, 'migrations');

/** Dated files of `migrations/`, in order of their names; forward only. */
const provider: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
    const entries = names.map(async (name): Promise<[string, Migration]> => {
      const migration: unknown = await import(join(folder, name));
      return [name.slice(0, -'.ts'.length), migration as Migration];
    });
    return Object.fromEntries(await Promise.all(entries));
  },
};

/** Brings the database at `ownerUrl` to the newest schema; throws with the failed migration's name. */
export async function migrate(ownerUrl: string): Promise<void> {
  const db = createDatabase(connectOwner(ownerUrl, { max: 1 }));
  try {
    // Two branches of one day land in another order than their names; what ran stays, what is missing runs.
    const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
    const { error, results } = await migrator.migrateToLatest();
    if (error === undefined) return;
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'unknown';
    throw new Error(`Migration ${failed} failed.`, { cause: error });
  } finally {
    await db.destroy();
  }
}
