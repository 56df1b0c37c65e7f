import { ERRORS, type Locker, type RequestRelease } from '@tus/server';

interface Held {
  readonly release: RequestRelease;
  readonly waiting: (() => void)[];
}

/**
 * One writer at a time for each upload. Whoever comes asks the holder to let go, so that a request whose device has
 * long gone gives way (tus ends it after its drain time), and gets the lock in the order of coming. In this process:
 * the disk store has one. Waits `patience` ms at most.
 */
export function createUploadLocker(patience = 15_000): Locker {
  const held = new Map<string, Held>();

  const take = (id: string, release: RequestRelease, waiting: Held['waiting']) => {
    held.set(id, { release, waiting });
    if (waiting.length > 0) void release();
  };

  return {
    newLock: (id) => ({
      async lock(signal, release) {
        const holder = held.get(id);
        if (holder === undefined) {
          take(id, release, []);
          return;
        }
        await new Promise<void>((resolve, reject) => {
          const giveUp = () => {
            clearTimeout(timer);
            const at = holder.waiting.indexOf(turn);
            if (at >= 0) holder.waiting.splice(at, 1);
            reject(ERRORS.ERR_LOCK_TIMEOUT);
          };
          const turn = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', giveUp);
            take(id, release, holder.waiting);
            resolve();
          };
          const timer = setTimeout(giveUp, patience);
          signal.addEventListener('abort', giveUp, { once: true });
          holder.waiting.push(turn);
          void holder.release();
        });
      },
      unlock() {
        const holder = held.get(id);
        if (holder === undefined) throw new Error('Nobody holds this lock.');
        held.delete(id);
        holder.waiting.shift()?.();
        return Promise.resolve();
      },
    }),
  };
}
