import { z } from 'zod';
import { photoNames, type PhotoName } from '#server/demo/photos/draw-photo.ts';
import { runChild } from '#server/demo/run-child.ts';

const photo = z.object({ name: z.enum(photoNames), bytes: z.instanceof(Uint8Array) });

/**
 * Draws every photo of the demo, in a process of its own, beside what else is made. Each once; who wants one twice
 * gives it another date. Rejects when `closing` is aborted.
 */
export async function drawPhotos(closing: AbortSignal): Promise<ReadonlyMap<PhotoName, Buffer>> {
  const photos = new Map<PhotoName, Buffer>();
  await runChild('photos/photo-process.ts', {
    closing,
    hear(message) {
      // Under `node --watch` a child also reports what it imports.
      const parsed = photo.safeParse(message);
      if (parsed.success) photos.set(parsed.data.name, Buffer.from(parsed.data.bytes));
    },
  });
  return photos;
}
