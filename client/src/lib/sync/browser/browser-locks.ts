import type { Locks } from '#lib/sync/ports.ts';
import { createTabLocks } from '#lib/sync/tab-locks.ts';

/**
 * Web Locks, for all tabs. Where the browser has none (plain http from elsewhere), locks hold within this tab only:
 * sequence numbers stay right by transactions, and two tabs at most send the same twice.
 */
export function browserLocks(): Locks {
  if (!('locks' in navigator)) return createTabLocks();
  return {
    hold: (name, { mode, ifAvailable, signal }, work) =>
      navigator.locks.request(
        name,
        ifAvailable === true ? { mode, ifAvailable } : { mode, ...(signal === undefined ? {} : { signal }) },
        (lock) => work(lock !== null),
      ),
  };
}
