import { causesOf } from '#server/consequences.ts';
import { demoTemplates } from '#server/demo/demo-checklists.ts';
import { demoId } from '#server/demo/demo-id.ts';
import { demoPeople, type Who } from '#server/demo/demo-people.ts';
import { demoBuildings } from '#server/demo/demo-places.ts';
import { demoCompanies, type Company } from '#server/demo/demo-suppliers.ts';
import { dateFrom, momentFrom } from '#server/demo/moments.ts';
import { playFile, type PlayedFile } from '#server/demo/play-file.ts';
import { contextOfDeed, directoryOfDemo, perform, type Stage } from '#server/demo/stage.ts';
import type { Deed, ExecutorKey, Step, TaskPlan } from '#server/demo/task-plan.ts';
import type { GrantSpan } from '#server/testing/insert-task.ts';
import type { FixedSupplier } from '#shared/testing/places.ts';
import type { FixedPerson } from '#shared/testing/people.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import type { ExecutorRef } from '#shared/tasks/resolve-executors.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import { isOutstanding } from '#shared/files/file.ts';
import type { Task } from '#shared/tasks/task.ts';

/** A task as the rules left it, with what it does not tell: whose it was when, and where its files are. */
export interface PlayedTask {
  readonly task: Task;
  readonly grants: readonly GrantSpan[];
  readonly files: readonly PlayedFile[];
}

interface Scene {
  readonly stage: Stage;
  readonly plan: TaskPlan;
  readonly key: string;
  task: Task | null;
  grants: GrantSpan[];
  readonly files: PlayedFile[];
  deeds: number;
}

/** Plays what people did with a task, deed by deed, by the rules of shared/; throws what they refuse. */
export async function playTask(stage: Stage, plan: TaskPlan): Promise<PlayedTask> {
  const building = demoBuildings[plan.building];
  const key = `${building.tenantName} ${plan.number}`;
  const scene: Scene = { stage, plan, key, task: null, grants: [], files: [], deeds: 0 };
  create(scene);
  let last = momentFrom(stage.now, plan.created);
  for (const step of plan.then) {
    const at = momentFrom(stage.now, step.when);
    if (millis(at) < millis(last) || millis(at) > millis(stage.now))
      throw new Error(`In task ${plan.number}, what ${step.who} did comes too early or too late.`);
    last = at;
    for (const deed of step.deeds) await play(scene, step, deed, at);
  }
  return { task: must(scene.task, 'played task'), grants: scene.grants, files: scene.files };
}

/** The id of a task of the demo by its tenant's name and its number. */
export function demoTaskId(key: string): Id {
  return demoId('task', key);
}

function create(scene: Scene): void {
  const { plan, key, stage } = scene;
  const building = demoBuildings[plan.building];
  act(scene, plan.by, momentFrom(stage.now, plan.created), {
    type: 'create-task',
    tenantId: building.tenantId,
    buildingId: building.id,
    place: plan.place,
    title: plan.title,
    text: plan.text,
    deadline: plan.deadline === null ? null : dateFrom(stage.now, plan.deadline),
    priority: plan.priority ?? 'normal',
    executors: refsOf(plan.to, building.tenantId),
    checklists: (plan.checklists ?? []).map((name, position) => ({
      id: demoId('checklist', `${key} ${position}`),
      templateId: demoTemplates[name].id,
      mandatory: true,
    })),
  });
}

async function play(scene: Scene, step: Step, deed: Deed, at: Instant): Promise<void> {
  const task = must(scene.task, 'task');
  const { stage, key } = scene;
  switch (deed.type) {
    case 'file': {
      const before = task;
      const by = { who: step.who, at, building: demoBuildings[scene.plan.building] };
      const named = { ...by, key: `${key} ${deed.file.name}` };
      const { next, events, played } = await playFile(stage, { task, file: null }, deed.file, named);
      scene.task = next.task;
      if (played !== null) scene.files.push(played);
      return follow(scene, before, events, at);
    }
    case 'fill': {
      const checklist = must(task.checklists[deed.checklist], 'checklist');
      for (const [index, filled] of deed.answers.entries()) {
        if (filled === null) continue;
        const { value, comment } = typeof filled === 'string' ? { value: filled, comment: '' } : filled;
        const questionId = must(checklist.questions[index], 'question').id;
        act(scene, step.who, at, {
          type: 'set-answer',
          checklistId: checklist.id,
          questionId,
          value,
          comment,
        });
      }
      return;
    }
    case 'deliver': {
      const checklistId = must(task.checklists[deed.checklist], 'checklist').id;
      return act(scene, step.who, at, { type: 'deliver-checklist', checklistId });
    }
    case 'complete-task': {
      const there = task.files.filter((file) => isOutstanding(file) || file.state === 'available');
      return act(scene, step.who, at, { type: deed.type, files: there.map((file) => file.id) });
    }
    case 'assign-task':
    case 'reassign-task':
    case 'reopen-task':
      return act(scene, step.who, at, { type: deed.type, executors: refsOf(deed.to, task.tenantId) });
    case 'request-reopening': {
      const waiting = deed.waiting.map(({ made, ...item }) => ({
        ...item,
        madeAt: momentFrom(stage.now, made),
      }));
      return act(scene, step.who, at, { ...deed, waiting });
    }
    default:
      return act(scene, step.who, at, deed);
  }
}

function act(scene: Scene, who: Who, at: Instant, deed: { type: string } & Record<string, unknown>): void {
  const { key, plan, task: before } = scene;
  const personId = demoPeople[who].id;
  const building = demoBuildings[plan.building];
  const context = contextOfDeed(who, at, {
    former: scene.grants.some((grant) => grant.personId === personId && grant.endedAt !== null),
    directory: directoryOfDemo(building.tenantId, plan.number),
  });
  const id = demoId('command', `${key} ${scene.deeds}`);
  scene.deeds += 1;
  const situation = { task: before, file: null };
  const { next, events } = perform(situation, { ...deed, id, taskId: demoTaskId(key) }, context);
  scene.task = next.task;
  follow(scene, before, events, at);
}

/** Notes whose task it has become, and whose no longer. */
function follow(scene: Scene, before: Task | null, events: readonly TaskEvent[], at: Instant): void {
  const [had, have] = [holdersOf(before), holdersOf(scene.task)];
  const { began, ended } = causesOf(events);
  scene.grants = scene.grants.map((grant) =>
    grant.endedAt === null && !have.has(grant.personId) ? { ...grant, endedAt: at, endedBy: ended } : grant,
  );
  for (const [personId, partyId] of have) {
    if (had.has(personId)) continue;
    scene.grants.push({ personId, partyId, beganAt: at, beganBy: began, endedAt: null, endedBy: null });
  }
}

function holdersOf(task: Task | null): Map<Id, Id> {
  const holders = new Map<Id, Id>();
  if (task === null || !isOpen(task.state)) return holders;
  for (const person of Object.values<FixedPerson>(demoPeople)) {
    for (const executor of task.executors) {
      const reaches = person.membership?.buildingIds?.includes(task.buildingId) ?? true;
      const holds =
        executor.kind === 'person'
          ? executor.id === person.id && reaches
          : person.contactOf.some((supplier) => supplier.id === executor.id);
      if (holds) holders.set(person.id, executor.id);
    }
  }
  return holders;
}

function refsOf(keys: readonly ExecutorKey[], tenantId: Id): ExecutorRef[] {
  return keys.map((key) => {
    if (!isCompany(key)) return { kind: 'person', id: demoPeople[key].id };
    const companies: readonly FixedSupplier[] = demoCompanies[key];
    const company = companies.find((one) => one.tenantId === tenantId);
    return { kind: 'supplier', id: must(company, `${key} in this tenant`).id };
  });
}

function isCompany(key: ExecutorKey): key is Company {
  return key in demoCompanies;
}
