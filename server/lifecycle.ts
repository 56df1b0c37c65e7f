import { describeError } from '#server/log.ts';
import type { Log } from '#server/log.ts';

export type Lifecycle = Readonly<{
  /** Begins a part and remembers how it ends; throws when stopping has begun. */
  start<Part>(
    name: string,
    begin: () => Promise<Part>,
    end: (part: Part) => Promise<void> | void,
  ): Promise<Part>;
  /** Ends all parts, last one first, each within its patience; the same promise however often it is asked. */
  stop(): Promise<void>;
  /** Aborted when stopping begins: long answers end then. */
  closing: AbortSignal;
}>;

/** Keeps the order of starting and stopping, also when a signal comes in the middle of the start. */
export function createLifecycle(log: Log, patienceMs = 4000): Lifecycle {
  const parts: { name: string; end: () => Promise<void> }[] = [];
  const closing = new AbortController();
  let stopped: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    closing.abort();
    for (const part of parts.toReversed()) {
      const began = performance.now();
      try {
        await withPatience(part.end(), patienceMs);
        log.debug(`${part.name} stopped`, { ms: Math.round(performance.now() - began) });
      } catch (error) {
        log.error(`${part.name} did not stop cleanly: ${describeError(error)}`);
      }
    }
  }

  return {
    closing: closing.signal,
    start(name, begin, end) {
      if (stopped) return Promise.reject(new Error(`Stopping: ${name} is not started any more.`));
      const pending = begin();
      // A part that never began needs no end; its failure is told where it was started.
      const begun = pending.then(
        (part) => () => end(part),
        () => () => {},
      );
      parts.push({ name, end: async () => (await begun)() });
      return pending;
    },
    stop: () => (stopped ??= stopAll()),
  };
}

async function withPatience(work: Promise<void>, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`still busy after ${patienceMs} ms`)), patienceMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
