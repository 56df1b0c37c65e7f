import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { createLog } from '#server/log.ts';
import {
  databaseUrl,
  makeDatabase,
  templateName,
  testPostgresVariable,
} from '#server/testing/test-database.ts';

/**
 * One PostgreSQL for a whole test run, in a temporary folder, with the migrated template in it; announced to the
 * workers by an environment variable. Durability is off: nobody needs a test's rows after a power cut.
 */
export async function startTestPostgres(): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'oppdrag-test-'));
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    log: createLog('warn'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      autovacuum: 'off',
    },
  });
  process.env[testPostgresVariable] = JSON.stringify({ admin: server.adminUrl, owner: server.url });
  await makeDatabase(templateName);
  await migrate(databaseUrl(templateName));
  return {
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
