import { sql } from 'kysely';
import type { AppDeps } from '#server/app-deps.ts';
import { withScope } from '#server/db/scope.ts';
import { drawContentsWith } from '#server/demo/contents.ts';
import { demoPassword } from '#server/demo/demo-people.ts';
import { listTenantIds } from '#server/people/list-tenant-ids.ts';
import { keepBytes } from '#server/demo/keep-bytes.ts';
import { drawPhotos } from '#server/demo/photos/draw-photos.ts';
import { playWorld } from '#server/demo/play-world.ts';
import type { Stage } from '#server/demo/stage.ts';
import { writeDemo } from '#server/demo/write-demo.ts';

/** What making the world stands on. */
export type DemoDeps = Pick<AppDeps, 'db' | 'store' | 'passwords' | 'clock' | 'closing'>;

/**
 * Makes the demo world in a database that has no tenant: two municipalities, their people, buildings, tasks in every
 * state, archives with real files. Bytes first, under names of their own, then every row in one transaction: a kill at
 * any moment leaves an empty database, and the next start makes the same again. Deadlines and the like stand around
 * the clock's now; all else is the same every time.
 */
export async function makeDemoWorld(deps: DemoDeps): Promise<void> {
  const { db, store, closing } = deps;
  if ((await withScope(db, { kind: 'operator' }, listTenantIds)).length > 0) return;
  const now = deps.clock();
  const photos = drawPhotos(closing);
  const stage: Stage = {
    now,
    draw: drawContentsWith(photos),
    keep: (fileId, bytes) => {
      closing.throwIfAborted();
      return keepBytes(store, fileId, bytes);
    },
  };
  const [passwordHash, played] = await Promise.all([
    deps.passwords.hash(demoPassword),
    playWorld(stage),
    photos,
  ]);
  await withScope(db, { kind: 'operator' }, async (trx) => {
    // Two servers may have found the same empty database; the second one finds it full.
    await sql`select pg_advisory_xact_lock(hashtext('oppdrag demo world'))`.execute(trx);
    if ((await listTenantIds(trx)).length === 0) await writeDemo(trx, played, { now, passwordHash });
  });
}
