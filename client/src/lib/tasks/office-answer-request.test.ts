import { expect, test } from 'vitest';
import type { OpenRequest } from '#lib/office/requests.ts';
import { answerTo } from '#lib/tasks/office-answer-request.ts';
import { dahl, now, sagvik } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

const ref = ({ kind, id }: { kind: 'supplier' | 'person'; id: string }) => ({ kind, id });

function aRequestLine(overrides: Partial<OpenRequest> = {}): OpenRequest {
  return {
    id: localId(1),
    taskId: localId(2),
    number: 118,
    title: 'Kontroll av nødlys',
    buildingName: 'Askeby skole',
    state: 'completed',
    executors: [ref(sagvik)],
    byName: 'Siri Sagvik',
    at: now,
    message: '',
    files: 2,
    bytes: 10,
    others: 0,
    party: sagvik,
    ...overrides,
  };
}

test('a closed task of the asker is reopened to those who had it', () => {
  for (const state of ['completing', 'completed', 'approved', 'cancelled'] as const) {
    expect(answerTo(aRequestLine({ state }))).toEqual({
      kind: 'reopen',
      command: { type: 'reopen-task', taskId: localId(2), executors: null },
    });
  }
});

test('a closed task that somebody else finished is reopened with the asker added', () => {
  expect(answerTo(aRequestLine({ executors: [ref(dahl)] }))).toEqual({
    kind: 'reopen',
    command: { type: 'reopen-task', taskId: localId(2), executors: [ref(dahl), ref(sagvik)] },
  });
});

test('an open task given to somebody else keeps them and gets the asker back', () => {
  expect(answerTo(aRequestLine({ state: 'in-progress', executors: [ref(dahl)] }))).toEqual({
    kind: 'add-back',
    command: { type: 'reassign-task', taskId: localId(2), executors: [ref(dahl), ref(sagvik)] },
  });
});

test('a new task is assigned to the asker', () => {
  expect(answerTo(aRequestLine({ state: 'new', executors: [] }))).toEqual({
    kind: 'add-back',
    command: { type: 'assign-task', taskId: localId(2), executors: [ref(sagvik)] },
  });
});

test('somebody who can no longer be given work leaves the choice to staff', () => {
  expect(answerTo(aRequestLine({ party: null })).kind).toBe('choose');
});
