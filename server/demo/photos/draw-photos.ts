import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { photoNames, type PhotoName } from '#server/demo/photos/draw-photo.ts';

const photo = z.object({ name: z.enum(photoNames), bytes: z.instanceof(Uint8Array) });

/**
 * Draws every photo of the demo, in a process of its own: seconds of work, and some 200 MB that the server does not keep.
 * Each once; who wants one twice gives it another date. Rejects when `closing` is aborted.
 */
export async function drawPhotos(closing: AbortSignal): Promise<ReadonlyMap<PhotoName, Buffer>> {
  const photos = new Map<PhotoName, Buffer>();
  const drawing = fork(join(import.meta.dirname, 'photo-process.ts'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    signal: closing,
  });
  let said = '';
  drawing.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  await new Promise<void>((done, failed) => {
    drawing.on('message', (message) => {
      // Under `node --watch` the child also reports what it imports.
      const parsed = photo.safeParse(message);
      if (parsed.success) photos.set(parsed.data.name, Buffer.from(parsed.data.bytes));
    });
    drawing.once('error', failed);
    drawing.once('exit', (code, signal) => {
      if (code === 0) done();
      else
        failed(new Error(`Drawing the demo's photos ended with ${signal ?? `exit code ${code}`}. ${said}`));
    });
  });
  return photos;
}
