import type { Id } from '#shared/kernel/ids.ts';
import type { Board, EngineState } from '#lib/sync/board.ts';
import type { Engine } from '#lib/sync/engine.ts';
import type { Ports } from '#lib/sync/ports.ts';

/** What tabs of one person tell each other. */
type TabMessage =
  | { kind: 'work-queued' }
  | { kind: 'look-now' }
  | { kind: 'state'; state: EngineState }
  | { kind: 'state-please' };

/** What tabs of all people tell each other: the cookie is shared by all of them. */
export type SessionMessage = { kind: 'session-changing' } | { kind: 'session-changed' };

export const sessionChannel = 'oppdrag-session';

/**
 * Ties this tab's engine to its surroundings and to the other tabs: calls go to whichever leads, and the leader's
 * state is shown in all of them.
 */
export function linkTabs(
  ports: Ports,
  personId: Id,
  engine: Engine,
  board: Board<EngineState>,
  signal: AbortSignal,
): { workQueued(): void; lookNow(): void } {
  const channel = ports.channel(`oppdrag-${personId}`);
  const session = ports.channel(sessionChannel);
  const post = (message: TabMessage) => channel.post(message);
  const ends = [
    channel.listen((data) => hear(data as TabMessage)),
    session.listen(() => engine.doubtSession()),
    ports.surroundings.onWake(lookNow),
    board.subscribe((state) => {
      if (engine.leads()) post({ kind: 'state', state });
    }),
  ];
  post({ kind: 'state-please' });

  function lookNow(): void {
    engine.lookNow();
    post({ kind: 'look-now' });
  }

  function hear(message: TabMessage): void {
    switch (message.kind) {
      case 'work-queued':
        engine.workQueued();
        return;
      case 'look-now':
        engine.lookNow();
        return;
      case 'state':
        if (!engine.leads()) board.set(message.state);
        return;
      case 'state-please':
        if (engine.leads()) post({ kind: 'state', state: board.get() });
    }
  }

  signal.addEventListener('abort', () => {
    for (const end of ends) end();
    channel.close();
    session.close();
  });
  return { workQueued: () => post({ kind: 'work-queued' }), lookNow };
}
