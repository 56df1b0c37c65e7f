import { demoTemplates } from '#server/demo/demo-checklists.ts';
import { demoPeople, type Who } from '#server/demo/demo-people.ts';
import { demoBuildings, demoTenants } from '#server/demo/demo-places.ts';
import { demoSuppliers } from '#server/demo/demo-suppliers.ts';
import type { DrawContent } from '#server/demo/contents.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import type { Actor } from '#shared/people/actor.ts';
import { commandSchema } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { Directory, TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import { actorIn, type FixedPerson } from '#shared/testing/people.ts';

/** What the whole world is played on: when it is, how files get their bytes and where those are kept. */
export interface Stage {
  readonly now: Instant;
  readonly draw: DrawContent;
  /** Returns the storage key. */
  readonly keep: (fileId: Id, bytes: Buffer) => Promise<string>;
}

/** Somebody of the demo as the rules know them. */
export function actorOfDemo(who: Who): Actor {
  return actorIn(demoTenants, demoPeople[who]);
}

/** What a rule knows of one deed: who, when, and in a task what else was handed in. */
export function contextOfDeed(who: Who, at: Instant, more: Partial<TaskContext> = {}): TaskContext {
  return {
    actor: actorOfDemo(who),
    now: at,
    former: false,
    quotaLeft: Infinity,
    folder: null,
    file: null,
    directory: null,
    ...more,
  };
}

/** What planning may name in a tenant of the demo. */
export function directoryOfDemo(tenantId: Id, nextNumber: number): Directory {
  const tenant = must(
    demoTenants.find((one) => one.id === tenantId),
    'tenant of the demo',
  );
  const own = <One extends { readonly tenantId: Id }>(all: readonly One[]) =>
    all.filter((one) => one.tenantId === tenantId);
  const staff = Object.values<FixedPerson>(demoPeople).filter(
    (one) => one.membership?.tenantId === tenantId && one.membership.roles.some((role) => role !== 'user'),
  );
  return {
    tenantId,
    tenantName: tenant.name,
    nextNumber,
    executors: [
      ...own(demoSuppliers).map(({ id, name }) => ({ kind: 'supplier', id, name }) as const),
      ...staff.map(({ id, name }) => ({ kind: 'person', id, name }) as const),
    ],
    buildings: own(Object.values(demoBuildings)),
    templates: own(Object.values(demoTemplates)),
  };
}

/** One deed by the rules that device and server obey; what they refuse cannot be part of the demo. */
export function perform(
  situation: Situation,
  deed: Readonly<Record<string, unknown>>,
  context: TaskContext,
): { next: Situation; events: readonly TaskEvent[] } {
  const command = commandSchema.parse({ ...deed, madeAt: context.now });
  if (command.type === 'approve-archive-file' || command.type === 'reject-archive-file')
    throw new Error(`${command.type} is no deed on a task.`);
  const decision = decide(situation, command, context);
  if (decision.ok) return decision;
  throw new Error(
    `${context.actor.name} may not ${command.type} in task ${situation.task?.number ?? '?'}: ${JSON.stringify(decision.refusal)}`,
  );
}
