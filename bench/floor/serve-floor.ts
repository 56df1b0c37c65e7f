import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Sql } from '#server/db/sql.ts';

const top = join(import.meta.dirname, '..', '..');

/** The floor: what an app without any engine does at best. See `floor-page.js`. */
export type Floor = Readonly<{ url: string; close(): Promise<void> }>;

/**
 * Serves the floor's page, and the rows of the table `floor_rows` (id, body) as JSON arrays, `size` at a time, straight
 * from PostgreSQL.
 */
export async function serveFloor(sql: Sql, size: number): Promise<Floor> {
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': [join(import.meta.dirname, 'floor.html'), 'text/html'],
    '/floor-page.js': [join(import.meta.dirname, 'floor-page.js'), 'text/javascript'],
    '/dexie.mjs': [join(top, 'node_modules/dexie/dist/modern/dexie.mjs'), 'text/javascript'],
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer = async () => {
      const file = files[url.pathname];
      if (file) return { type: file[1], body: await readFile(file[0]) };
      if (url.pathname !== '/rows') return null;
      const offset = Number(url.searchParams.get('page')) * size;
      const [row] = await sql<{ body: string }[]>`
        select coalesce(json_agg(body), '[]')::text as body
        from (select body from floor_rows order by id limit ${size} offset ${offset}) as page`;
      return { type: 'application/json', body: row?.body ?? '[]' };
    };
    answer().then(
      (found) => {
        response.writeHead(found ? 200 : 404, { 'Content-Type': found?.type ?? 'text/plain' });
        response.end(found?.body);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
