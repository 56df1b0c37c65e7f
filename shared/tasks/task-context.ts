import { can, couldBut, type AccessFacts } from '#shared/access/can.ts';
import type { Action } from '#shared/access/access-table.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { columnsIn, isMember, reachesBuilding, type Actor } from '#shared/people/actor.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Question } from '#shared/checklists/checklist.ts';
import type { Executor, Task } from '#shared/tasks/task.ts';

/**
 * What a rule may know besides the state and the command. On the server all of it is read in the write's own
 * transaction, under locks; on the device it comes from the profile record and the device's clock.
 */
export interface TaskContext {
  readonly actor: Actor;
  readonly now: Instant;
  /** The person once had this task and it ended for them (closed, reassigned, declined). */
  readonly former: boolean;
  /** When it last ended for them; left out where unknown (device), or where they never had it. */
  readonly lostAt?: Instant;
  /** Bytes left in the tenant's quota; Infinity where unknown (device). */
  readonly quotaLeft: number;
  /** The archive folder an upload names, if it exists and is not denied to the person. */
  readonly folder: { id: Id; tenantId: Id; buildingId: Id } | null;
  /** The file a command names, wherever it is, whoever's it is. */
  readonly file: FileRecord | null;
  /** The tenant that file is in; left out where unknown (device). */
  readonly fileTenantId?: Id;
  /** Assignable people and suppliers of the tenant (by id), and buildings: only loaded for planning commands. */
  readonly directory: Directory | null;
}

/** What planning commands may name: taken from the database, never from the command. */
export interface Directory {
  readonly tenantId: Id;
  readonly tenantName: string;
  readonly nextNumber: number;
  readonly executors: readonly Executor[];
  readonly buildings: readonly { id: Id; name: string }[];
  readonly templates: readonly { id: Id; title: string; version: number; questions: Question[] }[];
}

/** Whose grant the actor works on in this task: an executor they act for, else themselves. */
export function partyOf(actor: Actor, task: Pick<Task, 'executors' | 'tenantId'>): Id {
  const supplier = task.executors.find(
    (one) => one.kind === 'supplier' && actsFor(actor, one, task.tenantId),
  );
  return supplier?.id ?? actor.personId;
}

/** Whether the actor is this executor: the person, or an acting contact of the supplier. */
export function actsFor(actor: Actor, executor: Pick<Executor, 'kind' | 'id'>, tenantId: Id): boolean {
  return executor.kind === 'person'
    ? executor.id === actor.personId
    : actor.engagements.some((e) => e.tenantId === tenantId && e.supplierId === executor.id);
}

/** Whether the actor is among the executors, as a person or through their supplier company. */
export function isAssigned(actor: Actor, task: Pick<Task, 'executors' | 'tenantId'>): boolean {
  return task.executors.some((executor) => actsFor(actor, executor, task.tenantId));
}

/** The facts the access table asks about one task. */
export function taskFacts(task: Task, context: TaskContext): AccessFacts {
  const assigned = isAssigned(context.actor, task);
  return {
    t: isMember(context.actor, task.tenantId),
    b: reachesBuilding(context.actor, task.tenantId, task.buildingId),
    a: assigned,
    s: isOpen(task.state),
    g: assigned && isOpen(task.state),
    o: task.createdBy === context.actor.personId,
    z: true,
    c: true,
    q: true,
  };
}

/**
 * The refusal that stops somebody from acting on a task, or null where they may. Grants come before existence: who
 * never saw the task learns nothing; who had it learns what happened to it.
 */
export function refusalOf(action: Action, task: Task | null, context: TaskContext): TaskRefusal | null {
  if (task === null) return { code: 'task.not-found' };
  const held = columnsIn(context.actor, task.tenantId);
  const facts = taskFacts(task, context);
  if (can(action, held, facts)) return null;
  if (couldBut(['s', 'g'], action, held, facts)) return closedRefusal(task);
  const visible =
    can('read-task', held, facts) || (facts.a === true && couldBut(['s', 'g'], 'read-task', held, facts));
  // Whoever is named on the task and sees it has it now, whatever the history of their grants says.
  if (context.former && !(visible && facts.a === true)) {
    return isOpen(task.state) || task.state === 'new'
      ? { code: 'grant.ended', at: task.closedAt }
      : // Whoever closed it after them may work for another supplier.
        closedRefusal(task, visible ? task.completedByName : null);
  }
  return visible ? { code: 'grant.missing' } : { code: 'task.not-found' };
}

/** What the refusal of a task that is not open says. A New one was never closed: it only stands elsewhere. */
export function closedRefusal(task: Task, byName: string | null = task.completedByName): TaskRefusal {
  if (task.state === 'new') return { code: 'task.wrong-state', state: task.state };
  return { code: 'task.closed', state: task.state, at: task.closedAt, byName };
}
