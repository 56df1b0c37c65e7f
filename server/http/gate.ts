import { ProblemError } from '#server/http/problem-error.ts';

/** Runs work when its turn comes. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Seconds a client that was turned away should wait: a full queue is worked off in less. */
const retryAfter = 2;

/**
 * Lets `running` pieces of work run at once and `waiting` more wait in line; who comes then is turned away with
 * `unavailable`, so that a flood can take neither all memory nor all threads.
 */
export function createGate(limits: { running: number; waiting: number }): Gate {
  let running = 0;
  const line: (() => void)[] = [];
  return async (work) => {
    if (running >= limits.running) {
      if (line.length >= limits.waiting) throw new ProblemError('unavailable', { retryAfter });
      await new Promise<void>((turn) => line.push(turn));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody slips in between.
      const next = line.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
