import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One way of sending a file; the smallest comes first, the plain file last. */
export type StaticVariant = Readonly<{ file: string; size: number; encoding: 'br' | 'gzip' | null }>;

export type StaticFile = Readonly<{
  contentType: string;
  cacheControl: string;
  etag: string;
  variants: readonly StaticVariant[];
}>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

const compressed = { '.br': 'br', '.gz': 'gzip' } as const;

/** Every file below `folder` by its address, with the compressed forms that the build laid beside it. */
export function indexStaticFolder(folder: string): ReadonlyMap<string, StaticFile> {
  const names = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      // The build's own notes.
      .filter((name) => !name.startsWith('.')),
  );
  const files = new Map<string, StaticFile>();
  for (const name of names) {
    const extension = extname(name);
    if (extension in compressed && names.has(name.slice(0, -extension.length))) continue;
    const file = join(folder, name);
    const address = `/${name.split(sep).join('/')}`;
    const smaller = Object.entries(compressed)
      .filter(([ending]) => names.has(name + ending))
      .map(([ending, encoding]) => variant(file + ending, encoding));
    files.set(address, {
      contentType: contentTypes[extension] ?? 'application/octet-stream',
      cacheControl: cacheControlFor(address),
      etag: `"${createHash('sha256').update(readFileSync(file)).digest('base64url').slice(0, 22)}"`,
      variants: [...smaller, variant(file, null)],
    });
  }
  return files;
}

function variant(file: string, encoding: StaticVariant['encoding']): StaticVariant {
  return { file, size: statSync(file).size, encoding };
}

/** Names with a hash in them never change; the version is asked to learn of an update; the rest is asked about each time. */
function cacheControlFor(address: string): string {
  if (address.startsWith('/_app/immutable/')) return 'public, max-age=31536000, immutable';
  if (address === '/_app/version.json') return 'no-store';
  return 'no-cache';
}
