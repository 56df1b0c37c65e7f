import { Hono } from 'hono';
import { z } from 'zod';
import type { AppDeps } from '#server/app-deps.ts';
import { countAwaiting, listArchiveEntries } from '#server/archive/archive-queries.ts';
import { listBuildingsById, listReachableBuildings } from '#server/buildings/building-queries.ts';
import { withScope } from '#server/db/scope.ts';
import { hasBuildingGrant } from '#server/grants/grant-queries.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { validate } from '#server/http/validate.ts';
import { can } from '#shared/access/can.ts';
import { mayKnowSender } from '#shared/archive/may-know-sender.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { columnsIn, isMember, reachesBuilding } from '#shared/people/actor.ts';

/** At most so many entries of one building at once; the newest. */
const mostEntries = 2000;

/** The archives a person may open now, and one archive with its folders and files. Online; devices keep the folders. */
export function archiveRoutes(deps: AppDeps) {
  return new Hono<AppEnv>()
    .get('/archive', requirePerson(deps), async (context) => {
      const { actor, scope } = context.var.person;
      const buildings = await withScope(deps.db, scope, async (trx) => {
        const reachable = await listReachableBuildings(trx, actor);
        const assessable = reachable.filter(({ id, tenantId }) =>
          can('approve-archive-file', columnsIn(actor, tenantId), {
            t: isMember(actor, tenantId),
            b: reachesBuilding(actor, tenantId, id),
            z: true,
          }),
        );
        const ids = assessable.map((one) => one.id);
        const awaiting = await countAwaiting(trx, ids);
        // How much waits is for those who assess; others are told nothing of other people's files.
        return reachable.map((one) => ({
          ...one,
          awaiting: ids.includes(one.id) ? (awaiting.get(one.id) ?? 0) : null,
        }));
      });
      return context.json({ buildings }, 200);
    })
    .get(
      '/archive/:buildingId',
      requirePerson(deps),
      validate('param', z.strictObject({ buildingId: idSchema })),
      async (context) => {
        const { buildingId } = context.req.valid('param');
        const { actor, scope } = context.var.person;
        const found = await withScope(deps.db, scope, async (trx) => {
          const [building] = await listBuildingsById(trx, [buildingId]);
          if (building === undefined) return null;
          const held = columnsIn(actor, building.tenantId);
          const facts = {
            t: isMember(actor, building.tenantId),
            b: reachesBuilding(actor, building.tenantId, buildingId),
            g: await hasBuildingGrant(trx, actor.personId, buildingId),
            z: true,
            c: true,
          };
          if (!can('read-archive', held, facts)) return null;
          const unapproved = can('read-unapproved-archive', held, facts)
            ? ('all' as const)
            : { ofPersonId: actor.personId };
          const listed = await listArchiveEntries(trx, { buildingId, unapproved, limit: mostEntries });
          const entries = listed.map(({ entry, partyId }) =>
            mayKnowSender(actor, { ...entry, partyId }) ? entry : { ...entry, fromName: '' },
          );
          return { building, entries, mayAssess: can('approve-archive-file', held, facts) };
        });
        if (found === null) throw new ProblemError('not-found');
        return context.json(found, 200);
      },
    );
}
