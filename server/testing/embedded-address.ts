import { findRunningPostgres } from '#server/db/embedded-postgres.ts';
import { must } from '#shared/kernel/must.ts';

/** The owner's address of the embedded PostgreSQL that a server runs on `dataDir` now; another after each start. */
export async function findEmbeddedAddress(dataDir: string): Promise<string> {
  return must(await findRunningPostgres(dataDir), 'address of the embedded database');
}
