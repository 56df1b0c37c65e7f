import type { Session } from '#lib/auth/session.svelte.ts';
import { Live } from '#lib/device/live.svelte.ts';
import { provideLiveWork } from '#lib/device/live-work.svelte.ts';
import type { FrameState } from '#lib/shell/frame-state.svelte.ts';
import { engineAtRest, type EngineState } from '#lib/sync/board.ts';
import { noOffice, officeParts } from '#shared/people/office-parts.ts';

/** What the device's engine does, as the frame's bars ask, and whether closing this page would lose something. */
export interface Following {
  readonly engine: EngineState;
  readonly storing: boolean;
}

/**
 * Keeps the frame's truth up to date with who is signed in, what their engine does and what lies on the device; no
 * update comes in while a file is being stored, whatever screen is open. Call it once, while the app's root is set up.
 */
export function followDevice(session: Session, frame: FrameState): Following {
  let engine = $state.raw<EngineState>(engineAtRest);
  const work = provideLiveWork(() => session.sync);
  const storing = $derived(work.storingHere > 0);
  const profile = new Live(
    async () => (await session.sync?.profile()) ?? null,
    () => session.sync,
  );

  $effect(() => {
    const board = session.sync?.state;
    engine = board?.get() ?? engineAtRest;
    return board?.subscribe((state) => (engine = state));
  });
  $effect.pre(() => {
    frame.person = session.person;
    // Suppliers have none, which the sign-in says; what staff may, comes with the first answer.
    const own = profile.current?.personId === session.person?.id ? profile.current : null;
    frame.office = own ? officeParts(own) : session.person?.staff === false ? noOffice : undefined;
  });
  $effect(() => {
    const status = work.current?.status;
    frame.status = {
      state: engine.connection,
      lastContact: status?.lastContact ?? null,
      storing: work.storing,
      onDevice: status?.onDevice ?? 0,
      needsAttention: status?.attention ?? 0,
    };
  });
  $effect(() => {
    if (storing) return frame.holdUpdates();
  });

  return {
    get engine() {
      return engine;
    },
    get storing() {
      return storing;
    },
  };
}
