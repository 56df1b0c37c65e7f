import type { EngineState } from '#lib/sync/board.ts';

/** What only the person can end. */
export type HoldUp = 'sign-in' | 'other-person' | 'device-blocked' | 'update' | 'reload' | 'close-windows';

/** What holds the device up, the gravest first; null where nothing asks for the person. */
export function holdUpOf({
  connection,
  pausedBy,
  storage,
}: Pick<EngineState, 'connection' | 'pausedBy' | 'storage'>): HoldUp | null {
  if (storage === 'replaced') return 'reload';
  if (storage === 'blocked') return 'close-windows';
  if (connection === 'outdated') return 'update';
  if (connection !== 'paused') return null;
  return pausedBy === 'session' || pausedBy === null ? 'sign-in' : pausedBy;
}
