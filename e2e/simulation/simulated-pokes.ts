import type { VirtualTime } from '#lib/testing/virtual-time.ts';
import type { Listener, PokeHub } from '#server/sync/poke-hub.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Pokes that the simulation delivers: late, doubled or never. Lost ones may cost time, never truth. */
export class SimulatedPokes implements PokeHub {
  readonly #listeners = new Set<Listener>();
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  lost = 0.3;

  constructor(time: VirtualTime, random: SeededRandom) {
    this.#time = time;
    this.#random = random;
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  poke({ personIds, tenantIds }: Parameters<PokeHub['poke']>[0]): void {
    for (const listener of this.#listeners) {
      const concerned =
        personIds.includes(listener.personId) || listener.tenantIds.some((id) => tenantIds.includes(id));
      if (!concerned || this.#random.chance(this.lost)) continue;
      const times = this.#random.chance(0.15) ? 2 : 1;
      for (let time = 0; time < times; time += 1) this.#later(listener);
    }
  }

  #later(listener: Listener): void {
    void this.#time.timers.sleep(this.#random.between(5, 2_000)).then(() => {
      if (this.#listeners.has(listener)) listener.poke();
    });
  }

  stop(): Promise<void> {
    this.#listeners.clear();
    return Promise.resolve();
  }
}
