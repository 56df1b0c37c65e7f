import { describe, expect, it } from 'vitest';
import { readLine } from '#lib/sync/read-line.ts';
import { aComment, aTask } from '#shared/testing/builders.ts';

const task = aTask({ comments: [aComment()] });
const record = { kind: 'task', id: task.id, rev: 3, body: task } as const;
const put = { line: 'put', record } as const;

describe('a line', () => {
  it('of a newer server is read without what this app does not know, however deep it lies', () => {
    const newer = {
      ...put,
      record: {
        ...record,
        colour: 'red',
        body: { ...task, cost: 1, comments: [{ ...aComment(), likes: 4, hates: 0 }] },
      },
    };
    expect(readLine(JSON.stringify(newer))).toEqual(put);
  });

  it('that lacks something, or has something else in its place, is none of ours', () => {
    const { title: _, ...untitled } = task;
    expect(readLine(JSON.stringify({ ...put, record: { ...record, body: untitled } }))).toBeNull();
    expect(readLine(JSON.stringify({ ...put, record: { ...record, more: 1, body: untitled } }))).toBeNull();
    expect(readLine(JSON.stringify({ ...put, record: { ...record, rev: '3' } }))).toBeNull();
  });

  it('with more than its record beside the record is none of ours: that is another protocol', () => {
    expect(readLine(JSON.stringify({ ...put, more: 1 }))).toBeNull();
  });

  it('that is no JSON is none of ours', () => {
    expect(readLine('<html>')).toBeNull();
    expect(readLine(JSON.stringify(put).slice(0, -9))).toBeNull();
  });
});
