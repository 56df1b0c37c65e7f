import { disc, face, line, pipe, shadow, type Canvas, type Colour } from '#server/demo/photos/canvas.ts';
import { between, pick, type Dice } from '#server/demo/photos/dice.ts';
import { plate } from '#server/demo/photos/lettering.ts';

const white: Colour = [232, 230, 222];
const steel: Colour = [158, 163, 166];
const dark: Colour = [46, 49, 52];

/** A painted concrete wall and a floor that comes towards the viewer. */
export function room(canvas: Canvas, wall: Colour, floor: Colour, horizon = 0.6): void {
  face(canvas, [0, 0, 1, horizon], wall, { fall: 0.25, grain: 0.12, scale: 1.6 });
  for (let x = 0.13; x < 1; x += 0.29)
    line(canvas, [x, 0, x, horizon], 0.0012, [wall[0] * 0.8, wall[1] * 0.8, wall[2] * 0.8], 0.6);
  face(canvas, [0, horizon, 1, 0.75 - horizon], floor, { fall: -0.5, grain: 0.22, scale: 2.4 });
  shadow(canvas, [0, horizon - 0.004, 1, 0.008], 0.03, 0.55);
}

/** Insulated and bare pipes, with valves and gauges: a heating room, a bath's cellar. */
export function pipes(
  canvas: Canvas,
  dice: Dice,
  colours: { wall: Colour; pipes: [Colour, ...Colour[]]; number: string; name: string },
): void {
  room(canvas, colours.wall, [104, 102, 98]);
  for (let index = 0; index < 4; index += 1) {
    const y = 0.07 + index * 0.085 + between(dice, -0.012, 0.012);
    const radius = between(dice, 0.014, 0.03);
    shadow(canvas, [0, y + radius * 1.4, 1, radius], 0.03, 0.42);
    pipe(canvas, [-0.05, y, 1.05, y], radius, pick(dice, colours.pipes), { grain: 0.14 });
    for (let x = between(dice, 0.02, 0.2); x < 1; x += between(dice, 0.16, 0.3))
      pipe(canvas, [x, y, x + 0.016, y], radius * 1.22, steel, { shine: 0.7 });
  }
  for (let index = 0; index < 5; index += 1) {
    const x = 0.1 + index * 0.19 + between(dice, -0.03, 0.03);
    const radius = between(dice, 0.013, 0.024);
    shadow(canvas, [x + radius, 0.3, radius, 0.33], 0.03, 0.4);
    pipe(canvas, [x, 0.2, x, 0.68], radius, pick(dice, colours.pipes), { grain: 0.14 });
    pipe(canvas, [x, 0.4, x, 0.414], radius * 1.35, steel);
    pipe(canvas, [x, 0.56, x, 0.574], radius * 1.35, steel);
    if (index % 2 === 0)
      valve(
        canvas,
        x,
        between(dice, 0.44, 0.5),
        pick(dice, [
          [176, 32, 28],
          [34, 70, 150],
        ]),
      );
    else gauge(canvas, x, between(dice, 0.43, 0.5), dice);
  }
  plate(canvas, [0.06, 0.6, 0.13, 0.034], colours.number, { ground: [245, 214, 60], text: dark });
  plate(canvas, [0.7, 0.03, 0.16, 0.034], colours.name, { ground: white, text: dark });
}

/** The same wall with a dripping joint, a rusty streak and water on the floor. */
export function leak(canvas: Canvas, dice: Dice): void {
  room(canvas, [202, 199, 186], [120, 116, 108], 0.56);
  shadow(canvas, [0.52, 0.1, 0.02, 0.5], 0.03, 0.4);
  pipe(canvas, [0.5, -0.02, 0.5, 0.36], 0.026, [178, 112, 76], { shine: 0.8 });
  pipe(canvas, [0.5, 0.36, 0.98, 0.36], 0.026, [178, 112, 76], { shine: 0.8 });
  disc(canvas, [0.5, 0.36], 0.034, [190, 122, 84], { round: true });
  pipe(canvas, [0.48, 0.3, 0.52, 0.3], 0.034, [196, 150, 96]);
  for (let index = 0; index < 40; index += 1) {
    const x = 0.47 + between(dice, -0.02, 0.07);
    line(canvas, [x, 0.38, x + between(dice, -0.01, 0.01), 0.4 + dice() * 0.17], 0.006, [120, 74, 40], 0.1);
  }
  for (let index = 0; index < 7; index += 1)
    disc(canvas, [0.5 + between(dice, -0.004, 0.004), 0.4 + index * 0.024], 0.004, [214, 226, 232], {
      round: true,
    });
  puddle(canvas, [0.52, 0.66], [0.27, 0.05], [66, 68, 70], 0.4);
  puddle(canvas, [0.51, 0.66], [0.19, 0.03], [128, 134, 138], 0.35);
  puddle(canvas, [0.5, 0.655], [0.06, 0.008], [226, 232, 234], 0.4);
  face(canvas, [0.12, 0.56, 0.13, 0.13], [58, 92, 150], { bevel: 0.004, fall: 0.3 });
}

function puddle(
  canvas: Canvas,
  [x, y]: readonly [number, number],
  [wide, high]: readonly [number, number],
  colour: Colour,
  cover: number,
): void {
  for (let row = -1; row <= 1; row += 0.05) {
    const half = wide * Math.sqrt(1 - Math.min(1, row * row));
    line(canvas, [x - half, y + row * high, x + half, y + row * high], high * 0.09, colour, cover);
  }
}

function valve(canvas: Canvas, x: number, y: number, colour: Colour): void {
  pipe(canvas, [x - 0.03, y, x + 0.03, y], 0.024, steel, { shine: 0.8 });
  shadow(canvas, [x - 0.03, y - 0.02, 0.07, 0.07], 0.02, 0.35);
  disc(canvas, [x, y], 0.045, colour, { hollow: 0.74 });
  for (let turn = 0; turn < 3; turn += 1) {
    const [dx, dy] = [Math.cos(turn * 1.05) * 0.038, Math.sin(turn * 1.05) * 0.038];
    line(canvas, [x - dx, y - dy, x + dx, y + dy], 0.009, colour);
  }
  disc(canvas, [x, y], 0.012, steel, { round: true });
}

function gauge(canvas: Canvas, x: number, y: number, dice: Dice): void {
  shadow(canvas, [x - 0.03, y - 0.03, 0.07, 0.075], 0.02, 0.35);
  disc(canvas, [x, y], 0.042, steel, { round: true });
  disc(canvas, [x, y], 0.036, [244, 243, 238]);
  for (let tick = 0; tick <= 10; tick += 1) {
    const turn = 2.4 + (tick / 10) * 4.6;
    const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
    line(canvas, [x + dx * 0.027, y + dy * 0.027, x + dx * 0.033, y + dy * 0.033], 0.0018, dark);
  }
  const needle = 2.4 + between(dice, 0.3, 0.7) * 4.6;
  line(canvas, [x, y, x + Math.cos(needle) * 0.027, y + Math.sin(needle) * 0.027], 0.003, [170, 26, 22]);
  disc(canvas, [x, y], 0.005, dark);
}

/** An air handling unit: sheet metal doors, round ducts, and the plate with its number. */
export function airUnit(canvas: Canvas, dice: Dice, number: string): void {
  room(canvas, [196, 200, 196], [112, 114, 112]);
  for (const x of [0.2, 0.66]) {
    shadow(canvas, [x + 0.07, 0, 0.04, 0.2], 0.04, 0.4);
    pipe(canvas, [x, -0.02, x, 0.24], 0.085, [186, 190, 192], { shine: 0.6, grain: 0.05 });
    for (let y = 0.02; y < 0.2; y += 0.05)
      line(canvas, [x - 0.085, y, x + 0.085, y], 0.002, [120, 124, 126], 0.6);
  }
  shadow(canvas, [0.06, 0.2, 0.9, 0.44], 0.05, 0.5);
  face(canvas, [0.05, 0.2, 0.9, 0.42], [172, 178, 180], { fall: 0.2, bevel: 0.004, grain: 0.05 });
  for (let index = 0; index < 4; index += 1) {
    const x = 0.065 + index * 0.222;
    face(canvas, [x, 0.215, 0.205, 0.39], [188, 194, 196], { fall: 0.22, bevel: 0.005, grain: 0.06 });
    for (const y of [0.27, 0.52]) {
      face(canvas, [x + 0.014, y, 0.02, 0.034], dark, { bevel: 0.003 });
      pipe(canvas, [x + 0.024, y + 0.016, x + 0.06, y + 0.016], 0.006, [24, 24, 26]);
    }
    for (const [dx, dy] of [
      [0.005, 0.005],
      [0.195, 0.005],
      [0.005, 0.38],
      [0.195, 0.38],
    ] as const)
      disc(canvas, [x + dx + 0.003, 0.218 + dy], 0.004, steel, { round: true });
  }
  gauge(canvas, 0.42, 0.33, dice);
  plate(canvas, [0.52, 0.25, 0.15, 0.04], number, { ground: white, text: dark });
  plate(canvas, [0.74, 0.46, 0.16, 0.032], pick(dice, ['TILLUFT', 'AVTREKK']), {
    ground: [36, 92, 160],
    text: white,
  });
  face(canvas, [0.86, 0.62, 0.09, 0.06], [150, 118, 82], { bevel: 0.003, fall: 0.3 });
}

/** Bag filters seen from the front, clean or after half a year. */
export function filters(canvas: Canvas, dice: Dice, dirty: boolean): void {
  face(canvas, [0, 0, 1, 0.75], [70, 73, 75], { fall: 0.4, grain: 0.2 });
  const cloth: Colour = dirty ? [104, 98, 88] : [226, 226, 216];
  for (let frame = 0; frame < 2; frame += 1) {
    const x = 0.06 + frame * 0.45;
    shadow(canvas, [x, 0.06, 0.43, 0.62], 0.04, 0.6);
    face(canvas, [x, 0.06, 0.43, 0.62], [170, 174, 176], { bevel: 0.006, fall: 0.2 });
    for (let bag = 0; bag < 8; bag += 1) {
      const left = x + 0.018 + bag * 0.0495;
      const sag = between(dice, -0.006, 0.006);
      const soot = dirty ? between(dice, 0.75, 1.1) : between(dice, 0.96, 1.03);
      const colour: Colour = [cloth[0] * soot, cloth[1] * soot, cloth[2] * soot];
      pipe(canvas, [left + 0.024, 0.082, left + 0.024 + sag, 0.658], 0.0238, colour, {
        grain: dirty ? 0.55 : 0.1,
        shine: 0.05,
      });
      line(canvas, [left, 0.082, left, 0.658], 0.004, [58, 58, 58], 0.8);
    }
  }
  if (!dirty) plate(canvas, [0.34, 0.02, 0.32, 0.034], 'EPM1 60 BYTTET', { ground: white, text: dark });
}
