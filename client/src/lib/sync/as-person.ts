import { z } from 'zod/mini';
import { signedInSchema } from '#lib/device/device-database.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { exchangeJson, jsonEnvelope, troubled, type Exchanged } from '#lib/sync/exchange.ts';

/** Held shared by whoever sends under the session cookie, exclusively by whoever changes it. */
export const sessionLock = 'oppdrag-session';

const meSchema = z.object({ person: z.nullable(signedInSchema) });

/**
 * Sends only while this person is the one signed in on the device. All tabs share one cookie: without this, work
 * queued by one person could leave under the next one's session.
 */
export async function asPerson<T>(
  context: Pick<EngineContext, 'ports' | 'personId'>,
  signal: AbortSignal,
  send: () => Promise<Exchanged<T>>,
): Promise<Exchanged<T>> {
  const { locks, storage } = context.ports;
  return locks.hold(sessionLock, { mode: 'shared', signal }, async () => {
    const fact = await storage.device.use((db) => db.facts.get('person'));
    signal.throwIfAborted();
    if (fact?.key !== 'person' || fact.value.id !== context.personId) {
      return troubled({ code: 'session.missing' });
    }
    return send();
  });
}

/** Asks the server whose session the cookie carries. `mine` is false for another person's. */
export function askWhoIAm(
  context: EngineContext,
  signal: AbortSignal,
): Promise<Exchanged<{ mine: boolean }>> {
  return asPerson(context, signal, async () => {
    const request = { method: 'GET', path: '/api/auth/me', body: null, signal } as const;
    const me = await exchangeJson(context.ports.network, request, jsonEnvelope, meSchema);
    if (!me.ok) return me;
    const { person } = me.data;
    if (person === null) return troubled({ code: 'session.missing' });
    return { ok: true, data: { mine: person.id === context.personId } };
  });
}
