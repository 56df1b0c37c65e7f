import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientIfStale } from './build-client.mjs';
import { buildNoteSchema, weighPages } from './first-load.ts';

/* `npm run sizes`: no page loads more JavaScript than the budget before it is usable. Builds the client if it is stale. */

const client = join(import.meta.dirname, '..', 'dist', 'client');

await buildClientIfStale(process.execPath);
const note = buildNoteSchema.parse(JSON.parse(readFileSync(join(client, '.build.json'), 'utf8')));
for (const { page, scripts, bytes, complaint } of weighPages(note, sizeOf)) {
  const kilobytes = (bytes / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${page.padEnd(34)} ${String(scripts).padStart(3)} scripts ${kilobytes} kB gzip\n`);
  if (complaint === null) continue;
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}

/** As the server sends it to a browser that takes gzip. */
function sizeOf(file: string): number {
  const path = join(client, file);
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
}
