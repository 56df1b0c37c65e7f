import type { Texture } from '#server/demo/photos/texture.ts';

/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/** A picture to paint on. Places and lengths are in parts of its width: x from 0 to 1, y from 0 to 0.75. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly pixels: Uint8ClampedArray;
  readonly texture: Texture;
}

export function createCanvas(width: number, height: number, texture: Texture): Canvas {
  return { width, height, pixels: new Uint8ClampedArray(width * height * 3), texture };
}

/** Where the light comes from: the left, above, and the viewer's side. */
const light = { x: -0.35, y: -0.5, towards: 0.79 };

/** Paints what `shade` says for each pixel of a box: a colour and how much it covers, or nothing. */
function paint(
  canvas: Canvas,
  box: readonly [x0: number, y0: number, x1: number, y1: number],
  shade: (x: number, y: number, put: (r: number, g: number, b: number, cover: number) => void) => void,
): void {
  const { width, height, pixels } = canvas;
  const [x0, y0, x1, y1] = box.map((part) => part * width) as [number, number, number, number];
  const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(width, Math.ceil(x1))];
  const [top, bottom] = [Math.max(0, Math.floor(y0)), Math.min(height, Math.ceil(y1))];
  let at = 0;
  const put = (r: number, g: number, b: number, cover: number) => {
    const rest = 1 - cover;
    pixels[at] = (pixels[at] ?? 0) * rest + r * cover;
    pixels[at + 1] = (pixels[at + 1] ?? 0) * rest + g * cover;
    pixels[at + 2] = (pixels[at + 2] ?? 0) * rest + b * cover;
  };
  for (let y = top; y < bottom; y += 1) {
    at = (y * width + left) * 3;
    for (let x = left; x < right; x += 1, at += 3) shade(x, y, put);
  }
}

/** How a surface looks besides its colour. */
export interface Surface {
  /** How much lighter at the top and darker at the bottom: 0.2 is a fifth. */
  readonly fall?: number;
  /** How strongly the texture shows, and how large it is. */
  readonly grain?: number;
  readonly scale?: number;
  /** Width of lit and shaded edges, in parts of the width. */
  readonly bevel?: number;
}

/** A flat face seen from the front. */
export function face(
  canvas: Canvas,
  [x, y, w, h]: readonly [number, number, number, number],
  [r, g, b]: Colour,
  { fall = 0, grain = 0.1, scale = 1, bevel = 0 }: Surface = {},
): void {
  const { width, texture } = canvas;
  const [left, top, wide, high] = [x * width, y * width, w * width, h * width];
  const edge = bevel * width;
  paint(canvas, [x, y, x + w, y + h], (px, py, put) => {
    let lit = 1 + fall * (0.5 - (py - top) / high) + grain * texture.at(px / scale, py / scale);
    if (edge > 0) {
      if (py - top < edge || px - left < edge) lit *= 1.22;
      else if (top + high - py < edge || left + wide - px < edge) lit *= 0.68;
    }
    put(r * lit, g * lit, b * lit, 1);
  });
}

/** A soft shadow, or with a light colour a glow. */
export function shadow(
  canvas: Canvas,
  [x, y, w, h]: readonly [number, number, number, number],
  soft: number,
  strength = 0.5,
  [r, g, b]: Colour = [0, 0, 0],
): void {
  const { width } = canvas;
  const [left, top, right, bottom] = [x * width, y * width, (x + w) * width, (y + h) * width];
  const reach = soft * width;
  paint(canvas, [x - soft, y - soft, x + w + soft, y + h + soft], (px, py, put) => {
    const dx = Math.max(left - px, 0, px - right);
    const dy = Math.max(top - py, 0, py - bottom);
    const away = Math.sqrt(dx * dx + dy * dy) / reach;
    if (away < 1) put(r, g, b, strength * (1 - away) * (1 - away));
  });
}

/** A round pipe from one point to another, with its highlight along it. */
export function pipe(
  canvas: Canvas,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  radius: number,
  [r, g, b]: Colour,
  { grain = 0.08, scale = 1, shine = 0.5 }: { grain?: number; scale?: number; shine?: number } = {},
): void {
  const { width, texture } = canvas;
  const [ax, ay, bx, by] = [x0 * width, y0 * width, x1 * width, y1 * width];
  const length = Math.hypot(bx - ax, by - ay);
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const size = radius * width;
  const side = light.y * ux - light.x * uy;
  const box = [
    Math.min(x0, x1) - radius,
    Math.min(y0, y1) - radius,
    Math.max(x0, x1) + radius,
    Math.max(y0, y1) + radius,
  ] as const;
  paint(canvas, box, (px, py, put) => {
    const along = (px - ax) * ux + (py - ay) * uy;
    if (along < 0 || along > length) return;
    const across = ((px - ax) * -uy + (py - ay) * ux) / size;
    if (across <= -1 || across >= 1) return;
    const towards = Math.sqrt(1 - across * across);
    const lambert = Math.max(0, across * side + towards * light.towards);
    const lit = 0.28 + 0.72 * lambert + grain * texture.at(px / scale, py / scale);
    const gleam = shine * 255 * Math.max(0, lambert) ** 24;
    put(r * lit + gleam, g * lit + gleam, b * lit + gleam, Math.min(1, (1 - Math.abs(across)) * size));
  });
}

/** A disc, or a ring when `hollow` (parts of the radius) is given; `round` shades it as a ball. */
export function disc(
  canvas: Canvas,
  [x, y]: readonly [number, number],
  radius: number,
  [r, g, b]: Colour,
  { hollow = 0, round = false, grain = 0.05 }: { hollow?: number; round?: boolean; grain?: number } = {},
): void {
  const { width, texture } = canvas;
  const [cx, cy, size] = [x * width, y * width, radius * width];
  paint(canvas, [x - radius, y - radius, x + radius, y + radius], (px, py, put) => {
    const [dx, dy] = [(px - cx) / size, (py - cy) / size];
    const away = Math.sqrt(dx * dx + dy * dy);
    if (away >= 1 || away < hollow) return;
    const tube = hollow > 0 ? (away - (1 + hollow) / 2) / ((1 - hollow) / 2) : 0;
    const slope = round ? dx + dy : hollow > 0 ? tube * (dx + dy) : 0;
    const lit = 1 - 0.4 * slope + grain * texture.at(px, py);
    const cover = Math.min(1, (1 - away) * size, hollow > 0 ? (away - hollow) * size : 1);
    put(r * lit, g * lit, b * lit, cover);
  });
}

/** A straight line of some thickness: cables, seams, needles. */
export function line(
  canvas: Canvas,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  thickness: number,
  [r, g, b]: Colour,
  cover = 1,
): void {
  const { width } = canvas;
  const [ax, ay, bx, by] = [x0 * width, y0 * width, x1 * width, y1 * width];
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const half = (thickness * width) / 2;
  const box = [
    Math.min(x0, x1) - thickness,
    Math.min(y0, y1) - thickness,
    Math.max(x0, x1) + thickness,
    Math.max(y0, y1) + thickness,
  ] as const;
  paint(canvas, box, (px, py, put) => {
    const along = Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / squared));
    const away = Math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay));
    if (away < half + 1) put(r, g, b, cover * Math.min(1, half + 1 - away));
  });
}
