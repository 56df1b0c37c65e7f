import { taskStateSchema } from '#shared/tasks/task-state.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aTask, ids, minutesAgo, now, sagvik } from '#shared/testing/builders.ts';
import type { CaseOutcome, CommandCase } from '#shared/testing/case.ts';
import { formerExecutors, taskOf } from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people, personNames, type PersonName } from '#shared/testing/people.ts';
import {
  askebyBad,
  fireTemplate,
  nordvagRadhus,
  nordvagTemplate,
  nordvag,
  sagvikInNordvag,
} from '#shared/testing/places.ts';

const command = aCommand('create-task');
const unknown = [
  ['a supplier of another tenant', { kind: 'supplier', id: sagvikInNordvag.id }],
  ['a person of another tenant', { kind: 'person', id: people.eva.id }],
  ['nobody known', { kind: 'person', id: ids.nothing }],
] as const;

/** Whoever may read the building learns that they may not plan; the others learn nothing. */
const everybody: Partial<Record<PersonName, CaseOutcome>> = {
  astrid: 'applied',
  magnus: 'applied',
  erik: 'grant.missing',
  unni: 'grant.missing',
  arne: 'grant.missing',
};

/** Cases of `create-task`. */
export const createTaskCases: readonly CommandCase[] = [
  ...taskStateSchema.options.map((state): CommandCase => ({
    title: `a task that exists and is ${state} is not created again`,
    given: { task: aTask({ state }) },
    actor: 'magnus',
    command,
    outcome: 'task.wrong-state',
    facts: { state },
  })),
  ...personNames.map((actor): CommandCase => ({
    title: `${people[actor].name} plans a task at Askeby school`,
    given: { task: null },
    actor,
    command,
    outcome: everybody[actor] ?? 'building.not-found',
  })),
  ...formerExecutors('create-task', {
    reassigned: 'building.not-found',
    declined: 'building.not-found',
    completed: 'building.not-found',
    cancelled: 'building.not-found',
  }),
  {
    title: 'a task with executors is Assigned at once, and everything but the fields of the form is ours',
    given: { task: null },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const task = taskOf(next);
      const expected = aTask({ text: '', createdAt: now, number: task.number });
      ensureEqual(task, expected, 'task');
      ensureEqual(task.executors, [sagvik], 'executors');
    },
  },
  {
    title: 'a task without executors is New',
    given: { task: null },
    actor: 'astrid',
    command: { ...command, executors: [], deadline: null },
    outcome: 'applied',
    then: (next) => {
      ensureEqual([taskOf(next).state, taskOf(next).executors], ['new', []], 'task');
    },
  },
  {
    title: 'checklists come from the tenant’s templates, empty, with the version they have now',
    given: { task: null },
    actor: 'magnus',
    command: {
      ...command,
      checklists: [{ id: ids.checklist, templateId: fireTemplate.id, mandatory: true }],
    },
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).checklists, [aChecklist({ answers: [] })], 'checklists');
    },
  },
  ...[ids.nothing, nordvagTemplate.id].map((templateId): CommandCase => ({
    title: `a template that this tenant does not have is not found (${templateId})`,
    given: { task: null },
    actor: 'magnus',
    command: { ...command, checklists: [{ id: ids.checklist, templateId, mandatory: true }] },
    outcome: 'checklist.not-found',
  })),
  ...unknown.map(([who, executor]): CommandCase => ({
    title: `${who} cannot be given the task`,
    given: { task: null },
    actor: 'magnus',
    command: { ...command, executors: [executor] },
    outcome: 'task.executor-unknown',
  })),
  {
    title: 'a manager does not plan at a building of others',
    given: { task: null },
    actor: 'magnus',
    command: { ...command, buildingId: askebyBad.id },
    outcome: 'building.not-found',
  },
  {
    title: 'an administrator does not plan at a building of another tenant',
    given: { task: null },
    actor: 'astrid',
    command: { ...command, buildingId: nordvagRadhus.id },
    outcome: 'building.not-found',
  },
  {
    title: 'naming another tenant does not open it',
    given: { task: null },
    actor: 'astrid',
    command: { ...command, tenantId: nordvag.id, buildingId: nordvagRadhus.id },
    outcome: 'building.not-found',
  },
  {
    title: 'the clock of the device is no part of the task',
    given: { task: null },
    actor: 'magnus',
    command: { ...command, madeAt: minutesAgo(60 * 24 * 400) },
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).createdAt, now, 'createdAt');
    },
  },
];
