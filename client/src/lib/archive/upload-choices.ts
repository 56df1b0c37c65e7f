import { can } from '#shared/access/can.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { columnsIn, isMember, reachesBuilding, type Actor } from '#shared/people/actor.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';

/** What an upload to the archive may name: an open task of the person's own, or none where their role permits it. */
export interface UploadChoice {
  readonly taskId: Id | null;
  readonly number: number;
  readonly title: string;
}

/**
 * The choices in a building, first what fits most people: without a task for whoever needs none, then the tasks that
 * are being worked on. Empty: this person may only read here.
 */
export function uploadChoices(
  building: Building,
  tasks: readonly Task[],
  actor: Actor | null,
): UploadChoice[] {
  const open = tasks
    .filter((task) => task.buildingId === building.id && isOpen(task.state))
    .sort((a, b) => Number(b.state === 'in-progress') - Number(a.state === 'in-progress'));
  const named = open.map(({ id, number, title }) => ({ taskId: id, number, title }));
  const free = actor !== null && needsNoTask(building, actor);
  return free ? [{ taskId: null, number: 0, title: '' }, ...named] : named;
}

function needsNoTask({ id, tenantId }: Building, actor: Actor): boolean {
  const facts = {
    t: isMember(actor, tenantId),
    b: reachesBuilding(actor, tenantId, id),
    g: false,
    a: false,
    s: false,
    z: true,
    q: true,
  };
  return can('upload-to-archive', columnsIn(actor, tenantId), facts);
}
