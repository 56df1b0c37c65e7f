import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { DeviceDatabase } from '#lib/device/device-database.ts';
import type { Handle, StorageListener } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { StorageKeeper } from '#lib/device/storage-facts.ts';
import type { Marks } from '#lib/device/work-mark.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** The device's clock: milliseconds since 1970, possibly wrong by days. */
export interface Clock {
  now(): number;
}

export interface Random {
  /** A new UUID v7. */
  id(): Id;
  /** Evenly spread in [0, 1). */
  fraction(): number;
}

export interface Timers {
  /** Resolves after `ms`, or at once when aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Lets the screen have its turn in the middle of long work. */
  breathe(): Promise<void>;
}

export interface NetworkRequest {
  readonly method: 'GET' | 'POST';
  readonly path: `/api/${string}`;
  /** JSON text; null for none. */
  readonly body: string | null;
  readonly signal: AbortSignal;
}

/** An answer whose head has arrived. Its body may still be cut: then `body` throws. */
export interface NetworkAnswer {
  readonly status: number;
  header(name: string): string | null;
  body(): AsyncIterable<Uint8Array>;
}

/** Hints that something changed; truth comes from pull. */
export interface LiveListener {
  opened(): void;
  poked(): void;
  /** The stream is over; whoever wants another opens it. */
  closed(): void;
}

/** The bytes of one file on their way to an upload address that exists. */
export interface SendBytes {
  readonly uploadUrl: string;
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  onProgress(sent: number): void;
  readonly signal: AbortSignal;
}

export interface Network {
  /** Rejects only when no answer came (no contact, cut, aborted). */
  request(request: NetworkRequest): Promise<NetworkAnswer>;
  /** `GET /api/sync/live`. Returns the way to end it. */
  live(listener: LiveListener): () => void;
  /**
   * Sends what the server lacks. `refusedWith` is the status of a final no (401, 403, 404, 410), null when all bytes
   * are there. Rejects on anything that may go better later.
   */
  sendBytes(send: SendBytes): Promise<{ refusedWith: number | null }>;
}

export interface Locks {
  /**
   * Runs `work` while the lock is held, for all tabs of the browser. Rejects when `signal` aborts the waiting;
   * with `ifAvailable` it does not wait: `work` is called with false where the lock is taken.
   */
  hold<T>(
    name: string,
    options: { mode: 'exclusive' | 'shared'; ifAvailable?: boolean; signal?: AbortSignal },
    work: (held: boolean) => Promise<T>,
  ): Promise<T>;
}

/** Messages between tabs. A message does not come back to its sender. */
export interface Channel {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): () => void;
  close(): void;
}

export interface Surroundings {
  /** Calls back when the page becomes visible, the network is said to be back, or the page is shown again. */
  onWake(listener: () => void): () => void;
}

export interface Storage {
  readonly device: Handle<DeviceDatabase>;
  person(personId: Id, listener: StorageListener): Handle<PersonDatabase>;
  bytes(personId: Id, listener: StorageListener): Handle<BytesDatabase>;
  readonly keeper: StorageKeeper;
  readonly marks: Marks;
}

/** Everything the engine asks of the world: a simulator replaces each. The engine itself touches no global. */
export interface Ports {
  readonly appVersion: string;
  /** How many commands go in one push, where it is not `pushLimit`. */
  readonly pushLimit?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly network: Network;
  readonly locks: Locks;
  channel(name: string): Channel;
  readonly surroundings: Surroundings;
  readonly storage: Storage;
  /** A bug, or a storage that fails again and again: for the console. The engine goes on with growing delay. */
  report(fault: unknown): void;
}
