import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Environment } from '#server/env.ts';

/** A socket on which nothing moves for this long is cut: a stalled upload resumes, and live streams beat more often. */
const idleLimitMs = 120_000;

/** How long answers under way may still take once stopping has begun. */
const drainMs = 2500;

/** Listens by http, or https when there is a certificate; `close` drains. A taken port is told as a sentence. */
export async function listen(
  fetch: Hono['fetch'],
  environment: Pick<Environment, 'port' | 'host' | 'tls'>,
): Promise<{ close(): Promise<void> }> {
  const { port, host, tls } = environment;
  const server = (
    tls
      ? createAdaptorServer({ fetch, createServer: createHttpsServer, serverOptions: tls })
      : createAdaptorServer({ fetch, createServer: createHttpServer })
  ) as Server;
  // Node would cut a slow upload after five minutes, however well it moves.
  server.requestTimeout = 0;
  server.setTimeout(idleLimitMs);
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(explain(error, port, host)));
    server.listen(port, host ?? undefined, listening);
  });
  return { close: () => drain(server) };
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((settle) => server.close(() => settle()));
  // A connection becomes idle when its last answer ends, and would then be kept open for a next request.
  const sweeping = setInterval(() => server.closeIdleConnections(), 25);
  const forcing = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(sweeping);
  clearTimeout(forcing);
}

function explain(error: NodeJS.ErrnoException, port: number, host: string | null): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `Port ${port} is taken by another program. Stop that one, or set PORT to another number.`,
    );
  if (error.code === 'EACCES')
    return new Error(`This user may not listen on port ${port}. Set PORT to a number above 1023.`);
  if (error.code === 'EADDRNOTAVAIL')
    return new Error(`This machine does not have the address HOST=${host ?? ''}.`);
  return error;
}
