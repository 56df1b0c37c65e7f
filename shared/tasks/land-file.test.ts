import { describe, expect, it } from 'vitest';
import { fileStateSchema, isOutstanding, type FileState } from '#shared/files/file.ts';
import { byteRefusal, landFile, refuseFile, type VerifiedBytes } from '#shared/tasks/land-file.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { taskStateSchema, type TaskState } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aChecklist, aContext, aFile, asExecutor, aTask, dahl, ids, now } from '#shared/testing/builders.ts';
import { folderOf } from '#shared/testing/case-context.ts';
import { actorOf, people } from '#shared/testing/people.ts';
import { folders } from '#shared/testing/places.ts';

const file = aFile({ state: 'received' });
const bytes: VerifiedBytes = { sha256: file.sha256, size: file.size, type: 'image/jpeg', program: false };
const siri = aContext('siri');

function on(task: Task): Situation {
  return { task, file: null };
}

function withFile(state: TaskState): Situation {
  const expectedFiles = state === 'completing' ? [file.id] : [];
  return on(aTask({ state, files: [file], expectedFiles }));
}

/** In a New task nobody is assigned; in a closed one nothing may land; in Completing the named file may. */
const byState: Record<TaskState, string> = {
  new: 'task.not-found',
  assigned: 'lands',
  'in-progress': 'lands',
  waiting: 'lands',
  completing: 'lands',
  completed: 'task.closed',
  approved: 'task.closed',
  returned: 'lands',
  cancelled: 'task.closed',
};

const byFileState: Record<FileState, string> = {
  declared: 'lands',
  receiving: 'lands',
  received: 'lands',
  available: 'lands',
  refused: 'file.settled',
  cancelled: 'file.settled',
  expired: 'file.settled',
};

describe('landing a file', () => {
  it.each(taskStateSchema.options)('the assigned supplier’s file in a task that is %s', (state) => {
    const decision = landFile(withFile(state), file.id, bytes, siri);
    expect(decision.ok ? 'lands' : decision.refusal.code).toBe(byState[state]);
    expect(byteRefusal(withFile(state), file.id, siri)?.code ?? 'lands').toBe(byState[state]);
  });

  it('makes the file available with what the bytes were sniffed as', () => {
    const decision = landFile(withFile('in-progress'), file.id, bytes, siri);
    const landed = { ...file, state: 'available' as const, type: 'image/jpeg', availableAt: now };
    expect(decision).toEqual({
      ok: true,
      next: { task: aTask({ state: 'in-progress', files: [landed] }), file: null },
      events: [],
    });
  });

  it('completes a Completing task with the last file it named', () => {
    const decision = landFile(withFile('completing'), file.id, bytes, siri);
    expect(decision.ok && decision.next.task).toMatchObject({ state: 'completed', expectedFiles: [] });
    expect(decision.ok && decision.events).toEqual([{ type: 'task-completed', taskId: ids.task }]);
  });

  it('leaves a task Completing while another named file is missing', () => {
    const files = [file, aFile({ id: ids.report })];
    const task = aTask({ state: 'completing', files, expectedFiles: [file.id, ids.report] });
    const decision = landFile(on(task), file.id, bytes, siri);
    expect(decision.ok && decision.next.task).toMatchObject({
      state: 'completing',
      expectedFiles: [ids.report],
    });
    expect(decision.ok && decision.events).toEqual([]);
  });

  it('refuses a file that a Completing task did not name', () => {
    const task = aTask({ state: 'completing', files: [file], expectedFiles: [ids.report] });
    expect(byteRefusal(on(task), file.id, siri)).toMatchObject({ code: 'task.closed', state: 'completing' });
    expect(landFile(on(task), file.id, bytes, siri)).toMatchObject({ refusal: { code: 'task.closed' } });
  });

  it.each(fileStateSchema.options)('of a file that is %s', (state) => {
    const task = aTask({ files: [{ ...file, state }] });
    const decision = landFile(on(task), file.id, bytes, siri);
    expect(decision.ok ? 'lands' : decision.refusal.code).toBe(byFileState[state]);
    const more = byteRefusal(on(task), file.id, siri);
    expect(more).toEqual(isOutstanding({ state }) ? null : { code: 'file.settled' });
  });

  it('says again that a file is available, also when the task is completed by now', () => {
    const situation = on(aTask({ state: 'completed', files: [aFile({ state: 'available' })] }));
    expect(landFile(situation, file.id, bytes, siri)).toEqual({ ok: true, next: situation, events: [] });
  });

  it('refuses other bytes than the ones that were declared', () => {
    for (const wrong of [{ sha256: 'b2'.repeat(32) }, { size: file.size - 1 }]) {
      const decision = landFile(withFile('assigned'), file.id, { ...bytes, ...wrong }, siri);
      expect(decision).toEqual({ ok: false, refusal: { code: 'file.corrupt' } });
    }
  });

  it('refuses a program whatever it is called', () => {
    const decision = landFile(withFile('assigned'), file.id, { ...bytes, program: true }, siri);
    expect(decision).toEqual({ ok: false, refusal: { code: 'file.program', name: file.name } });
  });

  it('asks the grant before it looks at the bytes', () => {
    const decision = landFile(withFile('completed'), file.id, { ...bytes, size: 0 }, siri);
    expect(decision).toMatchObject({ refusal: { code: 'task.closed' } });
  });
});

describe('whose file it is', () => {
  it.each(['sondre', 'astrid', 'magnus', 'ragnar', 'nils', 'stig'] as const)(
    'nobody lands a file of somebody else: %s',
    (name) => {
      const situation = withFile('assigned');
      expect(byteRefusal(situation, file.id, aContext(name))).toEqual({ code: 'file.not-found' });
      const available = on(aTask({ files: [aFile({ state: 'available' })] }));
      for (const one of [situation, available]) {
        expect(landFile(one, file.id, bytes, aContext(name))).toEqual({
          ok: false,
          refusal: { code: 'file.not-found' },
        });
      }
    },
  );

  it('a file that nobody declared is not found', () => {
    expect(byteRefusal(withFile('assigned'), ids.nothing, siri)).toEqual({ code: 'file.not-found' });
    expect(landFile(on(aTask()), file.id, bytes, siri)).toMatchObject({
      refusal: { code: 'file.not-found' },
    });
  });

  it('bytes of a former executor never land', () => {
    const given = on(aTask({ executors: [dahl], files: [file] }));
    const former = aContext('siri', { former: true });
    expect(byteRefusal(given, file.id, former)).toEqual({ code: 'grant.ended', at: null });
    expect(byteRefusal(given, file.id, siri)).toEqual({ code: 'task.not-found' });
  });

  it('a contact who may no longer act for the company lands nothing, not even what Completing waits for', () => {
    const left = { ...siri, actor: { ...actorOf('siri'), engagements: [] } };
    for (const state of ['assigned', 'completing'] as const) {
      expect(byteRefusal(withFile(state), file.id, left)).toEqual({ code: 'task.not-found' });
      expect(landFile(withFile(state), file.id, bytes, { ...left, former: true })).toMatchObject({
        ok: false,
        refusal: { code: 'grant.ended' },
      });
    }
  });

  it('a photo of a checklist that was delivered meanwhile still lands', () => {
    const photo = aFile({
      state: 'received',
      purpose: 'answer-photo',
      checklistId: ids.checklist,
    });
    const checklists = [aChecklist({ deliveredAt: now, deliveredByName: people.siri.name })];
    expect(landFile(on(aTask({ files: [photo], checklists })), photo.id, bytes, siri).ok).toBe(true);
  });

  it('a photo of an answer asks for the right to fill the checklist', () => {
    const photo = { ...aFile({ purpose: 'answer-photo' }), declaredBy: people.erik.id };
    const attachment = { ...aFile(), declaredBy: people.erik.id };
    expect(byteRefusal(on(aTask({ files: [photo] })), photo.id, aContext('erik'))?.code).toBe(
      'grant.missing',
    );
    expect(byteRefusal(on(aTask({ files: [attachment] })), photo.id, aContext('erik'))).toBeNull();
  });
});

describe('an archive file without a task', () => {
  const arnes = aFile({
    state: 'received',
    purpose: 'archive',
    folderId: folders.fire,
    declaredBy: people.arne.id,
    partyId: people.arne.id,
  });
  const situation: Situation = { task: null, file: arnes };
  const arne = aContext('arne', { folder: folderOf(folders.fire) });

  it('lands for whoever declared it', () => {
    const decision = landFile(situation, arnes.id, bytes, arne);
    expect(decision).toEqual({
      ok: true,
      next: { task: null, file: { ...arnes, state: 'available', type: 'image/jpeg', availableAt: now } },
      events: [],
    });
  });

  it('lands nothing when the membership, the building or the folder is gone', () => {
    const [membership] = actorOf('arne').memberships;
    const ended = { ...arne, actor: { ...arne.actor, memberships: [] } };
    const elsewhere = {
      ...arne,
      actor: { ...arne.actor, memberships: membership ? [{ ...membership, buildingIds: [] }] : [] },
    };
    for (const context of [ended, elsewhere]) {
      expect(byteRefusal(situation, arnes.id, context)).toEqual({ code: 'grant.ended', at: null });
    }
    expect(byteRefusal(situation, arnes.id, { ...arne, folder: null })).toEqual({ code: 'folder.not-found' });
  });

  it('is found only by its own id', () => {
    expect(byteRefusal(situation, ids.report, arne)).toEqual({ code: 'file.not-found' });
  });

  it('that names a task lands while that task is open and the person’s own', () => {
    const own = on(aTask({ executors: [asExecutor('arne')], files: [arnes] }));
    const closed = on(aTask({ state: 'completed', executors: [asExecutor('arne')], files: [arnes] }));
    expect(byteRefusal(own, arnes.id, arne)).toBeNull();
    expect(byteRefusal(closed, arnes.id, arne)?.code).toBe('task.closed');
    expect(byteRefusal(on(aTask({ files: [arnes] })), arnes.id, arne)?.code).toBe('task.not-found');
  });
});

describe('refusing bytes', () => {
  it('refuses the file with its code and lets a Completing task go on waiting for it', () => {
    const before = withFile('completing');
    const after = refuseFile(before, file.id, 'file.corrupt');
    expect(after.task?.files).toEqual([{ ...file, state: 'refused', refusalCode: 'file.corrupt' }]);
    expect(after.task).toMatchObject({ state: 'completing', expectedFiles: [file.id] });
  });

  it('touches no other file and nothing that is settled', () => {
    const task = aTask({ files: [aFile({ state: 'available' }), aFile({ id: ids.report })] });
    expect(refuseFile(on(task), ids.photo, 'file.corrupt')).toEqual(on(task));
    expect(refuseFile({ task: null, file }, ids.report, 'file.corrupt')).toEqual({ task: null, file });
    expect(refuseFile({ task: null, file }, file.id, 'file.program').file?.refusalCode).toBe('file.program');
  });
});
