import type { Timers } from '#lib/sync/ports.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that stands still until a test lets it pass. */
export interface VirtualTime {
  now(): number;
  readonly timers: Timers;
  /** Work that is under way in real time: while there is any, virtual time waits. */
  busy<T>(work: Promise<T>): Promise<T>;
  /** Lets everything run that needs no time. */
  settle(): Promise<void>;
  /** Lets so many milliseconds pass, one timer after the other. */
  pass(ms: number): Promise<void>;
  /** The clock is set, as by a person or a server of time; timers do not notice. */
  jump(ms: number): void;
}

const quietTurns = 4;

/** A virtual clock that begins at an instant. */
export function createVirtualTime(start: string): VirtualTime {
  const origin = Date.parse(start);
  let elapsed = 0;
  let skew = 0;
  let underway = 0;
  let sleepers: Sleeper[] = [];
  const idle: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns;) {
      await turn();
      quiet = underway > 0 ? 0 : quiet + 1;
      // Work that waits for a server must not be waited for by turning round and round.
      if (underway > 0) await new Promise<void>((resolve) => idle.push(resolve));
    }
  }

  return {
    now: () => origin + elapsed + skew,
    timers: {
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted === true) return resolve();
          const end = () => {
            sleepers = sleepers.filter((one) => one !== sleeper);
            signal?.removeEventListener('abort', end);
            resolve();
          };
          const sleeper = { at: elapsed + Math.max(0, ms), wake: end };
          sleepers.push(sleeper);
          signal?.addEventListener('abort', end);
        }),
      breathe: turn,
    },
    async busy(work) {
      underway += 1;
      try {
        return await work;
      } finally {
        underway -= 1;
        if (underway === 0) for (const go of idle.splice(0)) go();
      }
    },
    settle,
    async pass(ms) {
      const until = elapsed + ms;
      for (;;) {
        await settle();
        const next = sleepers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        elapsed = Math.max(elapsed, next.at);
        next.wake();
      }
      elapsed = until;
    },
    jump(ms) {
      skew += ms;
    },
  };
}
