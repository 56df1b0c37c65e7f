import { describe, expect, it } from 'vitest';
import { fold, type DeviceFacts } from '#lib/sync/fold.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aFile, aTask, ids, minutesAgo } from '#shared/testing/builders.ts';
import { folderOf } from '#shared/testing/case-context.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { actorOf } from '#shared/testing/people.ts';
import { folders, questions } from '#shared/testing/places.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';

const facts: DeviceFacts = {
  actor: actorOf('siri'),
  former: false,
  clockOffset: 0,
  folderOf: (folderId) => folderOf(folderId),
  fileOf: () => null,
};

function foldTask(task: Task, commands: FieldCommand[]) {
  const { situation, doubts } = fold({ task, file: null }, commands, facts);
  return { task: must(situation.task, 'task'), doubts };
}

const id = (at: number) => ({ id: localId(3000 + at) });

describe('what the person sees', () => {
  it('is what the server said and what was done since, in order, at the times it was done', () => {
    const { task, doubts } = foldTask(aTask(), [
      aCommand('start-task', { ...id(1), madeAt: minutesAgo(30) }),
      aCommand('wait-task', { ...id(2), reason: 'deler' }),
      aCommand('resume-task', id(3)),
      aCommand('add-comment', { ...id(4), text: 'ferdig' }),
      aCommand('declare-file', { ...id(5), purpose: 'archive', folderId: folders.fire }),
      aCommand('complete-task', { ...id(6), files: [ids.photo] }),
    ]);
    expect(task).toMatchObject({
      state: 'completing',
      startedAt: minutesAgo(30),
      expectedFiles: [ids.photo],
    });
    expect(task.comments.map((one) => one.text)).toEqual(['ferdig']);
    expect(task.files).toMatchObject([{ id: ids.photo, state: 'declared', approval: 'awaiting' }]);
    expect(doubts.size).toBe(0);
  });

  it('leaves what the server said untouched', () => {
    const confirmed = aTask({ checklists: [aChecklist()] });
    const before = structuredClone(confirmed);
    foldTask(confirmed, [
      aCommand('start-task', id(1)),
      aCommand('set-answer', { ...id(2), questionId: questions.detectors, value: 'no' }),
      aCommand('deliver-checklist', id(3)),
    ]);
    expect(confirmed).toEqual(before);
  });

  it('leaves out what the rules refuse by what is confirmed now, and names it', () => {
    const { task, doubts } = foldTask(aTask({ state: 'waiting', waitingReason: 'x' }), [
      aCommand('start-task', id(1)),
      aCommand('add-comment', { ...id(2), text: 'likevel' }),
    ]);
    expect(task.state).toBe('waiting');
    expect(task.comments).toHaveLength(1);
    expect([...doubts]).toEqual([[localId(3001), { code: 'task.wrong-state', state: 'waiting' }]]);
  });

  it('shows a comment once whose effect the record has already', () => {
    const comment = aCommand('add-comment', id(1));
    const first = foldTask(aTask(), [comment]).task;
    expect(foldTask(first, [comment]).task.comments).toHaveLength(1);
  });

  it('shows a file once that is declared again, and as declared when it was refused', () => {
    const declare = aCommand('declare-file', { ...id(1) });
    const { size, sha256 } = declare;
    const known = aFile({ state: 'refused', size, sha256 });
    const { task } = foldTask(aTask({ state: 'in-progress', files: [known] }), [
      declare,
      { ...declare, ...id(2) },
    ]);
    expect(task.files).toMatchObject([{ id: ids.photo, state: 'declared', refusalCode: null }]);
  });

  it('is nothing where there is no record', () => {
    const { situation, doubts } = fold({ task: null, file: null }, [aCommand('start-task', id(1))], facts);
    expect(situation.task).toBeNull();
    expect(doubts.get(localId(3001))).toEqual({ code: 'task.not-found' });
  });

  it('takes a completion back within its quarter of an hour, while both are still queued', () => {
    const { task } = foldTask(aTask({ state: 'in-progress' }), [
      aCommand('complete-task', { ...id(1), madeAt: minutesAgo(10), files: [] }),
      aCommand('undo-complete', { ...id(2), madeAt: minutesAgo(1) }),
    ]);
    expect(task).toMatchObject({ state: 'in-progress', completedAt: null });
  });

  it('takes a completion back that the server has not received, however long ago it was made', () => {
    const { task } = foldTask(aTask({ state: 'in-progress' }), [
      aCommand('complete-task', { ...id(1), madeAt: minutesAgo(600), files: [] }),
      aCommand('undo-complete', { ...id(2), madeAt: minutesAgo(1) }),
    ]);
    expect(task.state).toBe('in-progress');
  });

  it('notes the moment a completion was taken back, and the latest it could be where the server has not received it', () => {
    const undone = (undoneAt: string) =>
      foldTask(aTask({ state: 'in-progress' }), [
        aCommand('complete-task', { ...id(1), madeAt: minutesAgo(600), files: [] }),
        aCommand('request-reopening', { ...id(2), madeAt: minutesAgo(599) }),
        aCommand('undo-complete', { ...id(3), madeAt: undoneAt }),
      ]).task.reopeningRequests.map((request) => request.answeredAt);
    expect(undone(minutesAgo(598))).toEqual([minutesAgo(598)]);
    expect(undone(minutesAgo(1))).toEqual([minutesAgo(585)]);
  });

  it("measures the window of a received completion by the server's clock, not by the device's", () => {
    const completed = aTask({ state: 'completed', completedAt: minutesAgo(5) });
    const aDayFast = { ...facts, clockOffset: -24 * 60 * 60_000 };
    const undo = aCommand('undo-complete', { ...id(1), madeAt: minutesAgo(-24 * 60) });
    expect(fold({ task: completed, file: null }, [undo], facts).doubts.size).toBe(1);
    expect(fold({ task: completed, file: null }, [undo], aDayFast).situation.task?.state).toBe('in-progress');
  });
});
