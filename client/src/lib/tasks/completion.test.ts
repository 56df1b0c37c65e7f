import { describe, expect, it } from 'vitest';
import { aChecklist, aFile, aTask, dahl, ids, sagvik } from '#shared/testing/builders.ts';
import { actorOf, people } from '#shared/testing/people.ts';
import { askebyBad } from '#shared/testing/places.ts';
import type { OutboxItem } from '#lib/sync/outbox-list.ts';
import { foreseeCompletion } from '#lib/tasks/completion.ts';

const siri = actorOf('siri');

function waits(fields: Partial<OutboxItem>): OutboxItem {
  const photo = {
    id: ids.photo,
    kind: 'file' as const,
    type: 'declare-file' as const,
    text: 'tavle-1.jpg',
    taskId: ids.task,
    task: null,
    madeAt: '2026-11-23T08:00:00.000Z',
    size: 1,
    sent: 0,
    status: 'on-device' as const,
    fileType: null,
  };
  return { ...photo, ...fields };
}

describe('what completing means', () => {
  it('names own files that are here or on their way, and no others', () => {
    const own = [
      'declared',
      'receiving',
      'received',
      'available',
      'refused',
      'cancelled',
      'expired',
    ] as const;
    const files = own.map((state, at) => aFile({ id: `f${at}`, state }));
    files.push(aFile({ id: ids.ragnarsPhoto, declaredBy: people.ragnar.id }));
    expect(foreseeCompletion(aTask({ files }), siri, [], []).files).toEqual(['f0', 'f1', 'f2', 'f3']);
  });

  it('tells delivered checklists from those that stop it and those that do not', () => {
    const list = (id: string, fields: object) => aChecklist({ id, ...fields });
    const checklists = [
      list('a', { deliveredAt: '2026-11-23T08:00:00.000Z' }),
      list('b', { mandatory: true }),
      list('c', { mandatory: false }),
    ];
    const completion = foreseeCompletion(aTask({ checklists }), siri, [], []);
    expect(completion.delivered.map((one) => one.id)).toEqual(['a']);
    expect(completion.blocking.map((one) => one.id)).toEqual(['b']);
    expect(completion.undelivered.map((one) => one.id)).toEqual(['c']);
  });

  it('counts what waits on this device for this task: photos, other files, changes', () => {
    const outbox = [
      waits({}),
      waits({ id: ids.report, text: 'rapport.pdf' }),
      waits({ id: ids.comment, kind: 'command', type: 'add-comment', text: 'Hei' }),
      waits({ id: ids.otherTask, taskId: ids.otherTask }),
      waits({ id: ids.drawing, kind: 'command', type: 'start-task', status: 'received' }),
    ];
    expect(foreseeCompletion(aTask(), siri, [], outbox).waiting).toEqual({ photos: 1, files: 1, changes: 1 });
  });

  it('ends access, unless another open task is in the building', () => {
    const here = aTask({ id: ids.otherTask, number: 120 });
    const shut = aTask({ id: 'x', state: 'completed' });
    const elsewhere = aTask({ id: 'y', buildingId: askebyBad.id });
    expect(foreseeCompletion(aTask(), siri, [aTask(), shut, elsewhere], []).access).toBe('ends');
    const stays = foreseeCompletion(aTask(), siri, [aTask(), here, shut, elsewhere], []);
    expect([stays.access, stays.otherTasks.map((task) => task.number)]).toEqual(['stays', [120]]);
  });

  it('changes nothing for somebody who has the building anyway', () => {
    expect(foreseeCompletion(aTask(), actorOf('arne'), [], []).access).toBe('unchanged');
  });

  it('names the other executors', () => {
    const task = aTask({ executors: [sagvik, dahl] });
    expect(foreseeCompletion(task, siri, [], []).otherExecutors).toEqual(['Rørlegger Dahl AS']);
    expect(foreseeCompletion(aTask(), siri, [], []).otherExecutors).toEqual([]);
  });
});
