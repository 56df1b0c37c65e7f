import { disc, face, line, pipe, shadow, type Canvas, type Colour } from '#server/demo/photos/canvas.ts';
import { between, pick, type Dice } from '#server/demo/photos/dice.ts';
import { letter, plate } from '#server/demo/photos/lettering.ts';
import { room } from '#server/demo/photos/technical-rooms.ts';

const white: Colour = [236, 234, 228];
const dark: Colour = [40, 42, 45];
const steel: Colour = [160, 165, 168];

/** An open switchboard: rows of breakers, one of them tripped, and the wires above. */
export function switchboard(canvas: Canvas, dice: Dice): void {
  room(canvas, [206, 204, 196], [96, 96, 94], 0.7);
  shadow(canvas, [0.1, 0.03, 0.82, 0.68], 0.05, 0.5);
  face(canvas, [0.1, 0.02, 0.8, 0.69], [150, 154, 156], { bevel: 0.006, fall: 0.15 });
  face(canvas, [0.125, 0.045, 0.75, 0.64], [84, 88, 92], { fall: -0.2, grain: 0.1 });
  const tripped = Math.floor(between(dice, 3, 14));
  for (let row = 0; row < 3; row += 1) {
    const y = 0.12 + row * 0.195;
    for (let wire = 0; wire < 34; wire += 1) {
      const x = 0.15 + dice() * 0.7;
      const colour: Colour = pick(dice, [
        [28, 28, 30],
        [112, 74, 44],
        [40, 76, 160],
        [126, 150, 52],
      ]);
      pipe(canvas, [x, y - 0.07, x + between(dice, -0.02, 0.02), y + 0.01], 0.0035, colour);
    }
    face(canvas, [0.14, y - 0.005, 0.72, 0.115], [206, 206, 200], { bevel: 0.003, fall: 0.15 });
    for (let slot = 0; slot < 16; slot += 1) {
      const x = 0.15 + slot * 0.0435;
      const isTripped = row === 1 && slot === tripped;
      face(canvas, [x, y + 0.008, 0.04, 0.088], white, { bevel: 0.0025, fall: 0.12 });
      face(canvas, [x + 0.011, y + 0.03, 0.018, 0.042], [70, 72, 74], { fall: -0.4 });
      const lever: Colour = isTripped ? [196, 40, 30] : slot % 5 === 4 ? [40, 120, 70] : [24, 24, 26];
      face(canvas, [x + 0.012, y + (isTripped ? 0.05 : 0.032), 0.016, 0.02], lever, { bevel: 0.002 });
      letter(canvas, [x + 0.013, y + 0.014], 0.01, String(row * 16 + slot + 1), dark);
    }
  }
  plate(canvas, [0.4, 0.052, 0.2, 0.03], '433.01', { ground: [245, 214, 60], text: dark });
}

/** A corridor ceiling with a lit exit sign, or one that has gone dark. */
export function exitSign(canvas: Canvas, dice: Dice, lit: boolean): void {
  face(canvas, [0, 0, 1, 0.3], [214, 212, 206], { fall: -0.4, grain: 0.08 });
  for (let x = -0.1; x < 1.2; x += 0.2)
    line(canvas, [x, 0.3, x * 1.5 - 0.25, 0], 0.003, [150, 150, 146], 0.7);
  for (const y of [0.05, 0.13, 0.19, 0.235, 0.27]) line(canvas, [0, y, 1, y], 0.002, [150, 150, 146], 0.7);
  face(canvas, [0, 0.3, 1, 0.45], [226, 220, 204], { fall: 0.25, grain: 0.07 });
  face(canvas, [0.36, 0.47, 0.28, 0.28], [150, 120, 88], { fall: 0.2, grain: 0.1, bevel: 0.004 });
  face(canvas, [0.48, 0.52, 0.12, 0.18], [120, 142, 152], { fall: 0.6, bevel: 0.003 });
  const green: Colour = lit ? [18, 168, 88] : [26, 86, 56];
  if (lit) shadow(canvas, [0.3, 0.28, 0.4, 0.13], 0.16, 0.35, [120, 240, 170]);
  shadow(canvas, [0.31, 0.3, 0.4, 0.13], 0.03, 0.35);
  face(canvas, [0.295, 0.265, 0.41, 0.15], [226, 226, 222], { bevel: 0.004 });
  face(canvas, [0.303, 0.273, 0.394, 0.134], green, { fall: lit ? -0.15 : 0.2, grain: 0.03 });
  const sign: Colour = lit ? [240, 255, 246] : [150, 170, 158];
  // A door, somebody who runs to it, and the arrow.
  face(canvas, [0.6, 0.295, 0.06, 0.095], sign, { grain: 0 });
  disc(canvas, [0.52, 0.305], 0.013, sign, { grain: 0 });
  for (const limb of [
    [0.515, 0.32, 0.5, 0.352],
    [0.5, 0.352, 0.524, 0.368],
    [0.524, 0.368, 0.518, 0.39],
    [0.5, 0.352, 0.482, 0.372],
    [0.482, 0.372, 0.464, 0.372],
    [0.513, 0.325, 0.535, 0.342],
    [0.511, 0.325, 0.488, 0.338],
  ] as const)
    line(canvas, limb, 0.011, sign);
  line(canvas, [0.33, 0.342, 0.43, 0.342], 0.014, sign);
  line(canvas, [0.33, 0.342, 0.362, 0.312], 0.014, sign);
  line(canvas, [0.33, 0.342, 0.362, 0.372], 0.014, sign);
  if (!lit)
    for (let index = 0; index < 26; index += 1)
      disc(canvas, [between(dice, 0.3, 0.7), between(dice, 0.27, 0.41)], 0.0022, [60, 60, 52]);
}

/** A steel door with its closer, its sign and a worn threshold. */
export function fireDoor(canvas: Canvas, dice: Dice): void {
  room(canvas, [218, 214, 200], [88, 92, 96], 0.66);
  shadow(canvas, [0.28, 0.05, 0.46, 0.62], 0.05, 0.45);
  face(canvas, [0.26, 0.02, 0.48, 0.65], [130, 134, 136], { bevel: 0.005 });
  face(canvas, [0.285, 0.045, 0.43, 0.625], [170, 66, 48], { fall: 0.22, grain: 0.09, bevel: 0.004 });
  face(canvas, [0.56, 0.12, 0.09, 0.24], [136, 156, 160], { fall: 0.5, bevel: 0.004 });
  for (let x = 0.56; x < 0.65; x += 0.012) line(canvas, [x, 0.12, x, 0.36], 0.0008, [60, 66, 68], 0.7);
  face(canvas, [0.33, 0.03, 0.16, 0.03], steel, { bevel: 0.004, fall: 0.3 });
  pipe(canvas, [0.41, 0.075, 0.56, 0.05], 0.006, steel);
  pipe(canvas, [0.3, 0.4, 0.38, 0.4], 0.011, steel, { shine: 0.9 });
  disc(canvas, [0.31, 0.4], 0.02, steel, { round: true });
  plate(canvas, [0.4, 0.24, 0.12, 0.05], 'BRANNDØR', { ground: [26, 78, 160], text: white });
  plate(canvas, [0.4, 0.3, 0.12, 0.03], 'EI2 60', { ground: white, text: dark });
  for (let index = 0; index < 60; index += 1) {
    const x = between(dice, 0.29, 0.7);
    line(
      canvas,
      [x, between(dice, 0.6, 0.67), x + between(dice, -0.02, 0.02), 0.67],
      0.0018,
      [60, 40, 34],
      0.5,
    );
  }
}

/** Swings on wet rubber and sand, under a grey sky. */
export function playground(canvas: Canvas, dice: Dice): void {
  face(canvas, [0, 0, 1, 0.34], [186, 196, 204], { fall: -0.12, grain: 0.1, scale: 3 });
  for (let index = 0; index < 26; index += 1)
    disc(
      canvas,
      [between(dice, 0, 1), between(dice, 0.27, 0.36)],
      between(dice, 0.04, 0.09),
      [64 + dice() * 30, 84 + dice() * 24, 58],
      { grain: 0.6 },
    );
  face(canvas, [0, 0.36, 1, 0.39], [120, 128, 82], { fall: -0.35, grain: 0.5, scale: 0.6 });
  face(canvas, [0.08, 0.46, 0.84, 0.29], [178, 160, 124], { fall: -0.25, grain: 0.3, scale: 0.5 });
  shadow(canvas, [0.12, 0.6, 0.8, 0.04], 0.05, 0.35);
  for (const [a, b] of [
    [0.13, 0.22],
    [0.13, 0.05],
    [0.87, 0.78],
    [0.87, 0.95],
  ] as const)
    pipe(canvas, [a, 0.1, b, 0.64], 0.014, [150, 110, 66], { grain: 0.25, shine: 0.2 });
  pipe(canvas, [0.1, 0.1, 0.9, 0.1], 0.017, [158, 118, 72], { grain: 0.25, shine: 0.2 });
  for (const x of [0.34, 0.62]) {
    for (const side of [-0.055, 0.055]) {
      for (let y = 0.12; y < 0.5; y += 0.016) {
        disc(canvas, [x + side + between(dice, -0.001, 0.001), y], 0.0085, [150, 152, 154], { hollow: 0.55 });
      }
    }
    shadow(canvas, [x - 0.07, 0.6, 0.14, 0.02], 0.03, 0.45);
    face(canvas, [x - 0.07, 0.5, 0.14, 0.022], [30, 30, 32], { bevel: 0.004, fall: 0.5 });
  }
  line(canvas, [0.562, 0.2, 0.568, 0.26], 0.01, [150, 78, 40], 0.7);
}

/** Lift doors of brushed steel, the panel and a number over them. */
export function lift(canvas: Canvas, dice: Dice): void {
  room(canvas, [224, 220, 208], [126, 118, 108], 0.68);
  shadow(canvas, [0.2, 0.04, 0.56, 0.64], 0.05, 0.45);
  face(canvas, [0.18, 0.03, 0.56, 0.65], [120, 124, 128], { bevel: 0.006 });
  for (const x of [0.205, 0.462]) {
    face(canvas, [x, 0.06, 0.254, 0.62], [172, 176, 178], { fall: 0.15, grain: 0.04, bevel: 0.002 });
    for (let index = 0; index < 90; index += 1) {
      const at = x + dice() * 0.25;
      line(
        canvas,
        [at, 0.062, at, 0.678],
        0.0009,
        pick(dice, [
          [150, 154, 156],
          [196, 200, 202],
        ]),
        0.5,
      );
    }
  }
  line(canvas, [0.4605, 0.06, 0.4605, 0.68], 0.004, dark);
  face(canvas, [0.81, 0.3, 0.07, 0.17], steel, { bevel: 0.004, fall: 0.2 });
  for (const y of [0.345, 0.415]) {
    disc(canvas, [0.845, y], 0.018, [70, 72, 74], { round: true });
    disc(canvas, [0.845, y], 0.012, y < 0.4 ? [240, 190, 60] : white);
  }
  plate(canvas, [0.41, 0.036, 0.1, 0.022], pick(dice, ['PLAN 1', 'PLAN 2', 'U. ETG.']), {
    ground: dark,
    text: [240, 120, 40],
  });
}
