import { startTestPostgres } from '#server/testing/start-test-postgres.ts';

/** Vitest's global setup of the `pg` tests: PostgreSQL for the run, stopped at its end. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestPostgres();
  return () => server.stop();
}
