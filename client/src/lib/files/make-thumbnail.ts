import { isDrawable } from '#lib/files/file-kind.ts';

/** Longest side, in pixels: sharp in a tile on a tablet, and a thousandth of what the photo takes in memory. */
const side = 360;

/** At most so many photos are unpacked at once: one of 12 megapixels takes 48 MB for that moment. */
const atOnce = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** A small upright picture of a photo, or null where this browser cannot draw it. */
export async function makeThumbnail(blob: Blob): Promise<Blob | null> {
  if (!isDrawable(blob.type)) return null;
  if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    return await draw(blob);
  } catch {
    // Broken, or of a kind this browser does not know after all: the sign of its kind is shown instead.
    return null;
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function draw(blob: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
  } finally {
    picture.close();
  }
}
