import type { Session } from '#lib/auth/session.svelte.ts';
import { Live } from '#lib/device/live.svelte.ts';
import type { FrameState } from '#lib/shell/frame-state.svelte.ts';
import { engineAtRest, type EngineState } from '#lib/sync/board.ts';
import { noOffice, officeParts } from '#shared/people/office-parts.ts';

/** What the device's engine does, as the frame's bars ask. */
export interface Following {
  readonly engine: EngineState;
}

/**
 * Keeps the frame's truth up to date with who is signed in, what their engine does and what lies on the device. Call
 * it once, while the app's root is set up.
 */
export function followDevice(session: Session, frame: FrameState): Following {
  let engine = $state.raw<EngineState>(engineAtRest);
  const work = new Live(
    async () => (await session.sync?.status()) ?? null,
    () => session.sync,
  );
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
    frame.status = {
      state: engine.connection,
      lastContact: work.current?.lastContact ?? null,
      onDevice: work.current?.onDevice ?? 0,
      needsAttention: work.current?.attention ?? 0,
    };
  });

  return {
    get engine() {
      return engine;
    },
  };
}
