import { describe, expect, it } from 'vitest';
import type { PastTask } from '#shared/sync/record.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aChecklist, aTask, now } from '#shared/testing/builders.ts';
import { nordvag } from '#shared/testing/places.ts';
import type { TaskListItem } from '#lib/sync/join-tasks.ts';
import {
  checklistProgress,
  choosePastTasks,
  chooseTasks,
  countTasks,
  orderTasks,
  tenantsOf,
} from '#lib/tasks/task-list.ts';
import { urgencyOf } from '#lib/tasks/urgency.ts';

const today = '2026-11-23';

function item(number: number, fields: Partial<Task> = {}): TaskListItem {
  const task = aTask({ number, ...fields });
  return { task, waitingFiles: 0, waitingCommands: 0, attention: 0 };
}

const yesterday = item(1, { deadline: '2026-11-22', title: 'Bytte filter' });
const due = item(2, { deadline: today, state: 'waiting', place: 'Kjeller' });
const later = item(3, { deadline: '2026-12-24', tenantId: nordvag.id, tenantName: nordvag.name });
const undated = item(4, { deadline: null });
const done = item(5, { deadline: '2026-11-01', state: 'completed' });
const all = [undated, done, later, due, yesterday];

function aPastTask(fields: Partial<PastTask>): PastTask {
  const { id, tenantId, tenantName, number, title } = aTask();
  return {
    ...{ id, tenantId, tenantName, number, title, state: 'completed', endedAt: now, endedBy: 'completed' },
    ...{ completedAt: now, completedByMe: true, completedByName: null, cancelReason: null },
    ...{ files: [], checklists: [], reopeningRequestedAt: null, ...fields },
  };
}

function numbers(items: readonly TaskListItem[]): number[] {
  return items.map(({ task }) => task.number);
}

describe('urgency', () => {
  it('counts calendar days, and only for what is still to be done', () => {
    expect(all.map(({ task }) => urgencyOf(task, today))).toEqual([
      'none',
      'none',
      'later',
      'today',
      'overdue',
    ]);
  });
});

describe('the order', () => {
  it('is by deadline, none of it last, and done after everything', () => {
    expect(numbers(orderTasks(all))).toEqual([1, 2, 3, 4, 5]);
  });

  it('on one day is by priority, then number', () => {
    const day = { deadline: today };
    const same = [
      item(9, day),
      item(8, { ...day, priority: 'low' }),
      item(7, { ...day, priority: 'urgent' }),
      item(6, day),
    ];
    expect(numbers(orderTasks(same))).toEqual([7, 6, 9, 8]);
  });
});

describe('filters', () => {
  it('count what they show, for all tenants and for one', () => {
    expect(countTasks(all, '', today)).toEqual({ all: 5, today: 1, overdue: 1, waiting: 1 });
    expect(countTasks(all, nordvag.id, today)).toEqual({ all: 1, today: 0, overdue: 0, waiting: 0 });
  });

  it('show what they count', () => {
    const choose = (filter: 'all' | 'today' | 'overdue' | 'waiting') =>
      numbers(chooseTasks(all, { filter, tenantId: '', search: '' }, today));
    expect([choose('all').length, choose('today'), choose('overdue'), choose('waiting')]).toEqual([
      5,
      [2],
      [1],
      [2],
    ]);
  });

  it('search every word, anywhere on the card, in any case', () => {
    const search = (text: string) =>
      numbers(chooseTasks(all, { filter: 'all', tenantId: '', search: text }, today));
    expect(search('FILTER bytte')).toEqual([1]);
    expect(search('nordvåg')).toEqual([3]);
    expect(search('filter nordvåg')).toEqual([]);
    expect(search('  ')).toHaveLength(5);
  });

  it('search those that are over by number, title and tenant, with or without a checklist', () => {
    const list = { id: aChecklist().id, title: 'Brannkontroll', deliveredAt: now, answers: 3 };
    const past = [
      aPastTask({ number: 118, title: 'Bytte filter', checklists: [list] }),
      aPastTask({ number: 120, title: 'Male vegg', tenantName: nordvag.name }),
    ];
    const search = (text: string, checklistsOnly = false) =>
      choosePastTasks(past, { search: text, checklistsOnly }).map((task) => task.number);
    expect(search('')).toEqual([118, 120]);
    expect(search('120 NORDVÅG')).toEqual([120]);
    expect(search('filter')).toEqual([118]);
    expect(search('filter male')).toEqual([]);
    expect(search('', true)).toEqual([118]);
    expect(search('vegg', true)).toEqual([]);
  });

  it('name each tenant once', () => {
    expect(tenantsOf(all).map(({ name }) => name)).toEqual(['Askeby kommune', 'Nordvåg kommune']);
  });
});

describe('progress of checklists', () => {
  it('is nothing without one, and counts answers that were not taken back', () => {
    expect(checklistProgress(aTask())).toBeNull();
    const list = aChecklist();
    const taken = {
      ...list,
      answers: list.answers.map((answer, at) => (at === 0 ? { ...answer, value: null } : answer)),
    };
    expect(checklistProgress(aTask({ checklists: [list, taken] }))).toEqual({ answered: 3, questions: 6 });
  });
});
