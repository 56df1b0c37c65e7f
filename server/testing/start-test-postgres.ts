import { mkdtemp, rm } from 'node:fs/promises';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { installJobs } from '#server/jobs/install-jobs.ts';
import { createLog } from '#server/log.ts';
import { clearDeadRuns, runFolderPrefix } from '#server/testing/left-postgres.ts';
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
  await clearDeadRuns();
  const folder = await mkdtemp(runFolderPrefix());
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
  async function stop(): Promise<void> {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    process.env[testPostgresVariable] = JSON.stringify({ admin: server.adminUrl, owner: server.url });
    await makeDatabase(templateName);
    await migrate(databaseUrl(templateName));
    await installJobs(databaseUrl(templateName));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
