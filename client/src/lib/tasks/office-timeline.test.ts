import { expect, test } from 'vitest';
import type { TaskHistoryLine } from '#lib/office/requests.ts';
import { timelineOf } from '#lib/tasks/office-timeline.ts';
import { aChecklist, aFile, aTask, minutesAgo } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';

let lines = 0;
function aLine(overrides: Partial<TaskHistoryLine>): TaskHistoryLine {
  lines += 1;
  const at = overrides.at ?? minutesAgo(30);
  return {
    id: localId(900 + lines),
    type: 'start-task',
    personName: people.siri.name,
    channel: 'app',
    madeAt: at,
    at,
    refusal: null,
    ...overrides,
  };
}

const untouched = { createdAt: minutesAgo(600) };
const kinds = (...given: Parameters<typeof timelineOf>) => timelineOf(...given).map((one) => one.kind);

test('the newest stands first, and what the log tells is not told again from the task', () => {
  const task = aTask({ ...untouched, state: 'in-progress', startedAt: minutesAgo(120) });
  const history = [
    aLine({ type: 'accept-task', at: minutesAgo(200) }),
    aLine({ type: 'start-task', at: minutesAgo(120) }),
  ];
  expect(kinds(task, history)).toEqual(['start-task', 'accept-task', 'create-task']);
});

test('work made on the device long before it was received says both, by whose clock', () => {
  const late = aLine({ madeAt: minutesAgo(200), at: minutesAgo(20) });
  const ahead = aLine({ type: 'wait-task', madeAt: minutesAgo(1), at: minutesAgo(15) });
  const atOnce = aLine({ type: 'resume-task', at: minutesAgo(10) });
  const office = aLine({ type: 'reassign-task', channel: 'web', madeAt: minutesAgo(90), at: minutesAgo(5) });
  const made = timelineOf(aTask(untouched), [late, ahead, atOnce, office]).map((one) => one.madeAt);
  expect(made).toEqual([null, null, minutesAgo(1), minutesAgo(200), null]);
});

test('what was refused is told with its reason, also comments and files', () => {
  const history = [
    aLine({ type: 'add-comment', at: minutesAgo(20) }),
    aLine({ type: 'add-comment', at: minutesAgo(8), refusal: 'task.closed' }),
    aLine({ type: 'declare-file', at: minutesAgo(8), refusal: 'task.closed' }),
  ];
  const told = timelineOf(aTask(untouched), history).filter((one) => one.kind !== 'create-task');
  expect(told.map((one) => [one.kind, one.refusal])).toEqual([
    ['declare-file', 'task.closed'],
    ['add-comment', 'task.closed'],
  ]);
});

test('files of one person that land in one go are one line with their names', () => {
  const file = (number: number, name: string, ago: number) =>
    aFile({ id: localId(number), name, state: 'available', availableAt: minutesAgo(ago) });
  const task = aTask({
    ...untouched,
    files: [file(71, 'a.jpg', 50), file(72, 'b.jpg', 48), file(73, 'c.jpg', 5)],
  });
  const told = timelineOf(task, []).filter((one) => one.kind === 'file-landed');
  expect(told.map((one) => [one.details, one.count])).toEqual([
    [['c.jpg'], 1],
    [['a.jpg', 'b.jpg'], 2],
  ]);
});

test('the names of many files are in the order of a list, whatever order they landed in', () => {
  const file = (number: number, name: string, ago: number) =>
    aFile({ id: localId(number), name, state: 'available', availableAt: minutesAgo(ago) });
  const files = [file(71, 'bilde 10.jpg', 9), file(72, 'bilde 2.jpg', 8), file(73, 'anlegg.pdf', 7)];
  const [told] = timelineOf(aTask({ ...untouched, files }), []);
  expect(told?.details).toEqual(['anlegg.pdf', 'bilde 2.jpg', 'bilde 10.jpg']);
});

test('a task from before the log tells what its own fields remember', () => {
  const task = aTask({
    ...untouched,
    state: 'cancelled',
    startedAt: minutesAgo(100),
    closedAt: minutesAgo(10),
    checklists: [aChecklist({ deliveredAt: minutesAgo(50), deliveredByName: people.siri.name })],
  });
  expect(timelineOf(task, []).map((one) => [one.kind, one.details])).toEqual([
    ['cancel-task', []],
    ['deliver-checklist', ['Brannkontroll']],
    ['start-task', []],
    ['create-task', []],
  ]);
});

test('completing from Assigned is one line, with the start it implies', () => {
  const at = minutesAgo(10);
  const task = aTask({ ...untouched, state: 'completed', startedAt: at, completedAt: at, closedAt: at });
  expect(kinds(task, [aLine({ type: 'complete-task', at })])).toEqual(['complete-task', 'create-task']);
});
