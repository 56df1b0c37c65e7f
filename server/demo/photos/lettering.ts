import { face, type Canvas, type Colour } from '#server/demo/photos/canvas.ts';

/** Capitals and digits, five dots wide and seven high: each row is five bits. */
const glyphs: Readonly<Record<string, string>> = {
  A: '0e11111f111111',
  B: '1e11111e11111e',
  C: '0e11101010110e',
  D: '1e11111111111e',
  E: '1f10101e10101f',
  F: '1f10101e101010',
  G: '0e11101711110f',
  H: '1111111f111111',
  I: '0e04040404040e',
  K: '11121418141211',
  L: '1010101010101f',
  M: '111b1515111111',
  N: '11191513111111',
  O: '0e11111111110e',
  P: '1e11111e101010',
  R: '1e11111e141211',
  S: '0f10100e01011e',
  T: '1f040404040404',
  U: '1111111111110e',
  V: '11111111110a04',
  Y: '11110a04040404',
  '0': '0e11131519110e',
  '1': '040c040404040e',
  '2': '0e11010204081f',
  '3': '1f02040201110e',
  '4': '02060a121f0202',
  '5': '1f101e0101110e',
  '6': '0608101e11110e',
  '7': '1f010204080808',
  '8': '0e11110e11110e',
  '9': '0e11110f01020c',
  Ø: '0d13151515191e',
  '.': '00000000000c0c',
  '-': '0000001f000000',
};

/** Writes capitals and digits as they stand on plates; `size` is the height of a letter. */
export function letter(
  canvas: Canvas,
  [x, y]: readonly [number, number],
  size: number,
  text: string,
  colour: Colour,
): void {
  const dot = size / 7;
  for (const [index, character] of [...text].entries()) {
    const rows = glyphs[character];
    if (rows === undefined) continue;
    for (let row = 0; row < 7; row += 1) {
      const bits = Number.parseInt(rows.slice(row * 2, row * 2 + 2), 16);
      for (let column = 0; column < 5; column += 1) {
        if ((bits & (16 >> column)) === 0) continue;
        const at = [x + (index * 6 + column) * dot, y + row * dot, dot * 1.05, dot * 1.05] as const;
        face(canvas, at, colour, { grain: 0.03 });
      }
    }
  }
}

/** A plate with a dark edge and text on it. */
export function plate(
  canvas: Canvas,
  [x, y, w, h]: readonly [number, number, number, number],
  text: string,
  colours: { ground: Colour; text: Colour },
): void {
  face(canvas, [x - 0.002, y - 0.002, w + 0.004, h + 0.004], [30, 30, 30], { grain: 0 });
  face(canvas, [x, y, w, h], colours.ground, { grain: 0.03, fall: 0.1 });
  const size = Math.min(h * 0.5, (w * 0.86 * 7) / (text.length * 6));
  const wide = (size / 7) * (text.length * 6 - 1);
  letter(canvas, [x + (w - wide) / 2, y + (h - size) / 2], size, text, colours.text);
}
