import { tick } from 'svelte';
import { follow } from '#lib/device/follow.ts';

/**
 * A query of the device's databases that follows every change of what it read, from this tab or another. Make it while
 * a component is set up; `deps` is read synchronously and names what the query closes over. `$state.raw`: rows are
 * replaced whole and never changed in place.
 */
export class Live<T> {
  #value = $state.raw<T | undefined>(undefined);
  #error = $state.raw<unknown>(undefined);
  #ready = $state(false);

  constructor(query: () => T | Promise<T>, deps: () => unknown = () => undefined) {
    $effect(() => {
      deps();
      return follow(query, {
        next: (value) => {
          this.#value = value;
          this.#error = undefined;
          this.#ready = true;
          return tick();
        },
        error: (error) => {
          this.#error = error;
        },
      });
    });
  }

  /** The newest answer; undefined before the first. */
  get current(): T | undefined {
    return this.#value;
  }

  /** Whether the query has answered at least once. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Why the query failed; the last answer stays. */
  get error(): unknown {
    return this.#error;
  }
}
