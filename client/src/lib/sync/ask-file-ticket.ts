import { z } from 'zod';
import type { Id } from '#shared/kernel/ids.ts';
import { asPerson } from '#lib/sync/as-person.ts';
import { exchangeJson, jsonEnvelope, type Exchanged } from '#lib/sync/exchange.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';

const ticketSchema = z.object({ url: z.string().regex(/^\/api\/f\/[\w-]+$/u) });

/** How long a download may keep the person waiting before it is said that there is no contact. Milliseconds. */
const patience = 15_000;

/** Asks for an address, good for a minute, from which this person may download a file the server has. */
export async function askFileTicket(places: OwnPlaces, fileId: Id): Promise<Exchanged<{ url: string }>> {
  const { network, timers } = places.ports;
  const stop = new AbortController();
  const over = new AbortController();
  const late = timers.sleep(patience, over.signal).then(() => stop.abort());
  const path = `/api/files/${fileId}/ticket` as const;
  const request = { method: 'POST', path, body: '{}', signal: stop.signal } as const;
  try {
    return await asPerson(places, stop.signal, () =>
      exchangeJson(network, request, jsonEnvelope, ticketSchema),
    );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return { ok: false, trouble: { code: 'network' } };
  } finally {
    over.abort();
    await late;
  }
}
