import { describe, expect, it } from 'vitest';
import { aTask, aContext, aChecklist } from '#shared/testing/builders.ts';
import type { Task } from '#shared/tasks/task.ts';
import { decide } from '#shared/sync/decide.ts';
import type { PersonName } from '#shared/testing/people.ts';
import type { Sync } from '#lib/sync/sync.ts';
import { judgeSteps, mayWork, offerSteps } from '#lib/tasks/task-steps.ts';

/** The rules themselves, as the device asks them. */
function rulesOf(task: Task, who: PersonName): Pick<Sync, 'predict'> {
  const context = aContext(who);
  return {
    predict: (fields) => {
      const command = { ...fields, id: task.id, madeAt: context.now };
      return Promise.resolve(decide({ task, file: null }, command, context));
    },
  };
}

async function offered(fields: Partial<Task>, who: PersonName = 'siri') {
  const task = aTask(fields);
  return offerSteps(task, await judgeSteps(rulesOf(task, who), task));
}

describe('the steps of a task', () => {
  it('begin with starting; accepting stands beside it until it is done', async () => {
    expect(await offered({})).toEqual({ main: 'start', others: ['accept'], menu: ['complete', 'decline'] });
    expect(await offered({ acceptedAt: '2026-11-23T08:00:00.000Z' })).toEqual({
      main: 'start',
      others: ['complete'],
      menu: ['decline'],
    });
  });

  it('go on to completing or waiting, and from waiting to resuming', async () => {
    expect(await offered({ state: 'in-progress' })).toEqual({
      main: 'complete',
      others: ['wait'],
      menu: ['decline'],
    });
    expect(await offered({ state: 'waiting' })).toEqual({
      main: 'resume',
      others: ['complete'],
      menu: ['decline'],
    });
  });

  it('offer completing although a checklist is missing: the dialog says which', async () => {
    const checklists = [aChecklist({ mandatory: true })];
    expect((await offered({ state: 'in-progress', checklists })).main).toBe('complete');
  });

  it('are none for a task that is over, and none for somebody who may only read', async () => {
    const none = { main: null, others: [], menu: [] };
    expect(await offered({ state: 'completed' })).toEqual(none);
    expect(await offered({}, 'ragnar')).toEqual(none);
  });

  it('tell whether the person may work at all', async () => {
    const task = aTask({ state: 'waiting' });
    expect(mayWork(await judgeSteps(rulesOf(task, 'siri'), task))).toBe(true);
    expect(mayWork(await judgeSteps(rulesOf(task, 'ragnar'), task))).toBe(false);
  });
});
