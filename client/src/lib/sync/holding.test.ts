import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import { holdingOf } from '#lib/sync/holding.ts';
import { holdingSchema } from '#shared/sync/holding.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { ids, minutesAgo } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

function entry(seq: number, overrides: Partial<OutboxEntry> = {}): OutboxEntry {
  const id = localId(4000 + seq);
  const command = aCommand('add-comment', { id });
  const base = { label: '', task: null, retries: 0, outcome: null, madeAt: minutesAgo(seq) };
  return { seq, order: seq, id, taskId: ids.task, command, ...base, ...overrides };
}

function upload(at: number, overrides: Partial<UploadRow> = {}): UploadRow {
  return {
    fileId: localId(5000 + at),
    taskId: ids.task,
    declareId: localId(6000 + at),
    purpose: 'task-attachment',
    folderId: null,
    checklistId: null,
    questionId: null,
    name: `bilde-${at}.jpg`,
    size: 1_000,
    sha256: 'a1'.repeat(32),
    type: '',
    chunks: 1,
    chunkSize: 1_000,
    order: 100 + at,
    retries: 0,
    madeAt: minutesAgo(200 - at),
    task: null,
    state: 'queued',
    offset: 0,
    ...overrides,
  };
}

describe('what a device holds', () => {
  it('counts a file and its declaration once, and nothing the server has', () => {
    const declaration = entry(2, { command: aCommand('declare-file') });
    const answered = { seq: 3, id: localId(4003), status: 'applied', at: minutesAgo(0) } as const;
    const work = {
      outbox: [entry(1), declaration, entry(3, { outcome: answered })],
      uploads: [upload(1), upload(2, { state: 'landed' }), upload(3, { state: 'lost' })],
      attention: [],
    };
    expect(holdingOf(work)).toMatchObject([
      { taskId: ids.task, files: 1, bytes: 1_000, commands: 1, oldestAt: minutesAgo(199) },
    ]);
  });

  it('has whole counts but at most fifty names a task, and stays within what the server takes', () => {
    const long = 'æ'.repeat(200);
    const many = Array.from({ length: 900 }, (_, at) =>
      upload(at, { name: long, taskId: at < 400 ? ids.task : localId(8000 + at) }),
    );
    const held = holdingOf({ outbox: [], uploads: many, attention: [] });
    expect(held[0]).toMatchObject({ files: 400 });
    expect(held[0]?.items).toHaveLength(50);
    expect(held).toHaveLength(500);
    expect(holdingSchema.safeParse(held).success).toBe(true);
    expect(JSON.stringify(held).length).toBeLessThan(300_000);
  });

  it('leaves out what the server would not take, rather than stop the queue', () => {
    const label = 'a\u0000b';
    const work = {
      outbox: [entry(1), entry(2, { taskId: ids.otherTask, label })],
      uploads: [],
      attention: [],
    };
    expect(holdingOf(work).map((one) => one.taskId)).toEqual([ids.task]);
  });
});
