import { liveQuery } from 'dexie';

/** Reading and showing takes at most a tenth of the time, but never rests longer than this. Milliseconds. */
const restPerWork = 9;
const longestRest = 1_000;
const afterFailure = 5_000;

/** Who hears of a query's answers. `next` resolves once the answer is shown, which counts as work too. */
export interface Listener<T> {
  next(value: T): void | Promise<void>;
  error(error: unknown): void;
}

/**
 * Reads, and reads again when something it read has changed, in this tab or another, or when reading failed. After dear
 * work it rests first: a queue of thousands on its way would else spend its time on being shown. Every answer is heard,
 * also where changes never pause; the last change is always read. Gives what ends it.
 */
export function follow<T>(query: () => T | Promise<T>, listener: Listener<T>): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let subscription = look();

  function look(): { unsubscribe(): void } {
    const began = performance.now();
    let answer: { value: T } | { error: unknown } | null = null;
    let rested: Promise<number> | null = null;
    // The first call reads, a second means that something it read has changed. Async, whatever the query is: Dexie
    // follows native promises only inside an async function.
    const observed = liveQuery(async () => {
      if (answer !== null) return true;
      try {
        answer = { value: await query() };
      } catch (error) {
        answer = { error };
      }
      return false;
    });

    /** Shows the answer; gives when the next may be read. */
    async function show(): Promise<number> {
      if (answer !== null && 'value' in answer) await listener.next(answer.value);
      else if (!isClosing(answer?.error)) listener.error(answer?.error);
      const shown = performance.now();
      return shown + Math.min((shown - began) * restPerWork, longestRest);
    }

    async function hear(changed: boolean): Promise<void> {
      const at = await (rested ??= show());
      if (changed) lookIn(at - performance.now());
      else if (answer !== null && 'error' in answer) lookIn(afterFailure);
    }

    return observed.subscribe((changed) => void hear(changed));
  }

  function lookIn(ms: number): void {
    clearTimeout(timer);
    if (ended) return;
    if (ms > 0) timer = setTimeout(() => lookIn(0), ms);
    else {
      subscription.unsubscribe();
      subscription = look();
    }
  }

  return () => {
    ended = true;
    clearTimeout(timer);
    subscription.unsubscribe();
  };
}

/** The database is being closed or replaced under the query: nobody needs to be told. */
function isClosing(error: unknown): boolean {
  return error instanceof Error && ['DatabaseClosedError', 'AbortError'].includes(error.name);
}
