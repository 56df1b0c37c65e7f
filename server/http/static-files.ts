import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Handler } from 'hono';
import { indexStaticFolder } from '#server/http/static-folder.ts';
import type { StaticFile } from '#server/http/static-folder.ts';

const fallback = '/200.html';

/** What no page of ours is called; answering it with the app's shell would run HTML as a script or an icon. */
const assetName = /^\/_app\/|\.(?:js|css|map|json|webmanifest|png|ico|svg|jpg|woff2|txt|xml|wasm)$/;

/**
 * Serves the built client. The folder is read once, and an address is looked up among the names found then, so that no
 * address can lead outside. Every other page address gets the app's shell; a missing asset gets 404, never the shell.
 */
export function staticFiles(folder: string): Handler {
  const files = indexStaticFolder(folder);
  return (context) => {
    const { method } = context.req;
    // What no route under /api took is answered as a problem, not as a page.
    if (/^\/api(?:\/|$)/.test(context.req.path)) return context.notFound();
    if (method !== 'GET' && method !== 'HEAD') return context.body(null, 405, { Allow: 'GET, HEAD' });
    const path = decodePath(new URL(context.req.url).pathname);
    if (path === null) return context.body(null, 404, { 'Cache-Control': 'no-store' });
    const file = files.get(path) ?? (assetName.test(path) ? undefined : files.get(fallback));
    if (!file) return context.body(null, 404, { 'Cache-Control': 'no-store' });
    return answer(file, context.req.raw);
  };
}

function answer(file: StaticFile, request: Request): Response {
  const headers = new Headers({
    'Content-Type': file.contentType,
    'Cache-Control': file.cacheControl,
    ETag: file.etag,
    Vary: 'Accept-Encoding',
  });
  if (request.headers.get('If-None-Match')?.includes(file.etag))
    return new Response(null, { status: 304, headers });
  const accepted = (request.headers.get('Accept-Encoding') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0(?:\.0*)?$/.test(each))
    .map((each) => each.split(';')[0]);
  const variant = file.variants.find((each) => each.encoding === null || accepted.includes(each.encoding));
  if (!variant) return new Response(null, { status: 406 });
  headers.set('Content-Length', String(variant.size));
  if (variant.encoding) headers.set('Content-Encoding', variant.encoding);
  const body = request.method === 'HEAD' ? null : Readable.toWeb(createReadStream(variant.file));
  return new Response(body as ReadableStream | null, { headers });
}

/** Null for an address no client of ours makes: broken escapes, an escaped slash, backslash or NUL. */
function decodePath(pathname: string): string | null {
  if (/%2f|%5c|%00/i.test(pathname)) return null;
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
