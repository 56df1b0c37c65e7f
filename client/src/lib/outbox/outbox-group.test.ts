import { describe, expect, it } from 'vitest';
import { groupOutbox } from '#lib/outbox/outbox-group.ts';
import type { OutboxItem } from '#lib/sync/outbox-list.ts';

const snapshot = { taskId: 'a', number: 1, title: 'Bytte filter', tenantName: 'Askeby', buildingId: null };

function item(id: string, taskId: string | null, task: OutboxItem['task'] = null): OutboxItem {
  return {
    id,
    kind: 'command',
    type: 'start-task',
    text: '',
    taskId,
    task,
    madeAt: '2026-11-23T08:00:00.000Z',
    fileType: null,
    size: null,
    sent: 0,
    status: 'on-device',
  };
}

describe('the outbox by task', () => {
  it('keeps the order of the work, within tasks and between them', () => {
    const groups = groupOutbox([item('1', 'b'), item('2', 'a'), item('3', 'b'), item('4', null)]);
    expect(groups.map((group) => [group.taskId, group.items.map((one) => one.id)])).toEqual([
      ['b', ['1', '3']],
      ['a', ['2']],
      [null, ['4']],
    ]);
  });

  it('says what the task was called when any of its work knew', () => {
    expect(groupOutbox([item('1', 'a'), item('2', 'a', snapshot)])[0]?.task).toEqual(snapshot);
  });
});
