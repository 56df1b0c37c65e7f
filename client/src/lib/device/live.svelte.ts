import { tick } from 'svelte';
import { follow, type Following } from '#lib/device/follow.ts';

/**
 * A query of the device's databases that follows every change of what it read, from this tab or another. Make it while
 * a component is set up; `deps` is read synchronously and names what the query closes over: another query begins when
 * it changes. `touches` names what the answer is made of besides: then the same is read again in its time.
 * `$state.raw`: rows are replaced whole and never changed in place.
 */
export class Live<T> {
  #value = $state.raw<T | undefined>(undefined);
  #error = $state.raw<unknown>(undefined);
  #ready = $state(false);

  constructor(query: () => T | Promise<T>, deps: () => unknown = () => undefined, touches?: () => unknown) {
    let following: Following | undefined;
    $effect(() => {
      deps();
      following = follow(query, {
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
      return following.end;
    });
    if (touches === undefined) return;
    // The first time names what it is made of; what was just begun need not be read again.
    let named = false;
    $effect(() => {
      touches();
      if (named) following?.touch();
      named = true;
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
