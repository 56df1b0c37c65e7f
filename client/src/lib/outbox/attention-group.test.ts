import { describe, expect, it } from 'vitest';
import { groupAttention } from '#lib/outbox/attention-group.ts';
import type { AttentionView } from '#lib/sync/outbox-list.ts';

function item(fields: Partial<AttentionView>): AttentionView {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    kind: 'command',
    taskId: 'a',
    fileId: null,
    command: { type: 'start-task', id: 'x', taskId: 'a', madeAt: '2026-11-23T08:00:00.000Z' },
    refusal: { code: 'task.wrong-state', state: 'waiting' },
    task: null,
    label: '',
    order: 1,
    retries: 0,
    madeAt: '2026-11-23T08:00:00.000Z',
    at: '2026-11-23T08:00:00.000Z',
    status: 'open',
    askedBy: null,
    upload: null,
    asked: null,
    text: '',
    ...fields,
  };
}

const closed = { code: 'task.closed', state: 'completed', at: null, byName: null } as const;

describe('what needs attention, by task', () => {
  it('tells the end of the grant first, whatever else was refused before it', () => {
    const [group] = groupAttention([item({ id: '1' }), item({ id: '2', refusal: closed })]);
    expect(group?.reason.id).toBe('2');
    expect(group?.mayAsk).toBe(true);
  });

  it('offers to ask only where a task was closed or taken', () => {
    const [group] = groupAttention([item({})]);
    expect(group?.mayAsk).toBe(false);
    const [without] = groupAttention([item({ taskId: null, refusal: closed })]);
    expect(without?.mayAsk).toBe(false);
  });

  it('is asked for only when everything is', () => {
    const asked = { at: '2026-11-23T09:00:00.000Z', sent: false };
    const both = [item({ asked, refusal: closed }), item({ refusal: closed })];
    expect(groupAttention(both)[0]?.asked).toBeNull();
    expect(groupAttention(both.map((one) => ({ ...one, asked })))[0]?.asked).toEqual(asked);
  });

  it('says that it is too late to ask before anything else', () => {
    const late = { code: 'task.request-too-late', closedAt: '2026-10-01T09:00:00.000Z' } as const;
    const [group] = groupAttention([item({ id: '1', refusal: closed }), item({ id: '2', refusal: late })]);
    expect(group?.reason.id).toBe('2');
    expect(group?.mayAsk).toBe(false);
  });

  it('offers to send again what was refused by the moment', () => {
    const full = item({ id: '1', refusal: { code: 'quota.full', free: 0 } });
    const [group] = groupAttention([full, item({ id: '2' })]);
    expect(group?.mayGoAgain.map((one) => one.id)).toEqual(['1']);
  });

  it('keeps tasks apart, in the order of the work', () => {
    const groups = groupAttention([item({ taskId: 'b' }), item({ taskId: 'a' }), item({ taskId: 'b' })]);
    expect(groups.map((group) => [group.taskId, group.items.length])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});
