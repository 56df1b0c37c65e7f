import { createDice } from '#server/demo/photos/dice.ts';

/** Side of the tile in pixels; a power of two. */
const side = 512;

/** A tile of cloudy noise around 0, at most 1 either way, that joins itself at its edges: paint, concrete, dust. */
export interface Texture {
  /** The value at a place in pixels. */
  at(x: number, y: number): number;
}

/** Five octaves of value noise. */
export function createTexture(seed: string): Texture {
  const dice = createDice(seed);
  const tile = new Float32Array(side * side);
  let amplitude = 0.5;
  for (let cells = 8; cells <= 256; cells *= 2) {
    const lattice = Float32Array.from({ length: cells * cells }, () => dice() * 2 - 1);
    const step = cells / side;
    for (let y = 0; y < side; y += 1) {
      const fy = y * step;
      const y0 = Math.floor(fy);
      const ty = smooth(fy - y0);
      const [row, below] = [(y0 % cells) * cells, ((y0 + 1) % cells) * cells];
      for (let x = 0; x < side; x += 1) {
        const fx = x * step;
        const x0 = Math.floor(fx);
        const tx = smooth(fx - x0);
        const [left, right] = [x0 % cells, (x0 + 1) % cells];
        const top = mix(lattice[row + left] ?? 0, lattice[row + right] ?? 0, tx);
        const bottom = mix(lattice[below + left] ?? 0, lattice[below + right] ?? 0, tx);
        tile[y * side + x] = (tile[y * side + x] ?? 0) + amplitude * mix(top, bottom, ty);
      }
    }
    amplitude *= 0.62;
  }
  return { at: (x, y) => tile[(y & (side - 1)) * side + (x & (side - 1))] ?? 0 };
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
