import { Hono } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Environment } from '#server/env.ts';
import { noticePlainHttp } from '#server/http/notice-plain-http.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Log } from '#server/log.ts';

/** What the whole application stands on; the parts take only what they need of it. */
export type AppDeps = Readonly<{
  environment: Environment;
  db: Kysely<Database>;
  log: Log;
  /** Aborted when the server is stopping: live streams end then. */
  closing: AbortSignal;
}>;

/** The application's routes under /api; the built client is mounted beside them by `start-oppdrag.ts`. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders(deps.environment));
  app.use(noticePlainHttp(deps.environment, deps.log));
  app.get('/api/health', (context) => context.json({ status: 'ok' }));
  return app;
}
