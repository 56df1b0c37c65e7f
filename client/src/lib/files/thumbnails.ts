import type { Id } from '#shared/kernel/ids.ts';
import { isDrawable } from '#lib/files/file-kind.ts';
import { makeThumbnail } from '#lib/files/make-thumbnail.ts';
import type { Sync } from '#lib/sync/sync.ts';

/** More than any task has; beyond it the oldest are let go of memory, and are read from the device again. */
const most = 200;

const kept = new Map<Id, Promise<string | null>>();

/**
 * The address of a small picture of a file: as the device keeps it, or made of the file's bytes while they are `here`,
 * and kept from then on. A photo does not turn grey when its bytes have left the device. null: there is none.
 */
export function pictureOf(
  sync: Sync,
  { id, type, here }: { id: Id; type: string | null; here: boolean },
): Promise<string | null> | null {
  const known = kept.get(id);
  if (known) return known;
  // Only pictures are read: a drawing of 500 MB must not come into memory for its sign.
  if (!isDrawable(type)) return null;
  return keep(id, find(sync, id, here));
}

/** Keeps a picture that was made before the file had its id, on the device too. */
export function keepPicture(sync: Sync, id: Id, picture: Promise<Blob | null>): void {
  void keep(
    id,
    picture.then((small) => (small === null ? null : store(sync, id, small))),
  );
}

async function find(sync: Sync, id: Id, here: boolean): Promise<string | null> {
  const stored = await sync.thumbnail(id).catch(report);
  if (stored) return URL.createObjectURL(stored);
  const file = here ? await sync.readFile(id) : null;
  const small = file && (await makeThumbnail(file.blob));
  return small && store(sync, id, small);
}

/** A picture that finds no room is only missed after the next start. */
async function store(sync: Sync, id: Id, small: Blob): Promise<string> {
  await sync.keepThumbnail(id, small).catch(report);
  return URL.createObjectURL(small);
}

function report(error: unknown): null {
  if (!(error instanceof Error && error.name === 'StorageFullError')) reportError(error);
  return null;
}

function keep(id: Id, address: Promise<string | null>): Promise<string | null> {
  kept.set(id, address);
  void address.then((made) => {
    if (made === null && kept.get(id) === address) kept.delete(id);
  });
  const oldest = kept.keys().next().value;
  if (kept.size > most && oldest !== undefined) {
    void kept.get(oldest)?.then((gone) => gone && URL.revokeObjectURL(gone));
    kept.delete(oldest);
  }
  return address;
}
