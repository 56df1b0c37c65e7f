import type { Locks } from '#lib/sync/ports.ts';

interface Waiting {
  readonly mode: 'exclusive' | 'shared';
  readonly start: () => void;
}

interface Lock {
  exclusive: boolean;
  shared: number;
  queue: Waiting[];
}

/** Locks with the rules of Web Locks (first come, first served), for everything that shares this object. */
export function createTabLocks(): Locks {
  const locks = new Map<string, Lock>();

  function lockOf(name: string): Lock {
    const lock = locks.get(name) ?? { exclusive: false, shared: 0, queue: [] };
    locks.set(name, lock);
    return lock;
  }

  function isFree(lock: Lock, mode: Waiting['mode']): boolean {
    return !lock.exclusive && (mode === 'shared' || lock.shared === 0);
  }

  function next(lock: Lock): void {
    for (;;) {
      const first = lock.queue[0];
      if (first === undefined || !isFree(lock, first.mode)) return;
      lock.queue.shift();
      take(lock, first.mode);
      first.start();
    }
  }

  function take(lock: Lock, mode: Waiting['mode']): void {
    if (mode === 'exclusive') lock.exclusive = true;
    else lock.shared += 1;
  }

  function wait(lock: Lock, mode: Waiting['mode'], signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        mode,
        start() {
          signal?.removeEventListener('abort', give);
          resolve();
        },
      };
      const give = () => {
        lock.queue = lock.queue.filter((one) => one !== waiting);
        reject(new DOMException('the wait for a lock was given up', 'AbortError'));
        next(lock);
      };
      if (signal?.aborted === true) return give();
      signal?.addEventListener('abort', give);
      lock.queue.push(waiting);
      next(lock);
    });
  }

  return {
    async hold(name, { mode, ifAvailable, signal }, work) {
      const lock = lockOf(name);
      if (ifAvailable === true && (lock.queue.length > 0 || !isFree(lock, mode))) return work(false);
      await wait(lock, mode, signal);
      try {
        return await work(true);
      } finally {
        if (mode === 'exclusive') lock.exclusive = false;
        else lock.shared -= 1;
        next(lock);
      }
    },
  };
}
