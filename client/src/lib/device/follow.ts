import { liveQuery } from 'dexie';
import { DatabaseReplacedError } from '#lib/device/open-database.ts';

/** Reading and showing takes at most a tenth of the time, but never rests longer than this. Milliseconds. */
const restPerWork = 9;
const longestRest = 1_000;
const afterFailure = 5_000;
/** So long after the person did something every change is shown without rest. */
const attention = 300;

/** Who hears of a query's answers. `next` resolves once the answer is shown, which counts as work too. */
export interface Listener<T> {
  next(value: T): void | Promise<void>;
  error(error: unknown): void;
}

/** A query that is followed. */
export interface Following {
  /** What the answer is made of besides the databases has changed: it is read again, after its rest. */
  touch(): void;
  end(): void;
}

const resting = new Set<() => void>();
let attentiveUntil = 0;

/** The person did something here, and it is written: what it changes is shown now, however dear the last look was. */
export function lookAtOnce(): void {
  attentiveUntil = performance.now() + attention;
  for (const look of [...resting]) look();
}

/**
 * Reads, and reads again when something it read has changed, in this tab or another, or when reading failed. After dear
 * work it rests first: a queue of thousands on its way would else spend its time on being shown. Every answer is heard,
 * also where changes never pause; the last change is always read.
 */
export function follow<T>(query: () => T | Promise<T>, listener: Listener<T>): Following {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = look();

  function look(): { touch(): void; unsubscribe(): void } {
    const began = performance.now();
    let answer: { value: T } | { error: unknown } | null = null;
    let shown: Promise<number> | null = null;
    let touched = false;
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
      try {
        if (answer !== null && 'value' in answer) await listener.next(answer.value);
        else if (!isClosing(answer?.error)) listener.error(answer?.error);
      } catch (error) {
        // A screen that broke over this answer may show the next.
        reportError(error);
      }
      const now = performance.now();
      return now + Math.min((now - began) * restPerWork, longestRest);
    }

    async function hear(changed: boolean): Promise<void> {
      const next = await (shown ??= show());
      const error = answer !== null && 'error' in answer ? answer.error : null;
      // Given up for good: reading it again brings nothing.
      if (error instanceof DatabaseReplacedError) return;
      if (changed || touched) lookIn(next - performance.now());
      else if (error !== null) lookIn(afterFailure);
    }

    const { unsubscribe } = observed.subscribe((changed) => void hear(changed));
    const touch = () => {
      touched = true;
      if (shown !== null) void hear(true);
    };
    return { touch, unsubscribe };
  }

  function lookIn(ms: number): void {
    stopResting();
    if (ended) return;
    if (ms > 0 && performance.now() > attentiveUntil) {
      timer = setTimeout(lookNow, ms);
      resting.add(lookNow);
    } else lookNow();
  }

  function lookNow(): void {
    stopResting();
    looking.unsubscribe();
    looking = look();
  }

  function stopResting(): void {
    clearTimeout(timer);
    resting.delete(lookNow);
  }

  return {
    touch: () => looking.touch(),
    end() {
      ended = true;
      stopResting();
      looking.unsubscribe();
    },
  };
}

/** The database is being closed or replaced under the query: nobody needs to be told. */
function isClosing(error: unknown): boolean {
  return error instanceof Error && ['DatabaseClosedError', 'AbortError'].includes(error.name);
}
