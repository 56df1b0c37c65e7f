import type { z } from 'zod/mini';
import { asPerson } from '#lib/sync/as-person.ts';
import { exchangeJson, jsonEnvelope, type Exchanged } from '#lib/sync/exchange.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import type { NetworkRequest } from '#lib/sync/ports.ts';

/** How long an answer may keep the person waiting before it is said that there is no contact. Milliseconds. */
const patience = 15_000;

/** Asks the server something on this person's behalf, once: wants contact, and says so when there is none. */
export async function askOnce<Schema extends z.ZodMiniType>(
  places: OwnPlaces,
  question: Pick<NetworkRequest, 'method' | 'path' | 'body'>,
  schema: Schema,
): Promise<Exchanged<z.infer<Schema>>> {
  const { network, timers } = places.ports;
  const stop = new AbortController();
  const over = new AbortController();
  const late = timers.sleep(patience, over.signal).then(() => stop.abort());
  const request = { ...question, signal: stop.signal };
  try {
    return await asPerson(places, stop.signal, () => exchangeJson(network, request, jsonEnvelope, schema));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return { ok: false, trouble: { code: 'network' } };
  } finally {
    over.abort();
    await late;
  }
}
