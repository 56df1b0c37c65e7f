import { z } from 'zod/mini';
import { instantSchema } from '#shared/kernel/instant.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { exchangeJson } from '#lib/sync/exchange.ts';

const probeSchema = z.object({ protocol: z.literal(protocolVersion), at: instantSchema });
const envelope = { contentType: 'application/json', protocol: true };

/** No answer within this is no contact; one that took longer than `slowAfter` is slow. Milliseconds. */
const patience = 4_000;
const slowAfter = 1_500;

/**
 * Asks the server whether it is there. A portal's page cannot pass: the answer must carry our protocol. Throws only
 * when `signal` aborts.
 */
export async function probe(
  context: EngineContext,
  signal: AbortSignal,
): Promise<'online' | 'slow' | 'offline' | 'outdated'> {
  const { clock, network, timers } = context.ports;
  const stop = new AbortController();
  const over = new AbortController();
  const give = () => stop.abort();
  signal.addEventListener('abort', give);
  const started = clock.now();
  const request = { method: 'GET', path: '/api/probe', body: null, signal: stop.signal } as const;
  const asked = exchangeJson(network, request, envelope, probeSchema);
  const late = timers.sleep(patience, over.signal).then(() => null);
  try {
    const answered = await Promise.race([asked, late]);
    signal.throwIfAborted();
    if (answered === null) return 'offline';
    if (!answered.ok) return answered.trouble.code === 'client.outdated' ? 'outdated' : 'offline';
    return clock.now() - started > slowAfter ? 'slow' : 'online';
  } finally {
    stop.abort();
    over.abort();
    signal.removeEventListener('abort', give);
    asked.catch(() => undefined);
  }
}
