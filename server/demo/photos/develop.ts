import { encode } from 'jpeg-js';
import type { Canvas } from '#server/demo/photos/canvas.ts';
import { between, createDice } from '#server/demo/photos/dice.ts';

/** How a picture was taken. */
export interface Shot {
  /** JPEG's quality, 1 to 100. */
  readonly quality: number;
  /** How grainy: the sensor's noise, in steps of 255. */
  readonly noise: number;
  /** Where the lamp or the flash is, in parts of width and height. */
  readonly lamp: readonly [number, number];
  /** How much darker it is far from the lamp: 0.5 is half. */
  readonly gloom: number;
  /** Red, green and blue of the light. */
  readonly tint: readonly [number, number, number];
}

const noiseLength = 65_536;

/**
 * Takes the photo: held a little askew, lit from one place, soft as lenses are, grainy as small sensors are. Returns
 * the JPEG.
 */
export function develop(canvas: Canvas, seed: string, shot: Shot): Buffer {
  const { width, height, pixels } = canvas;
  const dice = createDice(`${seed}/shot`);
  const noise = Float32Array.from(
    { length: noiseLength },
    () => (dice() + dice() + dice() - 1.5) * shot.noise,
  );
  // Clamped: bytes that would be below 0 or above 255 stay there.
  const data = new Uint8ClampedArray(width * height * 4);
  // Zoomed in by as much as the tilt shows of the outside.
  const angle = between(dice, -0.022, 0.022);
  const [cos, sin] = [Math.cos(angle) * 0.955, Math.sin(angle) * 0.955];
  const keystone = between(dice, -0.035, 0.035) / width;
  const [cx, cy] = [width / 2, height / 2];
  const [lampX, lampY] = [shot.lamp[0] * width, shot.lamp[1] * height];
  const reach = 1 / (width * width * 0.42);
  const [red, green, blue] = shot.tint;
  const { gloom } = shot;
  const [lastX, lastY] = [width - 2, height - 2];
  // The innermost loop runs millions of times: no closures, no arrays.
  for (let y = 0; y < height; y += 1) {
    const dy = y - cy;
    const stretch = 1 + keystone * dy;
    const lampDown = (y - lampY) * (y - lampY);
    let grain = Math.floor(dice() * noiseLength);
    let to = y * width * 4;
    for (let x = 0; x < width; x += 1, to += 4) {
      const dx = (x - cx) * stretch;
      const sx = Math.min(lastX, Math.max(0, cx + dx * cos - dy * sin));
      const sy = Math.min(lastY, Math.max(0, cy + dx * sin + dy * cos));
      const ix = sx | 0;
      const iy = sy | 0;
      const tx = sx - ix;
      const ty = sy - iy;
      const a = (1 - tx) * (1 - ty);
      const b = tx * (1 - ty);
      const c = (1 - tx) * ty;
      const d = tx * ty;
      const lit = 1.12 - gloom * Math.min(1, ((x - lampX) * (x - lampX) + lampDown) * reach);
      const speck = noise[grain] ?? 0;
      grain = (grain + 1) & (noiseLength - 1);
      const at = (iy * width + ix) * 3;
      const under = at + width * 3;
      const r =
        (pixels[at] ?? 0) * a +
        (pixels[at + 3] ?? 0) * b +
        (pixels[under] ?? 0) * c +
        (pixels[under + 3] ?? 0) * d;
      const g =
        (pixels[at + 1] ?? 0) * a +
        (pixels[at + 4] ?? 0) * b +
        (pixels[under + 1] ?? 0) * c +
        (pixels[under + 4] ?? 0) * d;
      const blu =
        (pixels[at + 2] ?? 0) * a +
        (pixels[at + 5] ?? 0) * b +
        (pixels[under + 2] ?? 0) * c +
        (pixels[under + 5] ?? 0) * d;
      data[to] = r * lit * red + speck;
      data[to + 1] = g * lit * green + speck * 0.9;
      data[to + 2] = blu * lit * blue + speck * 1.15;
      data[to + 3] = 255;
    }
  }
  return encode({ data, width, height }, shot.quality).data;
}
