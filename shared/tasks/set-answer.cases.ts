import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aTask, ids, minutesAgo, now } from '#shared/testing/builders.ts';
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
const answered = { comment: '', byName: people.siri.name, at: minutesAgo(30), value: 'yes' } as const;

/** Cases of `set-answer`. */
export const setAnswerCases: readonly CommandCase[] = [
  ...everyState(
    'set-answer',
    {
      ...closedToSuppliers,
      assigned: 'applied',
      'in-progress': 'applied',
      waiting: 'applied',
      returned: 'applied',
    },
    { task },
  ),
  ...everyPerson('set-answer', 'in-progress', workers, { task }),
  ...formerExecutors('set-answer', endedForFormer),
  {
    title: 'the newest answer takes the place of the older one',
    given: { task: aTask(task) },
    actor: 'sondre',
    command: aCommand('set-answer', { value: 'no', comment: 'Detektor i gangen er død.' }),
    outcome: 'applied',
    then: (next) => {
      const answers = [
        { ...answered, questionId: questions.exits },
        {
          questionId: questions.detectors,
          value: 'no',
          comment: 'Detektor i gangen er død.',
          byName: people.sondre.name,
          at: now,
        },
      ];
      const byQuestion = (a: { questionId: string }, b: { questionId: string }) =>
        a.questionId < b.questionId ? -1 : 1;
      const actual = [...(taskOf(next).checklists[0]?.answers ?? [])].sort(byQuestion);
      ensureEqual(actual, answers.sort(byQuestion), 'answers');
    },
  },
  {
    title: 'an answer is taken back and its comment stays',
    given: { task: aTask(task) },
    actor: 'siri',
    command: aCommand('set-answer', { value: null, comment: 'Må sjekkes igjen' }),
    outcome: 'applied',
    then: (next) => {
      const answer = taskOf(next).checklists[0]?.answers.find(
        (one) => one.questionId === questions.detectors,
      );
      ensureEqual([answer?.value, answer?.comment], [null, 'Må sjekkes igjen'], 'answer');
    },
  },
  {
    title: 'the other checklists of the task are left alone',
    given: { task: aTask({ checklists: [aChecklist(), aChecklist({ id: ids.otherChecklist })] }) },
    actor: 'siri',
    command: aCommand('set-answer'),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).checklists[1], aChecklist({ id: ids.otherChecklist }), 'other checklist');
    },
  },
  {
    title: 'delivered answers are frozen',
    given: {
      task: aTask({
        checklists: [aChecklist({ deliveredAt: minutesAgo(10), deliveredByName: people.siri.name })],
      }),
    },
    actor: 'siri',
    command: aCommand('set-answer'),
    outcome: 'checklist.delivered',
    facts: { at: minutesAgo(10) },
  },
  {
    title: 'a checklist of another task is not found',
    given: { task: aTask(), other: aTask({ id: ids.otherTask, number: 119, ...task }) },
    actor: 'siri',
    command: aCommand('set-answer'),
    outcome: 'checklist.not-found',
  },
  {
    title: 'a question that the template does not ask is not found',
    given: { task: aTask(task) },
    actor: 'siri',
    command: aCommand('set-answer', { questionId: ids.nothing }),
    outcome: 'question.not-found',
  },
];
