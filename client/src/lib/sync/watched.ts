import type { Timers } from '#lib/sync/ports.ts';

/** Work that did not move for so long is given up and begun anew. Milliseconds, in ticks that outlive a clock jump. */
const stuckAfter = 60_000;
const tick = 15_000;

/**
 * Runs work under a watchdog. Nothing moved for a minute: its signal is aborted and `stuck` is returned at once, even
 * if the work hangs in storage and never ends; every step of the engine therefore asks its signal before it writes.
 */
export async function watched<T>(
  timers: Timers,
  signal: AbortSignal,
  work: (turn: { signal: AbortSignal; moved: () => void }) => Promise<T>,
): Promise<T | 'stuck'> {
  const stop = new AbortController();
  const over = new AbortController();
  const give = () => stop.abort(signal.reason);
  if (signal.aborted) give();
  signal.addEventListener('abort', give);
  let still = 0;
  const guard = async (): Promise<'stuck'> => {
    while (still < stuckAfter) {
      await timers.sleep(tick, over.signal);
      if (over.signal.aborted) return new Promise(() => undefined);
      still += tick;
    }
    stop.abort(new Error('nothing moved for a minute'));
    return 'stuck';
  };
  const running = work({ signal: stop.signal, moved: () => (still = 0) });
  try {
    return await Promise.race([running, guard()]);
  } finally {
    over.abort();
    // What it left under way ends with it: a push that nobody waits for would go on holding the session.
    stop.abort();
    signal.removeEventListener('abort', give);
    // Given up: how it ends is of no interest, but it must not end as an unhandled rejection.
    running.catch(() => undefined);
  }
}
