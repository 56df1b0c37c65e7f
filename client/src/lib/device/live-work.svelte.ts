import { createContext } from 'svelte';
import { Live } from '#lib/device/live.svelte.ts';
import type { Sync } from '#lib/sync/sync.ts';
import type { DeviceWork } from '#lib/sync/work-status.ts';

/**
 * The work that lies on the device and is being stored, followed once for the whole app: the line at the top and the
 * page under it are made of the same answer, so that they never contradict each other.
 */
export class LiveWork {
  #storing = $state.raw({ here: 0, all: 0 });
  #read: Live<{ storing: number; work: DeviceWork } | null>;

  constructor(sync: () => Sync | null) {
    $effect.pre(() => {
      const storing = sync()?.storing;
      const look = () =>
        (this.#storing = { here: storing?.here.get().files ?? 0, all: storing?.all.get().files ?? 0 });
      look();
      const stops = [storing?.here.subscribe(look), storing?.all.subscribe(look)];
      return () => stops.forEach((stop) => stop?.());
    });
    this.#read = new Live(
      async () => {
        const device = sync();
        if (device === null) return null;
        // Before the rest is read: what was stored in between counts twice for a moment, and never not at all.
        const storing = device.storing.all.get().files;
        return { storing, work: await device.work() };
      },
      () => [sync(), this.#storing.all],
    );
  }

  /** The person's work and its numbers; undefined before the first answer. */
  get current(): DeviceWork | undefined {
    return this.#read.current?.work;
  }

  /** Picked files that are not stored yet, in all tabs. */
  get storing(): number {
    return Math.max(this.#storing.all, this.#read.current?.storing ?? 0);
  }

  /** The same of this tab alone: closing it loses them. */
  get storingHere(): number {
    return this.#storing.here;
  }
}

const [getLiveWork, setLiveWork] = createContext<LiveWork>();

export { getLiveWork };

/** Follows the work of whoever is signed in and puts it in context: once, in the app's root. */
export function provideLiveWork(sync: () => Sync | null): LiveWork {
  return setLiveWork(new LiveWork(sync));
}
