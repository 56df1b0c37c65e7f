import type { Workbox } from 'workbox-window';

const script = '/service-worker.js';
const letInKey = 'oppdrag-update-let-in';
const hour = 60 * 60 * 1000;

let waiting = $state(false);
let applying = $state(false);
let workbox: Workbox | undefined;

/** Whether a new version is here and waits to be let in. Reactive. */
export function isUpdateWaiting(): boolean {
  return waiting;
}

/** Whether the new version is being let in; the page then reloads by itself. Reactive. */
export function isUpdateApplying(): boolean {
  return applying;
}

/**
 * Lets a version in that was already waiting when the app started, before the first screen is drawn and only where no
 * other window is open. Called once, by the top layout's load; goes on at once where nothing waits.
 */
export async function letWaitingVersionIn(): Promise<void> {
  if (!isAvailable()) return;
  const registration = await currentRegistration();
  if (!registration?.waiting || !navigator.serviceWorker.controller || justLetIn()) return;
  rememberLetIn();
  const inCharge = new Promise<'reload'>((settle) =>
    navigator.serviceWorker.addEventListener('controllerchange', () => settle('reload'), { once: true }),
  );
  registration.waiting.postMessage({ type: 'SKIP_WAITING_IF_ALONE' });
  const outcome = await Promise.race([inCharge, new Promise((settle) => setTimeout(settle, 1500, 'stay'))]);
  if (outcome !== 'reload') return;
  location.reload();
  // The page goes away; nothing of the old version is to be drawn meanwhile.
  await new Promise(() => undefined);
}

/**
 * Registers the service worker and looks for new versions as often as an iPad needs to be told: it does not look by
 * itself. `mayReload` is asked when another window has let a version in under this one. False where the browser gives
 * no worker (plain http, some private windows): the app then cannot start without network.
 */
export async function startAppUpdates(mayReload: () => boolean): Promise<boolean> {
  if (import.meta.env.DEV) return true;
  if (!isAvailable()) return false;
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The very first worker taking charge is no update.
    const first = !controlled;
    controlled = true;
    if (first && !applying) return;
    if (applying || mayReload()) location.reload();
    else waiting = true;
  });

  const registration = await register();
  if (!registration) return false;
  const look = (): void => void registration.update().catch(() => undefined);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
  window.addEventListener('focus', look);
  window.addEventListener('pageshow', look);
  window.addEventListener('online', look);
  setInterval(look, hour);
  return true;
}

/** Browsers that have workers may still refuse one here, each with an error of its own. */
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    // Fetched after the first screen, which needs none of it.
    const { Workbox } = await import('workbox-window');
    // A classic worker: older Firefox has no module workers, and the built file has no imports.
    workbox = new Workbox(script, { updateViaCache: 'none' });
    workbox.addEventListener('waiting', () => (waiting = true));
    return await workbox.register({ immediate: true });
  } catch {
    return undefined;
  }
}

/** Lets the waiting version in; the page reloads once it is in charge. */
export async function applyUpdate(): Promise<void> {
  if (applying) return;
  applying = true;
  const registration = await currentRegistration();
  if (registration?.waiting) workbox?.messageSkipWaiting();
  // Another window let it in already: it is in charge, and only this page is old.
  else location.reload();
}

/** Puts the question off until the app is started again. */
export function postponeUpdate(): void {
  waiting = false;
}

/** Undefined also where the browser refuses even the question (private windows of some). */
async function currentRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  return navigator.serviceWorker.getRegistration().catch(() => undefined);
}

function isAvailable(): boolean {
  return 'serviceWorker' in navigator && !import.meta.env.DEV;
}

/** A worker that cannot come in must not make the page reload for ever. */
function justLetIn(): boolean {
  return Date.now() - Number(sessionStorage.getItem(letInKey) ?? 0) < 30_000;
}

function rememberLetIn(): void {
  sessionStorage.setItem(letInKey, String(Date.now()));
}
