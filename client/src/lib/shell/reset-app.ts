/**
 * Takes away the app's own files and its worker, and nothing else: IndexedDB, where the work lies, is never touched.
 * Asks first whether the files can be fetched again at all. False where the server does not answer.
 */
export async function resetApp(): Promise<boolean> {
  if (!(await isServerThere())) return false;
  const registrations = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistrations() : [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  if ('caches' in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  return true;
}

async function isServerThere(): Promise<boolean> {
  try {
    const answer = await fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(8_000) });
    return answer.ok;
  } catch {
    return false;
  }
}
