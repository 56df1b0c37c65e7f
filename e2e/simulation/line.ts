import type { NetworkRequest } from '#lib/sync/ports.ts';
import type { VirtualTime } from '#lib/testing/virtual-time.ts';
import type { Weather } from './faults.ts';
import type { SimulatedServer, WholeAnswer } from './simulated-server.ts';
import type { Trace } from './trace.ts';

/** The way from one tab to the server. */
export interface Line {
  readonly name: string;
  readonly server: SimulatedServer;
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly personId: string;
  /** What the browser's cookie is now. */
  cookie(): string | null;
  isOnline(): boolean;
  isDead(): boolean;
  /** Streams of the tab, to be broken. */
  readonly streams: Set<() => void>;
  /** An answer of ours that came whole. */
  delivered?(request: NetworkRequest, answer: WholeAnswer): void;
  asked?(request: NetworkRequest): void;
  /** So many bytes of a file set out; `through`: their answer came back. */
  sent?(file: { readonly uploadUrl: string; readonly size: number }, bytes: number, through: boolean): void;
}

/** Waits as long as it takes to get there; throws where nothing gets there. */
export async function travel(line: Line, signal: AbortSignal, ms = line.weather.latency()): Promise<void> {
  if (!line.isOnline()) throw new TypeError('Failed to fetch');
  await line.time.timers.sleep(ms, signal);
  if (signal.aborted || line.isDead() || !line.isOnline()) throw new TypeError('Failed to fetch');
}
