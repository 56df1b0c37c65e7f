import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { addRoute, cleanupOutdatedCaches, createHandlerBoundToURL, precache } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/*
 * The app shell, and nothing of tasks: it never opens the app's databases (a waiting worker would start their upgrade
 * under the old page) and never caches answers of the API. Every navigation is answered from the cache first, so that
 * the app starts without network and without waiting for a bad one.
 */

precache([
  ...immutable.map(({ path }) => ({ url: `/${path}`, revision: null })),
  ...assets.map(({ path }) => ({ url: `/${path}`, revision: version })),
  // Written by the adapter after this worker is built, so it is in none of the lists.
  { url: '/200.html', revision: version },
]);
addRoute();
cleanupOutdatedCaches();

registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/200.html'), {
    // The way out of a broken shell must not come from that shell.
    denylist: [/^\/api\//, /^\/_app\//, /^\/reset-app$/, /^\/tilbakestill-app$/],
  }),
);

// Only the first worker finds pages without one; later ones come in when a page asks (never by themselves at install,
// which would take away the chunks of a page at work).
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { type?: string };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  if (type === 'SKIP_WAITING_IF_ALONE') event.waitUntil(skipWaitingIfAlone());
});

/** Comes in when at most one window is open: the one that asks, which has shown nothing yet. */
async function skipWaitingIfAlone(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await self.skipWaiting();
}
