import { describe, expect, it } from 'vitest';
import { holdingSchema, type Holding } from '#shared/sync/holding.ts';
import { ids, now } from '#shared/testing/builders.ts';

const item = { kind: 'file', name: 'tavle-1.jpg', size: 2_400_000, madeAt: now } as const;
const held: Holding[number] = {
  taskId: ids.task,
  files: 2,
  bytes: 4_800_000,
  commands: 3,
  items: [item],
  oldestAt: now,
};

function takes(fields: object): boolean {
  return holdingSchema.safeParse([{ ...held, ...fields }]).success;
}

describe('what a device holds', () => {
  it('is told by task, and for files without one', () => {
    const holding = [held, { ...held, taskId: null, items: [], oldestAt: null }];
    expect(holdingSchema.parse(holding)).toEqual(holding);
    expect(holdingSchema.parse([])).toEqual([]);
  });

  it('names at most 50 things a task, of at most 500 tasks', () => {
    expect(takes({ items: Array.from({ length: 50 }, () => item) })).toBe(true);
    expect(takes({ items: Array.from({ length: 51 }, () => item) })).toBe(false);
    expect(holdingSchema.safeParse(Array.from({ length: 500 }, () => held)).success).toBe(true);
    expect(holdingSchema.safeParse(Array.from({ length: 501 }, () => held)).success).toBe(false);
  });

  it.each([
    ['fewer than no files', { files: -1 }],
    ['half a command', { commands: 0.5 }],
    ['more bytes than can be counted', { bytes: 2 ** 53 }],
    ['bytes as text', { bytes: '12' }],
    ['a task that is no id', { taskId: 'all' }],
    ['a name that cannot be stored', { items: [{ ...item, name: 'a\u0000b' }] }],
    ['a name that deceives', { items: [{ ...item, name: 'fdp.\u202eexe' }] }],
    ['a name without end', { items: [{ ...item, name: 'x'.repeat(201) }] }],
    ['bytes of the thing itself', { items: [{ ...item, data: 'AAAA' }] }],
    ['an unknown kind of thing', { items: [{ ...item, kind: 'constructor' }] }],
    ['a year without a calendar', { oldestAt: '0000-01-01T00:00:00.000Z' }],
    ['another device', { deviceId: ids.nothing }],
  ])('is not %s', (_what, fields) => {
    expect(takes(fields)).toBe(false);
  });
});
