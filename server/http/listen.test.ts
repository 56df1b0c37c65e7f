import { get as httpsGet } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { listen } from '#server/http/listen.ts';
import { localhostCertificate, localhostKey } from '#server/testing/localhost-certificate.ts';

let open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open) await each.close();
  open = [];
});

async function start(app: Hono, tls: { cert: Buffer; key: Buffer } | null = null) {
  const port = await findFreePort();
  const server = await listen(app.fetch, { port, host: 'localhost', tls });
  open.push(server);
  return { port, server };
}

test('a request under way is answered before the server is closed, a later one is refused', async () => {
  const app = new Hono();
  let begun: () => void = () => {};
  const beginning = new Promise<void>((settle) => (begun = settle));
  app.get('/slow', async (context) => {
    begun();
    await new Promise((settle) => setTimeout(settle, 300));
    return context.text('done');
  });
  const { port, server } = await start(app);
  const answer = fetch(`http://localhost:${port}/slow`);
  await beginning;
  const began = Date.now();
  const closing = server.close();
  expect(await (await answer).text()).toBe('done');
  await closing;
  // As soon as it is answered: the connection is not kept for a next one.
  expect(Date.now() - began).toBeLessThan(2000);
  await expect(fetch(`http://localhost:${port}/slow`)).rejects.toThrow('fetch failed');
});

test('an answer that never ends does not keep the server from closing', async () => {
  const app = new Hono();
  app.get(
    '/endless',
    () => new Response(new ReadableStream({ start: (it) => it.enqueue(Buffer.from('first')) })),
  );
  const { port, server } = await start(app);
  const answer = await fetch(`http://localhost:${port}/endless`);
  const began = Date.now();
  await server.close();
  expect(Date.now() - began).toBeLessThan(4000);
  await expect(answer.text()).rejects.toThrow();
});

test('with a certificate it speaks https', async () => {
  const app = new Hono();
  app.get('/', (context) => context.text(new URL(context.req.url).protocol));
  const tls = { cert: Buffer.from(localhostCertificate), key: Buffer.from(localhostKey) };
  const { port } = await start(app, tls);
  const said = await new Promise((settle, fail) => {
    httpsGet({ host: 'localhost', port, path: '/', ca: localhostCertificate }, (response) => {
      response.setEncoding('utf8').on('data', settle);
    }).once('error', fail);
  });
  expect(said).toBe('https:');
});

test('a taken port and an address of another machine are told in sentences', async () => {
  const { port } = await start(new Hono());
  const again = (host: string) => listen(new Hono().fetch, { port, host, tls: null });
  await expect(again('localhost')).rejects.toThrow(`Port ${port} is taken by another program.`);
  await expect(again('203.0.113.7')).rejects.toThrow(
    'This machine does not have the address HOST=203.0.113.7.',
  );
});

function findFreePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
