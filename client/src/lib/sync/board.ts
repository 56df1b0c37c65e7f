import type { Id } from '#shared/kernel/ids.ts';

/**
 * unknown: not asked yet · online · slow: it answers, but late · offline: no answer of ours · paused: the session
 * ended, or it is not this person's, or the device is blocked; the queue waits · outdated: the app must be updated.
 */
export type Connection = 'unknown' | 'online' | 'slow' | 'offline' | 'paused' | 'outdated';

/** What the engine is doing: told to screens, and to other tabs. Never guessed from `navigator.onLine`. */
export interface EngineState {
  readonly connection: Connection;
  readonly pausedBy: 'session' | 'other-person' | 'device-blocked' | null;
  /** Commands up to this sequence number are on their way now; 0: none. */
  readonly sendingUpTo: number;
  /** Bytes sent so far of each file that is on its way now. */
  readonly lanes: Readonly<Record<Id, number>>;
  /** replaced: another window upgraded the storage, load again · blocked: close other windows. */
  readonly storage: 'ready' | 'replaced' | 'blocked';
}

export const engineAtRest: EngineState = {
  connection: 'unknown',
  pausedBy: null,
  sendingUpTo: 0,
  lanes: {},
  storage: 'ready',
};

/** A value that many may watch. */
export interface Board<State> {
  get(): State;
  set(change: Partial<State>): void;
  /** Calls back after every change. Returns the way to stop. */
  subscribe(listener: (state: State) => void): () => void;
}

/** A board with its first state. */
export function createBoard<State extends object>(first: State): Board<State> {
  let state = first;
  const listeners = new Set<(state: State) => void>();
  return {
    get: () => state,
    set(change) {
      const keys = Object.keys(change) as (keyof State)[];
      if (keys.every((key) => Object.is(state[key], change[key]))) return;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
