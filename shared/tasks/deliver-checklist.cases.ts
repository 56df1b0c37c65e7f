import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, asExecutor, aTask, ids, minutesAgo, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  closedToSuppliers,
  endedForFormer,
  everyPerson,
  everyState,
  formerExecutors,
  taskOf,
  workers,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';
import { questions } from '#shared/testing/places.ts';

const task = { checklists: [aChecklist({ mandatory: false })] };
const command = aCommand('deliver-checklist');
const delivered = { deliveredAt: minutesAgo(10), deliveredByName: people.sondre.name };

/** Cases of `deliver-checklist`. */
export const deliverChecklistCases: readonly CommandCase[] = [
  ...everyState(
    'deliver-checklist',
    {
      ...closedToSuppliers,
      assigned: 'applied',
      'in-progress': 'applied',
      waiting: 'applied',
      returned: 'applied',
    },
    { task },
  ),
  ...everyPerson('deliver-checklist', 'in-progress', workers, { task }),
  ...formerExecutors('deliver-checklist', endedForFormer),
  {
    title: 'delivering freezes the answers with who and when',
    given: { task: aTask({ checklists: [aChecklist(), aChecklist({ id: ids.otherChecklist })] }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const checklists = [
        aChecklist({ deliveredAt: now, deliveredByName: people.siri.name }),
        aChecklist({ id: ids.otherChecklist }),
      ];
      ensureEqual(taskOf(next).checklists, checklists, 'checklists');
    },
  },
  {
    title: 'an unanswered mandatory question stops the delivery and is named',
    given: { task: aTask({ checklists: [aChecklist({ answers: [] })] }) },
    actor: 'siri',
    command,
    outcome: 'checklist.unanswered',
    facts: { questionIds: [questions.detectors, questions.exits] },
  },
  {
    title: 'an answer that was taken back counts as none',
    given: {
      task: aTask({
        checklists: [
          aChecklist({
            answers: aChecklist().answers.map((answer) =>
              answer.questionId === questions.exits ? { ...answer, value: null } : answer,
            ),
          }),
        ],
      }),
    },
    actor: 'siri',
    command,
    outcome: 'checklist.unanswered',
    facts: { questionIds: [questions.exits] },
  },
  {
    title: 'what a colleague delivered is not delivered again',
    given: { task: aTask({ checklists: [aChecklist(delivered)] }) },
    actor: 'siri',
    command,
    outcome: 'checklist.delivered',
    facts: { at: minutesAgo(10) },
  },
  {
    title: 'a checklist that the task does not have is not found',
    given: { task: aTask(task) },
    actor: 'siri',
    command: aCommand('deliver-checklist', { checklistId: ids.nothing }),
    outcome: 'checklist.not-found',
  },
  {
    title: 'an ad hoc user delivers on an own task',
    given: { task: aTask({ ...task, executors: [asExecutor('arne')] }) },
    actor: 'arne',
    command,
    outcome: 'applied',
  },
];
