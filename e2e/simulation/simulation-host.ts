import type { PostgresPool } from 'kysely';
import { connectApp } from '#server/db/connect.ts';
import { createSessionPool } from '#server/db/session-pool.ts';
import { beginSession } from '#server/testing/begin-session.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { now } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { openRestorePoints, type RestorePoints } from './restore-points.ts';

/** Everybody who takes part in simulated worlds. */
export const cast = ['astrid', 'siri', 'sondre', 'ragnar', 'arne'] as const satisfies readonly PersonName[];

/** What all worlds of one process share: a database with the invented world in it, to begin from again and again. */
export interface SimulationHost {
  readonly app: TestApp;
  /** The sessions of every server process there is. */
  readonly pool: PostgresPool;
  readonly points: RestorePoints;
  /** The session cookies with which every world begins. */
  readonly cookies: ReadonlyMap<PersonName, string>;
  /** Makes the database as it was before the first world. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a host. Wants a PostgreSQL that was announced (`startTestPostgres`). */
export async function startSimulationHost(): Promise<SimulationHost> {
  const app = await startTestApp();
  const url = must(app.deps.environment.databaseUrl, 'address of the test database');
  const pool = createSessionPool(connectApp(url, { max: 4 }));
  const points = await openRestorePoints(url);
  // Whoever meets the lock of a transaction that the simulation holds open is told to come again.
  await points.sql.unsafe(`alter database ${new URL(url).pathname.slice(1)} set lock_timeout = '100ms'`);
  const cookies = new Map<PersonName, string>();
  for (const name of cast) cookies.set(name, await beginSession(app.db, name, now));
  await points.save('fresh');
  return {
    app,
    pool,
    points,
    cookies,
    reset: () => points.restore('fresh', null),
    async close() {
      await points.close();
      await pool.end();
      await app.close();
    },
  };
}
