import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import { isAssigned, type Directory, type TaskContext } from '#shared/tasks/task-context.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Executor } from '#shared/tasks/task.ts';
import { now } from '#shared/testing/builders.ts';
import type { CommandCase, Harness } from '#shared/testing/case.ts';
import { fieldCommandTypes } from '#shared/testing/command-types.ts';
import { actorOf, people, type FixedPerson } from '#shared/testing/people.ts';
import { buildings, suppliers, templates, tenants } from '#shared/testing/places.ts';

const fieldTypes: ReadonlySet<string> = new Set(fieldCommandTypes);

/** What the rules may know in a case: the same that the server reads in its transaction. */
export function contextOf(aCase: CommandCase): TaskContext {
  const { command } = aCase;
  const tenantId = command.type === 'create-task' ? command.tenantId : aCase.given.task?.tenantId;
  return {
    actor: actorOf(aCase.actor),
    now: aCase.now ?? now,
    former: aCase.former !== undefined,
    ...(aCase.endedAt !== undefined && { lostAt: aCase.endedAt }),
    quotaLeft: aCase.quotaLeft ?? Infinity,
    folder: 'folderId' in command ? folderOf(command.folderId) : null,
    file: null,
    ...('fileId' in command && knownFile(aCase, command.fileId)),
    directory: tenantId === undefined ? null : directoryOf(tenantId),
  };
}

/** The folder as the rules know it, or null where no building of the invented world has it. */
export function folderOf(folderId: Id | null): TaskContext['folder'] {
  for (const building of buildings) {
    if (building.folders.some((one) => one.id === folderId)) {
      return { id: must(folderId, 'folder'), tenantId: building.tenantId, buildingId: building.id };
    }
  }
  return null;
}

/** Everything planning commands may name in a tenant of the invented world; null for an unknown tenant. */
export function directoryOf(tenantId: Id): Directory | null {
  const tenant = tenants.find((one) => one.id === tenantId);
  if (tenant === undefined) return null;
  const everybody: FixedPerson[] = Object.values(people);
  const members = everybody.filter(
    ({ membership }) => membership?.tenantId === tenantId && membership.roles.some((role) => role !== 'user'),
  );
  const firms = suppliers.filter((one) => one.tenantId === tenantId);
  const executors: Executor[] = [
    ...members.map(({ id, name }) => ({ kind: 'person' as const, id, name })),
    ...firms.map(({ id, name }) => ({ kind: 'supplier' as const, id, name })),
  ];
  return {
    tenantId,
    tenantName: tenant.name,
    nextNumber: 501,
    executors,
    buildings: buildings.filter((one) => one.tenantId === tenantId),
    templates: templates.filter((one) => one.tenantId === tenantId),
  };
}

function knownFile({ given }: CommandCase, fileId: Id): Pick<TaskContext, 'file' | 'fileTenantId'> {
  for (const task of [given.task, given.other]) {
    const file = task?.files.find((one) => one.id === fileId);
    if (task && file) return { file, fileTenantId: task.tenantId };
  }
  return { file: given.file?.id === fileId ? given.file : null };
}

/**
 * Whether a harness plays the case. The device plays what may be queued, on a task it holds whole (assigned to its
 * person, open or Completing) or on a file without a task; it knows no quota.
 */
export function runsOn(aCase: CommandCase, harness: Harness): boolean {
  if (aCase.where !== undefined && !aCase.where.only.includes(harness)) return false;
  if (harness !== 'device') return true;
  if (!fieldTypes.has(aCase.command.type) || aCase.quotaLeft !== undefined) return false;
  const { task } = aCase.given;
  if (task === null) return aCase.command.taskId === null;
  return isAssigned(actorOf(aCase.actor), task) && (isOpen(task.state) || task.state === 'completing');
}
