import { expect, test } from 'vitest';
import {
  draftCommand,
  emptyDraft,
  findFaults,
  isDeadlinePast,
  isWritten,
  parseDraft,
} from '#lib/tasks/office-new-task-draft.ts';
import { commandSchema } from '#shared/sync/command.ts';
import { now } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { askeby, askebySkole, fireTemplate, sagvikInAskeby } from '#shared/testing/places.ts';

const written = {
  ...emptyDraft(localId(1)),
  buildingId: askebySkole.id,
  title: 'Kontroll av nødlys',
  deadline: '2026-12-03',
  executors: [{ kind: 'supplier' as const, id: sagvikInAskeby.id }],
  checklists: [{ id: localId(2), templateId: fireTemplate.id, mandatory: true }],
};

test('a whole draft is a command that the server takes', () => {
  const command = { ...draftCommand(written, askeby.id), id: localId(9), madeAt: now };
  expect(commandSchema.parse(command)).toEqual(command);
  expect(findFaults(written, askeby.id)).toEqual({});
});

test('an empty draft lacks its building and its title, and nothing else', () => {
  expect(findFaults(emptyDraft(localId(1)), askeby.id)).toEqual({
    buildingId: 'missing',
    title: 'missing',
  });
});

test('what is too long and what is no date is told at its field', () => {
  const draft = { ...written, title: 'a'.repeat(201), text: 'b'.repeat(10_001), deadline: '2026-13-45' };
  expect(findFaults(draft, askeby.id)).toEqual({
    title: 'too-long',
    text: 'too-long',
    deadline: 'invalid',
  });
});

test('a deadline that has passed is told, today’s and none are not', () => {
  const past = (deadline: string) => isDeadlinePast({ deadline }, '2026-12-03');
  expect(['2026-12-02', '2020-01-01'].map(past)).toEqual([true, true]);
  expect(['2026-12-03', '2026-12-04', ''].map(past)).toEqual([false, false, false]);
});

test('no deadline is a task without one', () => {
  expect(draftCommand({ ...written, deadline: '' }, askeby.id)).toMatchObject({ deadline: null });
});

test('a kept draft comes back as it was, and anything else is no draft', () => {
  expect(parseDraft(JSON.stringify(written))).toEqual(written);
  expect(parseDraft('{"title":"Kontroll"}')).toBeNull();
  expect(parseDraft('not json')).toBeNull();
  expect(parseDraft(null)).toBeNull();
});

test('only a draft somebody wrote in would be missed', () => {
  expect(isWritten(emptyDraft(localId(1)))).toBe(false);
  expect(isWritten({ ...emptyDraft(localId(1)), place: 'Kjeller' })).toBe(true);
  expect(isWritten({ ...emptyDraft(localId(1)), executors: written.executors })).toBe(true);
});
