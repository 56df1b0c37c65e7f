import type { Id } from '#shared/kernel/ids.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { Board, EngineState } from '#lib/sync/board.ts';
import type { Ports } from '#lib/sync/ports.ts';

/** What every part of the engine works with. */
export interface EngineContext {
  readonly ports: Ports;
  readonly personId: Id;
  readonly database: Handle<PersonDatabase>;
  readonly bytes: Handle<BytesDatabase>;
  readonly board: Board<EngineState>;
  /** Calls the loop for another pass. */
  readonly wake: () => void;
  /** Something was settled: what is told about the work on this device may have changed. */
  readonly worked: () => void;
}

/** One stretch of work under the watchdog: it ends when aborted, and says whenever something moved. */
export interface Turn {
  readonly signal: AbortSignal;
  readonly moved: () => void;
}
