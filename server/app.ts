import { Hono } from 'hono';
import { createApi } from '#server/api.ts';
import type { AppDeps } from '#server/app-deps.ts';
import { crossSiteGuard } from '#server/http/cross-site-guard.ts';
import { handleError, handleNotFound } from '#server/http/handle-error.ts';
import { logRequests } from '#server/http/log-requests.ts';
import { noStore } from '#server/http/no-store.ts';
import { noticePlainHttp } from '#server/http/notice-plain-http.ts';
import { requestId } from '#server/http/request-id.ts';
import { securityHeaders } from '#server/http/security-headers.ts';

/** The application's routes under /api; the built client is mounted beside them by `start-oppdrag.ts`. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders(deps.environment));
  app.use(noticePlainHttp(deps.environment, deps.log));
  app.use('/api/*', requestId());
  app.use('/api/*', logRequests(deps.log));
  app.use('/api/*', noStore());
  app.use('/api/*', crossSiteGuard(deps.environment.publicUrlGiven ? deps.environment.publicUrl : null));
  app.get('/api/health', (context) => context.json({ status: 'ok' }, 200));
  app.route('/api', createApi(deps));
  app.onError(handleError(deps.log));
  app.notFound(handleNotFound());
  return app;
}
