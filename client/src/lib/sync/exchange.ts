import type { z } from 'zod/mini';
import { problemSchema } from '#shared/kernel/problem.ts';
import { protocolHeader, protocolVersion } from '#shared/sync/protocol.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import type { Network, NetworkAnswer, NetworkRequest } from '#lib/sync/ports.ts';
import { readText } from '#lib/sync/read-body.ts';

/** What a talk with the server brought: data, or trouble, which is never about the work itself. */
export type Exchanged<T> = { ok: true; data: T } | { ok: false; trouble: Trouble };

/** What an answer must be to count as ours. */
export interface Envelope {
  readonly contentType: string;
  /** Whether the protocol header is asked for: on every sync route. */
  readonly protocol: boolean;
}

export const jsonEnvelope: Envelope = { contentType: 'application/json', protocol: false };

/** Trouble as the second half of an exchange. */
export function troubled(trouble: Trouble): { ok: false; trouble: Trouble } {
  return { ok: false, trouble };
}

/**
 * Sends a request and gives the answer if it is ours: status 200, our content type, our protocol header. A captive
 * portal's 200 or 204 is `answer.foreign` and acknowledges nothing. Throws only when aborted.
 */
export async function exchange(
  network: Network,
  request: NetworkRequest,
  envelope: Envelope,
): Promise<Exchanged<NetworkAnswer>> {
  let answer: NetworkAnswer;
  try {
    answer = await network.request(request);
  } catch {
    request.signal.throwIfAborted();
    return troubled({ code: 'network' });
  }
  const ours = !envelope.protocol || answer.header(protocolHeader) === String(protocolVersion);
  if (answer.status === 200 && ours && hasType(answer, envelope.contentType))
    return { ok: true, data: answer };
  return troubled(await readProblem(answer, request.signal));
}

/** The same for an answer in one piece of JSON, checked by its schema. */
export async function exchangeJson<Schema extends z.ZodMiniType>(
  network: Network,
  request: NetworkRequest,
  envelope: Envelope,
  schema: Schema,
): Promise<Exchanged<z.infer<Schema>>> {
  const exchanged = await exchange(network, request, envelope);
  if (!exchanged.ok) return exchanged;
  const body = await readJson(exchanged.data, request.signal);
  if (!body.ok) return body;
  const checked = schema.safeParse(body.data);
  return checked.success ? { ok: true, data: checked.data } : troubled({ code: 'answer.foreign' });
}

async function readProblem(answer: NetworkAnswer, signal: AbortSignal): Promise<Trouble> {
  if (!hasType(answer, 'application/problem+json')) return { code: 'answer.foreign' };
  const body = await readJson(answer, signal);
  if (!body.ok) return body.trouble;
  const problem = problemSchema.safeParse(body.data);
  return problem.success ? problem.data : { code: 'answer.foreign' };
}

async function readJson(answer: NetworkAnswer, signal: AbortSignal): Promise<Exchanged<unknown>> {
  try {
    return { ok: true, data: JSON.parse(await readText(answer)) };
  } catch (error) {
    signal.throwIfAborted();
    return troubled({ code: error instanceof SyntaxError ? 'answer.foreign' : 'network' });
  }
}

function hasType(answer: NetworkAnswer, type: string): boolean {
  return (answer.header('content-type') ?? '').toLowerCase().split(';')[0]?.trim() === type;
}
