import type { Trouble } from '#lib/api/trouble.ts';
import type { EngineState } from '#lib/sync/board.ts';

/** Why the engine stands still until somebody acts. */
export type Halt = Pick<EngineState, 'connection' | 'pausedBy'>;

/** What trouble means for the engine. */
export type Reaction =
  /** No answer of ours: ask by probe until there is one. */
  | { kind: 'offline' }
  /** Nothing helps but a person (signing in, updating, an administrator): wait for a call. */
  | { kind: 'halted'; halt: Halt }
  /** The server said when; nothing earlier, whoever calls. */
  | { kind: 'throttled'; seconds: number }
  /** It may go better by itself. */
  | { kind: 'later' };

/** One pure decision on every trouble. None of them is ever about the work, which stays where it is. */
export function reactTo(trouble: Trouble): Reaction {
  switch (trouble.code) {
    case 'network':
    case 'answer.foreign':
      return { kind: 'offline' };
    case 'session.missing':
      return { kind: 'halted', halt: { connection: 'paused', pausedBy: 'session' } };
    case 'device.blocked':
      return { kind: 'halted', halt: { connection: 'paused', pausedBy: 'device-blocked' } };
    case 'client.outdated':
      return { kind: 'halted', halt: { connection: 'outdated', pausedBy: null } };
    case 'rate.limited':
    case 'unavailable':
      return trouble.retryAfter === undefined
        ? { kind: 'later' }
        : { kind: 'throttled', seconds: trouble.retryAfter };
    default:
      return { kind: 'later' };
  }
}
