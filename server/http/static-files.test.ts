import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { securityHeaders } from '#server/http/security-headers.ts';
import { staticFiles } from '#server/http/static-files.ts';

const outside = 'the secret beside the folder';
const chunk = 'export const answer = 42;\n';
let parent: string;
let app: Hono;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'oppdrag-static-'));
  writeFileSync(join(parent, 'secret.txt'), outside);
  const files = {
    '.stamp': 'a note of the build',
    '200.html': '<!doctype html><title>Oppdrag</title>',
    'service-worker.js': 'self.skipWaiting();',
    'manifest.webmanifest': '{}',
    '_app/version.json': '{"version":"1"}',
    '_app/immutable/chunks/a.js': chunk,
    '_app/immutable/chunks/a.js.gz': gzipSync(chunk),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = join(parent, 'client', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  app = new Hono();
  app.use(securityHeaders({ secure: false }));
  app.all('*', staticFiles(join(parent, 'client')));
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await app.request(path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('a page address gets the app, asked about each time', async () => {
  for (const path of ['/', '/tasks/118', '/t/abc', '/office/archive/%C3%A6']) {
    const { status, headers, text } = await get(path);
    expect([path, status, headers.get('Cache-Control')]).toEqual([path, 200, 'no-cache']);
    expect(text).toContain('<title>Oppdrag</title>');
  }
});

test('an address under /api that no route has is not found, whatever the method', async () => {
  for (const [method, path] of [
    ['GET', '/api'],
    ['GET', '/api/unknown'],
    ['POST', '/api/unknown'],
  ] as const)
    expect([path, (await app.request(path, { method })).status]).toEqual([path, 404]);
  expect((await get('/apiary')).status).toBe(200);
});

test('files with a hash in their name are kept for ever, the version never', async () => {
  expect((await get('/_app/immutable/chunks/a.js')).headers.get('Cache-Control')).toBe(
    'public, max-age=31536000, immutable',
  );
  expect((await get('/_app/version.json')).headers.get('Cache-Control')).toBe('no-store');
  expect((await get('/service-worker.js')).headers.get('Cache-Control')).toBe('no-cache');
  expect((await get('/manifest.webmanifest')).headers.get('Cache-Control')).toBe('no-cache');
});

test('a missing asset is 404, never the app', async () => {
  for (const path of ['/_app/immutable/chunks/gone.js', '/_app/', '/sw.js', '/icon.png']) {
    const { status, headers, text } = await get(path);
    expect([path, status, text]).toEqual([path, 404, '']);
    expect(headers.get('Cache-Control')).toBe('no-store');
  }
});

test('notes of the build are not served', async () => {
  expect((await get('/.stamp')).text).toContain('<title>Oppdrag</title>');
});

test('no address leads outside the folder', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/_app/%2e%2e/%2e%2e/secret.txt',
    '/%252e%252e%252fsecret.txt',
    '//secret.txt',
    '/secret.txt%00.js',
    '/%',
    '/%ff',
  ]) {
    const { status, text } = await get(path);
    expect(text, path).not.toContain(outside);
    expect([200, 404], path).toContain(status);
  }
  expect((await get('/..%2fsecret.txt')).status).toBe(404);
  expect((await get('/%')).status).toBe(404);
});

test('a compressed form is sent to those who accept it, with its own length', async () => {
  const packed = await app.request('/_app/immutable/chunks/a.js', {
    headers: { 'Accept-Encoding': 'gzip, br' },
  });
  expect(packed.headers.get('Content-Encoding')).toBe('gzip');
  expect(packed.headers.get('Vary')).toBe('Accept-Encoding');
  expect((await packed.arrayBuffer()).byteLength).toBe(gzipSync(chunk).length);
  const refused = await get('/_app/immutable/chunks/a.js', { 'Accept-Encoding': 'gzip;q=0' });
  expect([refused.headers.get('Content-Encoding'), refused.text]).toEqual([null, chunk]);
  expect((await get('/_app/immutable/chunks/a.js.gz')).status).toBe(404);
});

test('an unchanged file is answered 304', async () => {
  const etag = (await get('/')).headers.get('ETag') ?? '';
  const again = await get('/tasks', { 'If-None-Match': `W/"x", ${etag}` });
  expect([again.status, again.text]).toEqual([304, '']);
});

test('HEAD tells the length without the body, other methods are refused', async () => {
  const head = await app.request('/', { method: 'HEAD' });
  expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, '37', '']);
  expect((await app.request('/', { method: 'POST' })).status).toBe(405);
});

test('the page’s header carries only what its meta policy cannot; a worker script brings its own policy', async () => {
  expect((await get('/')).headers.get('Content-Security-Policy')).toBe("frame-ancestors 'none'");
  expect((await get('/service-worker.js')).headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
  );
});
