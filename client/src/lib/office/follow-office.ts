/** How long pokes are gathered before the page asks again, in ms. */
const gatherFor = 300;
/** How often a page without a live stream asks by itself, in ms. */
const pollEvery = 30_000;

type Listener = () => void;

const listeners = new Set<Listener>();
let stream: EventSource | null = null;
let poll: ReturnType<typeof setInterval> | undefined;
let gathering: ReturnType<typeof setTimeout> | undefined;

/**
 * Calls `refresh` whenever something of the office may have changed, until the returned function is called. One live
 * stream a tab and only while it is seen: browsers allow six connections to a plain http server in all their tabs
 * together. Where there is no stream, every 30 seconds.
 */
export function followOffice(refresh: Listener): () => void {
  listeners.add(refresh);
  if (listeners.size === 1) begin();
  return () => {
    listeners.delete(refresh);
    if (listeners.size === 0) end();
  };
}

function begin(): void {
  document.addEventListener('visibilitychange', seenOrNot);
  poll = setInterval(pollIfDeaf, pollEvery);
  if (document.visibilityState === 'visible') listen();
}

function end(): void {
  document.removeEventListener('visibilitychange', seenOrNot);
  clearInterval(poll);
  clearTimeout(gathering);
  gathering = undefined;
  stopListening();
}

function listen(): void {
  stopListening();
  let lost = false;
  stream = new EventSource('/api/sync/live');
  stream.addEventListener('poke', gather);
  stream.addEventListener('open', () => {
    // After a break something may have been missed.
    if (lost) gather();
    lost = false;
  });
  stream.addEventListener('error', () => {
    // Once a break, so that the page says at once when there is no contact; the browser tries the stream again.
    if (!lost) gather();
    lost = true;
  });
}

function stopListening(): void {
  stream?.close();
  stream = null;
}

function seenOrNot(): void {
  if (document.visibilityState === 'visible') {
    listen();
    gather();
  } else {
    stopListening();
  }
}

/** The browser opens a broken stream again by itself, but not one that was answered with an error. */
function pollIfDeaf(): void {
  if (document.visibilityState !== 'visible' || stream?.readyState === EventSource.OPEN) return;
  if (stream?.readyState !== EventSource.CONNECTING) listen();
  gather();
}

function gather(): void {
  gathering ??= setTimeout(() => {
    gathering = undefined;
    for (const listener of [...listeners]) listener();
  }, gatherFor);
}
