import type { EngineContext } from '#lib/sync/engine-context.ts';

/** Between two attempts to have the stream: at least, and at most so much more. */
const reopenAfter = 5_000;
const reopenSpread = 10_000;

/** So long a flock of pokes is gathered; longer while the server is in trouble, which a poke does not end. */
const gather = 250;
const gatherInTrouble = 5_000;

/** Keeps the live stream open while the tab leads. Losing it costs time, never state. */
export function keepLive(
  context: EngineContext,
  signal: AbortSignal,
  poke: { isTroubled(): boolean; heard(): void },
): { isOpen(): boolean } {
  const { network, random, timers } = context.ports;
  let isOpen = false;
  let gathering = false;
  let another = false;

  /** Pokes come in flocks: the first is heard at once, the rest of its flock together; after trouble all of it waits. */
  async function poked(): Promise<void> {
    if (gathering) {
      another = true;
      return;
    }
    gathering = true;
    another = poke.isTroubled();
    if (!another) poke.heard();
    await timers.sleep(poke.isTroubled() ? gatherInTrouble : gather, signal);
    gathering = false;
    if (!another) return;
    another = false;
    poke.heard();
  }

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      await untilOnline();
      if (signal.aborted) return;
      await onStream();
      const wasOpen = isOpen;
      isOpen = false;
      await timers.sleep(reopenAfter + reopenSpread * random.fraction(), signal);
      // Whoever waited long because the stream was there must look, and then look more often.
      if (wasOpen) poke.heard();
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
          poke.heard();
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
