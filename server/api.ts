import { Hono } from 'hono';
import type { AppDeps } from '#server/app-deps.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { authRoutes } from '#server/auth/auth-routes.ts';
import { archiveRoutes } from '#server/sync/archive-routes.ts';
import { commandRoutes } from '#server/sync/command-routes.ts';
import { liveRoutes } from '#server/sync/live-routes.ts';
import { syncRoutes } from '#server/sync/sync-routes.ts';
import { taskRoutes } from '#server/sync/task-routes.ts';
import { ticketRoutes } from '#server/sync/uploads/ticket-routes.ts';
import { uploadRoutes } from '#server/sync/uploads/upload-routes.ts';

/** Every route below /api, chained so that the client knows their types. */
export function createApi(deps: AppDeps) {
  return new Hono<AppEnv>()
    .route('/', authRoutes(deps))
    .route('/', syncRoutes(deps))
    .route('/', liveRoutes(deps))
    .route('/', commandRoutes(deps))
    .route('/', taskRoutes(deps))
    .route('/', archiveRoutes(deps))
    .route('/', uploadRoutes(deps))
    .route('/', ticketRoutes(deps));
}

export type Api = ReturnType<typeof createApi>;
