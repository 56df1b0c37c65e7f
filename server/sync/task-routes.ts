import { Hono } from 'hono';
import { z } from 'zod';
import type { AppDeps } from '#server/app-deps.ts';
import { withScope } from '#server/db/scope.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { validate } from '#server/http/validate.ts';
import { listHoldings } from '#server/sync/holding-queries.ts';
import { loadDirectory } from '#server/sync/load-directory.ts';
import { listOpenRequests } from '#server/sync/reopening-request-queries.ts';
import { listTaskHistory } from '#server/sync/task-history-queries.ts';
import { countTasksByState, listTaskLines, type TaskLine } from '#server/tasks/task-list-queries.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { can } from '#shared/access/can.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { optionalTextSchema } from '#shared/kernel/text.ts';
import { officeParts } from '#shared/people/office-parts.ts';
import { columnsIn, type Actor, type Membership } from '#shared/people/actor.ts';
import { projectTask } from '#shared/tasks/project-task.ts';
import { taskFacts, type TaskContext } from '#shared/tasks/task-context.ts';
import { taskStateSchema } from '#shared/tasks/task-state.ts';

const listQuerySchema = z.strictObject({
  states: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(taskStateSchema).max(9))
    .optional(),
  search: z.optional(optionalTextSchema(100)),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});

/** The office's lists and one task as staff see it: online, live by pokes. Devices get their own tasks by pull. */
export function taskRoutes(deps: AppDeps) {
  return new Hono<AppEnv>()
    .get('/tasks', requirePerson(deps), validate('query', listQuerySchema), async (context) => {
      const { actor, scope } = context.var.person;
      const query = context.req.valid('query');
      const membership = officeOf(actor);
      const view = {
        tenantId: membership.tenantId,
        buildingIds: membership.buildingIds,
        states: query.states ?? null,
        search: query.search || null,
        limit: query.limit,
        offset: query.offset,
      };
      const columns = columnsIn(actor, membership.tenantId);
      const mayPlan = can('plan-task', columns, { t: true, b: true });
      const mayKnowDevices = can('read-devices', columns, { t: true, b: true });
      const answer = await withScope(deps.db, scope, async (trx) => ({
        ...withoutHeld(await listTaskLines(trx, view), mayKnowDevices),
        counts: await countTasksByState(trx, view),
        requests: mayPlan ? await listOpenRequests(trx, view) : [],
      }));
      return context.json({ tenantName: membership.tenantName, mayPlan, ...answer }, 200);
    })
    .get('/tasks/directory', requirePerson(deps), async (context) => {
      const { actor, scope } = context.var.person;
      const membership = officeOf(actor);
      const held = columnsIn(actor, membership.tenantId);
      if (!can('plan-task', held, { t: true, b: true })) throw new ProblemError('grant.missing');
      const directory = await withScope(deps.db, scope, (trx) => loadDirectory(trx, membership.tenantId));
      const { buildingIds } = membership;
      const buildings = directory.buildings.filter(
        (one) => buildingIds === null || buildingIds.includes(one.id),
      );
      return context.json({ ...directory, buildings }, 200);
    })
    .get(
      '/tasks/:taskId',
      requirePerson(deps),
      validate('param', z.strictObject({ taskId: idSchema })),
      async (context) => {
        const { taskId } = context.req.valid('param');
        const { actor, scope } = context.var.person;
        const found = await withScope(deps.db, scope, async (trx) => {
          const task = await findTask(trx, taskId);
          if (task === undefined) return null;
          const rules: TaskContext = {
            actor,
            now: deps.clock(),
            former: false,
            quotaLeft: 0,
            folder: null,
            file: null,
            directory: null,
          };
          const held = columnsIn(actor, task.tenantId);
          const facts = taskFacts(task, rules);
          if (!can('read-task', held, facts)) return null;
          const mayPlan = can('plan-task', held, facts);
          return {
            task: projectTask(task, rules),
            // Who asks, as the rules know them: the page predicts by the same rules what it may offer.
            actor,
            mayPlan,
            holdings: can('read-devices', held, facts) ? await listHoldings(trx, [taskId]) : [],
            requests: mayPlan ? await listOpenRequests(trx, { taskId }) : [],
            history: can('read-task-internals', held, facts) ? await listTaskHistory(trx, taskId) : [],
          };
        });
        if (found === null) throw new ProblemError('not-found');
        return context.json(found, 200);
      },
    );
}

/** What devices hold is for those who plan; the rest of a line is for every executor too. */
function withoutHeld<List extends { lines: TaskLine[] }>(list: List, mayKnow: boolean): List {
  return mayKnow ? list : { ...list, lines: list.lines.map((line) => ({ ...line, held: 0 })) };
}

/** The tenant whose office the person works in; nobody but its staff has a task list there. */
function officeOf(actor: Actor): Membership {
  const membership = actor.memberships.find((one) => officeParts({ memberships: [one] }).tasks);
  if (membership === undefined) throw new ProblemError('grant.missing');
  return membership;
}
