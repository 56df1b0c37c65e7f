import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';

/** In the running transaction: files whose declaration was applied may send their bytes. */
export async function releaseUploads(
  db: PersonDatabase,
  answered: readonly Pick<OutboxEntry, 'id' | 'command' | 'outcome'>[],
): Promise<void> {
  for (const { id, command, outcome } of answered) {
    if (command.type !== 'declare-file' || outcome?.status !== 'applied') continue;
    const upload = await db.uploads.get(command.fileId);
    if (upload?.declareId === id && upload.state === 'queued') {
      await db.uploads.put({ ...upload, state: 'declared' });
    }
  }
}
