import { drawPhoto, photoNames } from '#server/demo/photos/draw-photo.ts';
import { createTexture } from '#server/demo/photos/texture.ts';

// Nobody is left to draw for when the server is gone.
process.on('disconnect', () => process.exit(1));

const texture = createTexture('paint');
for (const name of photoNames) {
  const photo = { name, bytes: drawPhoto(name, texture) };
  await new Promise<void>((sent) => process.send?.(photo, () => sent()));
}
process.exit(0);
