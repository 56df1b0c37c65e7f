import type { Timers } from '#lib/sync/ports.ts';

/** A wait that can be ended from outside; a ring while nobody waits ends the next wait at once. */
export interface AlarmClock {
  ring(): void;
  /** Resolves when `ms` are over (false), or when it rang or was aborted (true). */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
}

/** An alarm clock on these timers. */
export function createAlarmClock(timers: Timers): AlarmClock {
  let rung = false;
  let waiting: AbortController | null = null;
  return {
    ring() {
      rung = true;
      waiting?.abort();
    },
    async wait(ms, signal) {
      if (!rung && !signal.aborted) {
        const stop = new AbortController();
        const give = () => stop.abort();
        waiting = stop;
        signal.addEventListener('abort', give);
        await timers.sleep(ms, stop.signal);
        signal.removeEventListener('abort', give);
        waiting = null;
      }
      const early = rung || signal.aborted;
      rung = false;
      return early;
    },
  };
}
