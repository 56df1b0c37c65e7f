import type { z } from 'zod/mini';
import { readTrouble, type Trouble } from '#lib/api/trouble.ts';

/** What came back: the data, checked by its schema, or the trouble. Never throws for either. */
export type Answer<T> = { ok: true; data: T } | { ok: false; trouble: Trouble };

type Options = {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  /** Aborts from outside, e.g. when the screen is left. */
  signal?: AbortSignal;
  /** Gives up after so many milliseconds. */
  timeout?: number;
};

/**
 * One call of our own server: JSON out, JSON in, checked by `schema`. No contact is `network`, an answer that is not
 * ours `answer.foreign`; both are told apart from the server's own problems.
 */
export async function request<Schema extends z.ZodMiniType>(
  path: `/api/${string}`,
  schema: Schema,
  { method = 'GET', body, signal, timeout = 20_000 }: Options = {},
): Promise<Answer<z.infer<Schema>>> {
  const stop = new AbortController();
  const give = (): void => stop.abort();
  const timer = setTimeout(give, timeout);
  signal?.addEventListener('abort', give);
  let response: Response;
  let data: unknown;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: stop.signal,
    });
    if (!response.ok) return { ok: false, trouble: await readTrouble(response) };
    data = await readBody(response);
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, trouble: { code: 'answer.foreign' } };
    return { ok: false, trouble: { code: 'network' } };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', give);
  }
  const checked = schema.safeParse(data);
  return checked.success
    ? { ok: true, data: checked.data }
    : { ok: false, trouble: { code: 'answer.foreign' } };
}

/** The body as JSON; undefined where there is none (202, 204). Throws SyntaxError on anything else. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
