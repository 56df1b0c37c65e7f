import { describe, expect, it } from 'vitest';
import { archiveRows } from '#lib/archive/archive-rows.ts';
import type { FileView } from '#lib/sync/file-view.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';

function own(fields: Partial<FileView>): FileView {
  return {
    id: 'f1',
    name: 'rapport.pdf',
    size: 100,
    type: 'application/pdf',
    purpose: 'archive',
    folderId: 'mappe',
    checklistId: null,
    questionId: null,
    at: '2026-11-23T08:00:00.000Z',
    byId: null,
    byName: null,
    approval: 'awaiting',
    status: 'on-device',
    sent: 0,
    here: true,
    ...fields,
  };
}

function entry(id: string, fields: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    id: `entry-${id}`,
    tenantId: 't',
    buildingId: 'b',
    folderId: 'mappe',
    file: { id, name: `${id}.pdf`, size: 100, type: 'application/pdf', sha256: 'a'.repeat(64) },
    fromId: 'other',
    fromName: 'Kari Nordmann',
    at: '2026-11-23T07:00:00.000Z',
    approval: 'approved',
    assessedByName: 'Berit Solli',
    assessedAt: '2026-11-23T07:30:00.000Z',
    rejectReason: null,
    ...fields,
  };
}

describe('the files of an archive', () => {
  it('are the person’s own alone while the server was not asked', () => {
    const rows = archiveRows([own({})], null, 'me');
    expect(rows.map((row) => [row.name, row.mine, row.status])).toEqual([['rapport.pdf', true, 'on-device']]);
  });

  it('stand once where device and server both know them, by the server’s word', () => {
    const rejected = entry('f1', { fromId: 'me', approval: 'rejected', rejectReason: 'Uleselig' });
    const [row, ...more] = archiveRows([own({ status: 'sending', sent: 40 })], [rejected], 'me');
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      status: 'received',
      approval: 'rejected',
      mine: true,
      here: true,
      sent: 100,
    });
    expect(row?.assessed).toEqual({
      byName: 'Berit Solli',
      at: '2026-11-23T07:30:00.000Z',
      reason: 'Uleselig',
    });
  });

  it('say whose they are', () => {
    const [row] = archiveRows([], [entry('f2')], 'me');
    expect(row).toMatchObject({ mine: false, fromName: 'Kari Nordmann', here: false });
  });

  it('have what is on its way first, then the newest', () => {
    const rows = archiveRows(
      [own({ id: 'f1', at: '2026-11-20T08:00:00.000Z' })],
      [entry('old', { at: '2026-01-01T08:00:00.000Z' }), entry('new', { at: '2026-11-22T08:00:00.000Z' })],
      'me',
    );
    expect(rows.map((row) => row.id)).toEqual(['f1', 'new', 'old']);
  });
});
