import type { Id } from '#shared/kernel/ids.ts';
import { makeThumbnail } from '#lib/files/make-thumbnail.ts';

/** More than any task has; beyond it the oldest are let go. */
const most = 200;

const kept = new Map<Id, Promise<string | null>>();

/**
 * The address of a small picture of a file, made once and kept while the app is open: a photo does not turn grey when
 * the server has received it and its bytes have left the device. null: there is none.
 */
export function thumbnailOf(fileId: Id, read: () => Promise<Blob | null>): Promise<string | null> {
  const known = kept.get(fileId);
  if (known) return known;
  const made = make(read);
  keep(fileId, made);
  void made.then((address) => {
    if (address === null && kept.get(fileId) === made) kept.delete(fileId);
  });
  return made;
}

/** Keeps a picture that was made before the file had its id. */
export function keepThumbnail(fileId: Id, address: Promise<string | null>): void {
  keep(fileId, address);
  void address.then((made) => {
    if (made === null && kept.get(fileId) === address) kept.delete(fileId);
  });
}

/** The picture of a file if there is one already. */
export function keptThumbnail(fileId: Id): Promise<string | null> | null {
  return kept.get(fileId) ?? null;
}

async function make(read: () => Promise<Blob | null>): Promise<string | null> {
  const blob = await read();
  const small = blob && (await makeThumbnail(blob));
  return small && URL.createObjectURL(small);
}

function keep(fileId: Id, address: Promise<string | null>): void {
  kept.set(fileId, address);
  const oldest = kept.keys().next().value;
  if (kept.size <= most || oldest === undefined) return;
  void kept.get(oldest)?.then((gone) => gone && URL.revokeObjectURL(gone));
  kept.delete(oldest);
}
