import type { Id } from '#shared/kernel/ids.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import { jittered } from '#lib/sync/back-off.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { BytesLostError } from '#lib/sync/stored-bytes.ts';
import { runLane, type LaneEnd } from '#lib/sync/upload-lane.ts';
import { watched } from '#lib/sync/watched.ts';

/** So many files travel at a time: two keep a slow line full, and leave it room for commands. */
const width = 2;
/** A landed file whose verdict no pull has told is asked after again. Milliseconds. */
const askAgainAfter = 60_000;

/** The lanes of one engine. They wait neither for each other nor for commands, nor commands for them. */
export interface UploadLanes {
  /** The server answered just now. `anew`: for the first time after trouble, so that what rests after it goes too. */
  open(anew: boolean): void;
  /** The session ended or the app is too old: nothing starts until `open`. */
  shut(): void;
  /** The person took this file away: its lane ends. */
  forget(fileId: Id): void;
}

/** Runs lanes until `signal` aborts. */
export function createUploadLanes(context: EngineContext, signal: AbortSignal): UploadLanes {
  const running = new Map<Id, AbortController>();
  // By declaration: a file that is declared anew starts afresh.
  const failures = new Map<Id, number>();
  const resting = new Map<Id, AbortController>();
  let isOpen = false;
  let filling = false;
  let fillAgain = false;

  function fill(): void {
    if (!isOpen || signal.aborted) return;
    if (filling) {
      fillAgain = true;
      return;
    }
    filling = true;
    startSome()
      .catch((fault: unknown) => context.ports.report(fault))
      .finally(() => {
        filling = false;
        if (fillAgain) {
          fillAgain = false;
          fill();
        }
      });
  }

  async function startSome(): Promise<void> {
    const ready = await context.database.use((db) =>
      db.uploads.where('state').anyOf('declared', 'landed').sortBy('order'),
    );
    // What still has bytes to send goes before what only waits for a verdict.
    const declared = ready.filter((row) => row.state === 'declared');
    const landed = ready.filter((row) => row.state === 'landed');
    for (const row of [...declared, ...landed]) {
      if (running.size >= width || !isOpen || signal.aborted) return;
      if (running.has(row.fileId) || resting.has(row.declareId)) continue;
      start(row);
    }
  }

  function start(row: UploadRow): void {
    const stop = new AbortController();
    const give = () => stop.abort();
    signal.addEventListener('abort', give);
    running.set(row.fileId, stop);
    drive(row, stop)
      .catch((fault: unknown) => {
        if (!stop.signal.aborted) context.ports.report(fault);
        restAfterTrouble(row);
      })
      .finally(() => {
        signal.removeEventListener('abort', give);
        running.delete(row.fileId);
        const { [row.fileId]: _, ...lanes } = context.board.get().lanes;
        context.board.set({ lanes });
        fill();
      });
  }

  async function drive(row: UploadRow, stop: AbortController): Promise<void> {
    const end = await lane(row, stop.signal);
    if (stop.signal.aborted) return;
    if (end !== 'stuck' && end.end !== 'trouble') {
      failures.delete(row.declareId);
      if (end.end === 'landed') rest(row.declareId, askAgainAfter);
      // Landed or refused: a pull tells what became of it, and of its task.
      if (row.state === 'declared') context.wake();
      return;
    }
    restAfterTrouble(row);
    if (end !== 'stuck' && pauses(end)) {
      isOpen = false;
      context.wake();
    }
  }

  async function lane(row: UploadRow, stop: AbortSignal): Promise<LaneEnd | 'stuck'> {
    try {
      return await watched(context.ports.timers, stop, (turn) => runLane(context, turn, row));
    } catch (error) {
      if (!(error instanceof BytesLostError)) throw error;
      await markLost(context, row);
      return { end: 'refused' };
    }
  }

  function restAfterTrouble({ declareId }: UploadRow): void {
    const count = (failures.get(declareId) ?? 0) + 1;
    failures.set(declareId, count);
    rest(declareId, jittered(count, context.ports.random.fraction()));
  }

  function rest(declareId: Id, ms: number): void {
    const stop = new AbortController();
    const give = () => stop.abort();
    signal.addEventListener('abort', give);
    resting.set(declareId, stop);
    context.ports.timers
      .sleep(ms, stop.signal)
      .finally(() => {
        signal.removeEventListener('abort', give);
        if (resting.get(declareId) === stop) resting.delete(declareId);
        fill();
      })
      .catch((fault: unknown) => context.ports.report(fault));
  }

  return {
    open(anew) {
      isOpen = true;
      if (anew) for (const [declareId, stop] of resting) if (failures.has(declareId)) stop.abort();
      fill();
    },
    shut() {
      isOpen = false;
      for (const stop of running.values()) stop.abort();
    },
    forget(fileId) {
      running.get(fileId)?.abort();
    },
  };
}

function pauses(end: LaneEnd): boolean {
  return (
    end.end === 'trouble' &&
    (end.trouble.code === 'session.missing' || end.trouble.code === 'client.outdated')
  );
}

/** The browser threw the bytes away under us. */
function markLost(context: EngineContext, upload: UploadRow): Promise<void> {
  return context.database.use((db) =>
    db.transaction('rw', [db.uploads], async () => {
      const row = await db.uploads.get(upload.fileId);
      if (row?.declareId === upload.declareId) await db.uploads.put({ ...row, state: 'lost' });
    }),
  );
}
