import type { EngineContext } from '#lib/sync/engine-context.ts';

/** Pokes come in flocks; after the first one wait so long for the rest. Milliseconds. */
const gather = 100;
/** Between two attempts to have the stream: at least, and at most so much more. */
const reopenAfter = 5_000;
const reopenSpread = 10_000;

/** Keeps the live stream open while the tab leads. Losing it costs time, never state. */
export function keepLive(
  context: EngineContext,
  signal: AbortSignal,
  onPoke: () => void,
): { isOpen(): boolean } {
  const { network, random, timers } = context.ports;
  let isOpen = false;
  let gathering = false;

  async function poked(): Promise<void> {
    if (gathering) return;
    gathering = true;
    await timers.sleep(gather, signal);
    gathering = false;
    onPoke();
  }

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      await untilOnline();
      if (signal.aborted) return;
      await onStream();
      isOpen = false;
      await timers.sleep(reopenAfter + reopenSpread * random.fraction(), signal);
    }
  }

  function untilOnline(): Promise<void> {
    const isOnline = () => signal.aborted || ['online', 'slow'].includes(context.board.get().connection);
    return new Promise((resolve) => {
      if (isOnline()) return resolve();
      const check = () => {
        if (!isOnline()) return;
        stop();
        signal.removeEventListener('abort', check);
        resolve();
      };
      const stop = context.board.subscribe(check);
      signal.addEventListener('abort', check);
    });
  }

  function onStream(): Promise<void> {
    return new Promise((resolve) => {
      const end = network.live({
        opened() {
          if (isOpen) return;
          isOpen = true;
          onPoke();
        },
        poked: () => void poked().catch(context.ports.report),
        closed: () => resolve(),
      });
      signal.addEventListener('abort', () => {
        end();
        resolve();
      });
    });
  }

  keep().catch((fault: unknown) => context.ports.report(fault));
  return { isOpen: () => isOpen };
}
