import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { countTasksByState, listTaskLines, type TaskListView } from '#server/tasks/task-list-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aRequest, aTask, asExecutor, dahl, sagvik } from '#shared/testing/builders.ts';
import { askeby, askebyBad, askebySkole } from '#shared/testing/places.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await given(1, { deadline: null, title: 'Uten frist' });
  await given(2, { deadline: '2026-12-10', executors: [dahl], title: 'Rense sluk 100 % på taket' });
  await given(3, { deadline: '2026-11-20', state: 'in-progress', executors: [sagvik, asExecutor('erik')] });
  await given(4, { deadline: '2026-12-10', state: 'cancelled', reopeningRequests: [aRequest()] });
  await given(6, { deadline: '2026-12-10', buildingId: askebyBad.id, buildingName: askebyBad.name });
  await given(5, { deadline: '2026-11-01', buildingId: askebyBad.id, buildingName: askebyBad.name });
});
afterAll(() => app.close());

function given(number: number, overrides: Partial<Task>): Promise<void> {
  return insertTask(app.db, aTask({ id: uuid(), number, ...overrides }));
}

function list(view: Partial<TaskListView> = {}) {
  const whole = { tenantId: askeby.id, buildingIds: null, states: null, search: null, limit: 100, offset: 0 };
  return withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    listTaskLines(trx, { ...whole, ...view }),
  );
}

const numbers = async (view: Partial<TaskListView>) => (await list(view)).lines.map((line) => line.number);

test('what is over stands last; before that the earliest deadline first, none last, and a number breaks a tie', async () => {
  expect(await numbers({})).toEqual([5, 3, 2, 6, 1, 4]);
});

test('a page tells how many there are in all', async () => {
  expect(await list({ limit: 2, offset: 1 })).toMatchObject({
    lines: [{ number: 3 }, { number: 2 }],
    total: 6,
  });
});

test('states and buildings narrow the list and its count', async () => {
  expect(await list({ states: ['in-progress', 'cancelled'] })).toMatchObject({
    lines: [{ number: 3 }, { number: 4 }],
    total: 2,
  });
  expect(await numbers({ buildingIds: [askebySkole.id] })).toEqual([3, 2, 1, 4]);
  expect(await numbers({ buildingIds: [] })).toEqual([]);
});

test('search finds a part of title, building or executor in any case, and a whole number', async () => {
  expect(await numbers({ search: 'rense SLUK' })).toEqual([2]);
  expect(await numbers({ search: 'svømmehall' })).toEqual([5, 6]);
  expect(await numbers({ search: 'ekeland' })).toEqual([3]);
  expect(await numbers({ search: 'dahl' })).toEqual([2]);
  expect(await numbers({ search: '4' })).toEqual([4]);
});

test('signs that mean something to the database are searched as they are written', async () => {
  expect(await numbers({ search: '100 %' })).toEqual([2]);
  expect(await numbers({ search: 'a_b' })).toEqual([]);
  expect(await numbers({ search: '%' })).toEqual([2]);
});

test('a line names its executors in order and says that somebody asks to reopen', async () => {
  const { lines } = await list({});
  expect(lines.find((line) => line.number === 3)?.executorNames).toEqual([
    'Sagvik Elektro AS',
    'Erik Ekeland',
  ]);
  expect(lines.filter((line) => line.reopeningRequested).map((line) => line.number)).toEqual([4]);
});

test('every state is counted, within the buildings the person reaches', async () => {
  const count = (buildingIds: string[] | null) =>
    withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
      countTasksByState(trx, { tenantId: askeby.id, buildingIds }),
    );
  expect(await count(null)).toEqual({ assigned: 4, 'in-progress': 1, cancelled: 1 });
  expect(await count([askebyBad.id])).toEqual({ assigned: 2 });
  expect(await count([])).toEqual({});
});
