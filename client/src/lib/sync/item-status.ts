import type { FileRecord } from '#shared/files/file.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import type { EngineState } from '#lib/sync/board.ts';

/**
 * The words for everything a person made: on-device → sending → received (→ approved, archive files only), or
 * attention. `received` and `approved` come from the server's receipts alone. `lost`: the browser threw the bytes away.
 * `not-accepted`: a file was refused, and there is nothing to do about it here: its original lies on another device.
 */
export type ItemStatus =
  'on-device' | 'sending' | 'received' | 'approved' | 'attention' | 'lost' | 'not-accepted';

/** Where a queued command stands. */
export function statusOfEntry(
  entry: Pick<OutboxEntry, 'seq' | 'outcome'>,
  { sendingUpTo }: Pick<EngineState, 'sendingUpTo'>,
): ItemStatus {
  if (entry.outcome?.status === 'applied') return 'received';
  if (entry.outcome?.status === 'refused') return 'attention';
  return entry.seq <= sendingUpTo ? 'sending' : 'on-device';
}

/** Where a file of this device stands. Received is said when its hash is verified, not when its last byte has left. */
export function statusOfUpload(upload: UploadRow, { lanes }: Pick<EngineState, 'lanes'>): ItemStatus {
  switch (upload.state) {
    case 'refused':
      return 'attention';
    case 'lost':
      return 'lost';
    case 'landed':
      return 'sending';
    case 'declared':
      return upload.fileId in lanes ? 'sending' : 'on-device';
    case 'queued':
      return 'on-device';
  }
}

/** Where a file stands by its record, when this device has no upload of it. */
export function statusOfRecord(file: FileRecord): ItemStatus {
  if (file.state === 'available') return file.approval === 'approved' ? 'approved' : 'received';
  return file.state === 'refused' || file.state === 'expired' ? 'not-accepted' : 'sending';
}
