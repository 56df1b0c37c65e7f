import { describe, expect, it } from 'vitest';
import type { Approval } from '#shared/files/file.ts';
import { projectTask } from '#shared/tasks/project-task.ts';
import {
  aComment,
  aContext,
  aFile,
  aRequest,
  asExecutor,
  aTask,
  dahl,
  ids,
  now,
  sagvik,
} from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { folders } from '#shared/testing/places.ts';

const internal = aComment({ id: ids.entry, text: 'Sagvik er dyr, få inn pris fra Dahl.', internal: true });
const ragnars = { byId: people.ragnar.id, byName: people.ragnar.name };
const task = aTask({
  executors: [sagvik, dahl],
  comments: [aComment(), internal],
  reopeningRequests: [aRequest(), aRequest({ id: ids.nothing, ...ragnars })],
  declined: { byName: 'Kari', reason: 'dyr ferie', at: now },
});

function archiveFile(approval: Approval) {
  return aFile({
    purpose: 'archive',
    folderId: folders.fire,
    declaredBy: people.ragnar.id,
    partyId: dahl.id,
    approval,
  });
}

function seesFile(
  name: PersonName,
  approval: Approval,
  state: 'assigned' | 'completing' = 'assigned',
): boolean {
  const given = aTask({ ...task, state, files: [archiveFile(approval)] });
  return projectTask(given, aContext(name)).files.length > 0;
}

describe('the task as somebody may see it', () => {
  it.each(['astrid', 'magnus', 'erik'] as const)('%s of the staff of the building sees all of it', (name) => {
    expect(projectTask(task, aContext(name))).toEqual(task);
  });

  it.each(['siri', 'sondre', 'ragnar', 'arne', 'unni', 'mette', 'nils', 'stig'] as const)(
    '%s gets no internal comment and no request of others',
    (name) => {
      const seen = projectTask(task, aContext(name));
      expect(seen.comments).toEqual([aComment()]);
      expect(seen.reopeningRequests.every((one) => one.byId === people[name].id)).toBe(true);
      expect(JSON.stringify(seen)).not.toContain('dyr');
    },
  );

  it('shows the own request', () => {
    expect(projectTask(task, aContext('siri')).reopeningRequests).toEqual([aRequest()]);
  });

  it('shows attachments and photos of everybody who works on the task', () => {
    const files = [aFile(), aFile({ id: ids.ragnarsPhoto, declaredBy: people.ragnar.id, partyId: dahl.id })];
    expect(projectTask(aTask({ files }), aContext('siri')).files).toEqual(files);
  });

  it.each(['awaiting', 'rejected'] as const)(
    'shows an archive file of others that is %s only to who may approve it',
    (approval) => {
      const all = ['astrid', 'magnus', 'erik', 'unni', 'arne', 'siri', 'sondre', 'ragnar'] as const;
      expect(all.filter((name) => seesFile(name, approval))).toEqual(['astrid', 'magnus', 'ragnar']);
    },
  );

  it('shows an approved archive file to all who see the archive, while they do', () => {
    expect(
      ['astrid', 'magnus', 'erik', 'siri', 'sondre'].filter((name) =>
        seesFile(name as PersonName, 'approved'),
      ),
    ).toEqual(['astrid', 'magnus', 'erik', 'siri', 'sondre']);
    expect(seesFile('siri', 'approved', 'completing')).toBe(false);
    expect(seesFile('ragnar', 'approved', 'completing')).toBe(true);
  });

  it('shows the own archive file to the person and to colleagues of the company, also while Completing', () => {
    const file = aFile({ purpose: 'archive', folderId: folders.fire });
    const completing = aTask({ state: 'completing', files: [file], expectedFiles: [file.id] });
    for (const name of ['siri', 'sondre'] as const) {
      expect(projectTask(completing, aContext(name)).files).toEqual([file]);
    }
  });

  it('does not change the task it was given', () => {
    const before = structuredClone(task);
    projectTask(task, aContext('siri'));
    expect(task).toEqual(before);
  });

  it('shows an ad hoc executor no internal comment either', () => {
    const own = aTask({ ...task, executors: [asExecutor('arne')] });
    expect(projectTask(own, aContext('arne')).comments).toEqual([aComment()]);
  });
});
