import { airUnit, filters, leak, pipes } from '#server/demo/photos/technical-rooms.ts';
import { exitSign, fireDoor, lift, playground, switchboard } from '#server/demo/photos/building-parts.ts';
import { createCanvas, type Canvas, type Colour } from '#server/demo/photos/canvas.ts';
import { develop, type Shot } from '#server/demo/photos/develop.ts';
import { between, createDice, type Dice } from '#server/demo/photos/dice.ts';
import type { Texture } from '#server/demo/photos/texture.ts';

interface Scene {
  readonly width: number;
  readonly draw: (canvas: Canvas, dice: Dice) => void;
  readonly shot: Partial<Shot>;
}

/** 1 megapixel, as a phone sends them by mail; 3 as it takes them. */
const usual = 1120;
const large = 2048;

const insulated: [Colour, ...Colour[]] = [
  [206, 208, 206],
  [178, 112, 76],
  [150, 154, 156],
];

const scenes = {
  airUnit: { width: usual, draw: (canvas, dice) => airUnit(canvas, dice, '360.01'), shot: {} },
  dirtyFilters: { width: usual, draw: (canvas, dice) => filters(canvas, dice, true), shot: { gloom: 0.8 } },
  newFilters: { width: usual, draw: (canvas, dice) => filters(canvas, dice, false), shot: { gloom: 0.7 } },
  heatingRoom: {
    width: usual,
    draw: (canvas, dice) =>
      pipes(canvas, dice, {
        ...{ wall: [186, 184, 174], pipes: insulated },
        ...{ number: '320.01', name: 'TUR VARME' },
      }),
    shot: {},
  },
  /** The large one: several megabytes. */
  bathCellar: {
    width: large,
    draw: (canvas, dice) =>
      pipes(canvas, dice, {
        ...{ wall: [176, 190, 194], number: '315.02', name: 'RENTVANN' },
        pipes: [
          [60, 122, 160],
          [86, 150, 110],
          [196, 198, 196],
        ],
      }),
    shot: { tint: [0.96, 1, 1.05], quality: 95, noise: 34 },
  },
  leak: { width: usual, draw: leak, shot: { gloom: 0.75 } },
  switchboard: { width: usual, draw: switchboard, shot: { lamp: [0.5, 0.4], gloom: 0.8 } },
  exitSign: { width: usual, draw: (canvas, dice) => exitSign(canvas, dice, true), shot: { gloom: 0.6 } },
  deadExitSign: { width: usual, draw: (canvas, dice) => exitSign(canvas, dice, false), shot: { gloom: 0.7 } },
  fireDoor: { width: usual, draw: fireDoor, shot: {} },
  playground: { width: usual, draw: playground, shot: { tint: [0.98, 1, 1.02], gloom: 0.25, noise: 14 } },
  lift: { width: usual, draw: lift, shot: {} },
} as const satisfies Record<string, Scene>;

export type PhotoName = keyof typeof scenes;
export const photoNames = Object.keys(scenes) as PhotoName[];

/** Draws a photo as a janitor's phone would have taken it; the same name gives the same bytes. */
export function drawPhoto(name: PhotoName, texture: Texture): Buffer {
  const scene: Scene = scenes[name];
  const dice = createDice(name);
  const canvas = createCanvas(scene.width, scene.width * 0.75, texture);
  scene.draw(canvas, dice);
  return develop(canvas, name, {
    quality: 90,
    noise: 26,
    lamp: [between(dice, 0.3, 0.65), between(dice, 0.25, 0.5)],
    gloom: 0.55,
    tint: [1.03, 1, 0.93],
    ...scene.shot,
  });
}
