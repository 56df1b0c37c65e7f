import type { Trouble } from '#lib/api/trouble.ts';
import { DatabaseReplacedError } from '#lib/device/open-database.ts';
import { createAlarmClock } from '#lib/sync/alarm-clock.ts';
import { jittered, probeDelay } from '#lib/sync/back-off.ts';
import type { EngineContext, Turn } from '#lib/sync/engine-context.ts';
import { hasUnsent } from '#lib/sync/has-unsent.ts';
import { keepLive } from '#lib/sync/keep-live.ts';
import { prepareDevice } from '#lib/sync/prepare-device.ts';
import { probe } from '#lib/sync/probe.ts';
import { reactTo, type Halt } from '#lib/sync/react-to-trouble.ts';
import { runPass } from '#lib/sync/run-pass.ts';
import { askWhoIAm } from '#lib/sync/as-person.ts';
import { createUploadLanes, type UploadLanes } from '#lib/sync/upload-lanes.ts';
import { watched } from '#lib/sync/watched.ts';

/** How often to look without being called: with the live stream, without it, and while halted. Milliseconds. */
const look = { live: 5 * 60_000, alone: 60_000, halted: 5 * 60_000 };

/** One person's engine in one tab: the one that holds the lock works, the others wait for their turn. */
export interface Engine {
  /** Work was queued, here or in another tab. A halted engine stays halted. */
  workQueued(): void;
  /** The world changed (network or page back, signed in): look now, halted or not. */
  lookNow(): void;
  /** The session may have changed: nothing more leaves before the server has said whose it is. */
  doubtSession(): void;
  /** The person took this file away. */
  forgetFile(fileId: string): void;
  leads(): boolean;
  /** Works until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** The lock that makes one tab of the browser the worker for a person. */
export function engineLock(personId: string): string {
  return `oppdrag-sync-${personId}`;
}

/** How a pass ended, and what it means for the wait before the next. `deaf`: no call shortens it. */
interface Rest {
  readonly failed: boolean;
  readonly ms: number;
  readonly deaf?: true;
}

/** An engine; nothing happens before `run`. */
export function createEngine(parts: Omit<EngineContext, 'wake'>): Engine {
  const { ports, board, database, personId } = parts;
  const alarm = createAlarmClock(ports.timers);
  const context: EngineContext = { ...parts, wake: () => workQueued() };
  let prepared = false;
  let sure = false;
  let halted = false;
  let leading = false;
  let failures = 0;
  let lanes: UploadLanes | null = null;

  function workQueued(): void {
    if (!halted) alarm.ring();
  }

  const poke = { isTroubled: () => failures > 0, heard: workQueued };

  async function lead(signal: AbortSignal): Promise<void> {
    leading = true;
    lanes = createUploadLanes(context, signal);
    const live = keepLive(context, signal, poke);
    while (!signal.aborted) {
      const trouble = await passUnderWatch(signal);
      if (trouble === 'over') return;
      const rest =
        trouble === null
          ? { failed: false, ms: live.isOpen() ? look.live : look.alone }
          : await restAfter(trouble);
      if (trouble === null) lanes.open(failures > 0);
      if (!signal.aborted) context.worked();
      failures = rest.failed ? failures + 1 : 0;
      if (rest.deaf) await ports.timers.sleep(rest.ms, signal);
      else await alarm.wait(rest.ms, signal);
    }
  }

  async function passUnderWatch(signal: AbortSignal): Promise<Trouble | null | 'over'> {
    halted = false;
    try {
      const end = await watched(ports.timers, signal, (turn) => pass(turn));
      return end === 'stuck' ? { code: 'unavailable' } : end;
    } catch (error) {
      if (signal.aborted || error instanceof DatabaseReplacedError) return 'over';
      ports.report(error);
      return { code: 'internal' };
    }
  }

  /** Out of reach, the small probe goes first: no portal passes it, and it costs nothing where there is no network. */
  async function pass(turn: Turn): Promise<Trouble | null> {
    if (!prepared) {
      await prepareDevice(context);
      prepared = true;
    }
    if (board.get().connection !== 'online') {
      const found = await probe(context, turn.signal);
      turn.moved();
      if (found === 'offline') return { code: 'network' };
      if (found === 'outdated') return { code: 'client.outdated' };
      if (board.get().connection !== 'paused') board.set({ connection: found });
    }
    if (!sure) {
      const me = await askWhoIAm(context, turn.signal);
      if (!me.ok) return me.trouble;
      if (!me.data.mine) return { code: 'session.missing' };
      sure = true;
      board.set({ connection: 'online', pausedBy: null });
    }
    const done = await runPass(context, turn);
    return done.ok ? null : done.trouble;
  }

  async function restAfter(trouble: Trouble): Promise<Rest> {
    const reaction = reactTo(trouble);
    const soon = jittered(failures + 1, ports.random.fraction());
    switch (reaction.kind) {
      case 'offline':
        board.set({ connection: 'offline', pausedBy: null });
        return { failed: true, ms: await offlineDelay(soon) };
      case 'halted':
        halted = true;
        sure = false;
        lanes?.shut();
        board.set(await nameHalt(reaction.halt));
        return { failed: false, ms: look.halted };
      case 'throttled':
        return { failed: true, ms: reaction.seconds * 1_000, deaf: true };
      case 'later':
        // The server is there, and bytes do not wait for commands.
        lanes?.open(false);
        return { failed: true, ms: soon };
    }
  }

  /** The first loss is often a hiccup; after it, only waiting work is worth asking often for. */
  async function offlineDelay(soon: number): Promise<number> {
    if (failures === 0) return soon;
    return (await hasUnsent(database)) ? probeDelay(failures) : look.alone;
  }

  async function nameHalt(halt: Halt): Promise<Halt> {
    if (halt.pausedBy !== 'session') return halt;
    const fact = await ports.storage.device.use((db) => db.facts.get('person'));
    const other = fact?.key === 'person' && fact.value.id !== personId;
    return other ? { ...halt, pausedBy: 'other-person' } : halt;
  }

  return {
    workQueued,
    lookNow: () => alarm.ring(),
    doubtSession() {
      sure = false;
      lanes?.shut();
      alarm.ring();
    },
    forgetFile: (fileId) => lanes?.forget(fileId),
    leads: () => leading,
    async run(signal) {
      const options = { mode: 'exclusive', signal } as const;
      try {
        await ports.locks.hold(engineLock(personId), options, () => lead(signal));
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        leading = false;
      }
    },
  };
}
