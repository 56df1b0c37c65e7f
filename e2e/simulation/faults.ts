import type { SeededRandom } from './seeded-random.ts';

/** What may happen to one request on its way. */
export const networkFaults = [
  'dropped',
  'answer-dropped',
  'doubled',
  'late-copy',
  'delayed',
  'cut',
  'portal',
  'bare-200',
  'bare-204',
  'error-500',
  'unavailable-503',
  'throttled-429',
  'server-dies-before-commit',
  'server-dies-after-commit',
] as const;
export type NetworkFault = (typeof networkFaults)[number];

/** What may happen to a device, the server or the world between requests. */
export const worldFaults = [
  'client-killed',
  'client-killed-midway',
  'clock-jump',
  'storage-full',
  'storage-wiped',
  'stream-lost',
  'offline-spell',
  'session-expired',
  'server-restarted',
  'server-restored',
  'profile-cloned',
] as const;
export type WorldFault = (typeof worldFaults)[number];
export type Fault = NetworkFault | WorldFault;

/** How often each fault fell. */
export type FaultCounts = Partial<Record<Fault, number>>;

/** The state of the network around one device: how often something goes wrong, and what. */
export class Weather {
  readonly #random: SeededRandom;
  readonly #counts: FaultCounts;
  readonly #healed = new AbortController();
  readonly #weights: Partial<Record<NetworkFault, number>>;
  /** The chance that a request meets a fault. */
  badness: number;

  constructor(random: SeededRandom, counts: FaultCounts, badness: number) {
    this.#random = random;
    this.#counts = counts;
    this.badness = badness;
    // Each device meets its own mixture.
    this.#weights = Object.fromEntries(networkFaults.map((fault) => [fault, 0.2 + random.fraction()]));
  }

  /** What the next request meets, null for nothing. */
  next(): NetworkFault | null {
    if (!this.#random.chance(this.badness)) return null;
    const fault = this.#random.weighted(this.#weights);
    count(this.#counts, fault);
    return fault;
  }

  /** Nothing goes wrong any more, and what hangs comes through. */
  heal(): void {
    this.badness = 0;
    this.#healed.abort();
  }

  /** Aborts when the network is good again: what waits on its way waits no longer. */
  get healed(): AbortSignal {
    return this.#healed.signal;
  }

  /** So many milliseconds until a request arrives, or its answer. */
  latency(): number {
    return this.#random.between(2, 120);
  }

  between(from: number, to: number): number {
    return this.#random.between(from, to);
  }

  fraction(): number {
    return this.#random.fraction();
  }
}

/** One more of this fault. */
export function count(counts: FaultCounts, fault: Fault): void {
  counts[fault] = (counts[fault] ?? 0) + 1;
}
