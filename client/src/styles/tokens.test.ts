import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Every colour of tokens.css: its name, and its value in light and dark. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two tokens in one scheme. */
function contrast(ink: string, ground: string, scheme: 'light' | 'dark'): number {
  const [a, b] = [ink, ground].map((name) => luminance(tokens.get(name)?.[scheme] ?? '')) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const tones = ['neutral', 'on-device', 'sending', 'received', 'approved', 'attention'];
const grounds = ['paper', 'ground', 'hover', 'pressed'];

const texts: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [['text', ground]]),
  ...grounds.slice(0, 3).map((ground): [string, string] => ['muted', ground]),
  ['accent', 'paper'],
  ['accent', 'ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'accent-pressed'],
  ['danger', 'paper'],
  ['danger', 'ground'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ...tones.map((tone): [string, string] => [`tone-${tone}-text`, `tone-${tone}-fill`]),
  // Notices, messages and the line at the top write plain and quiet text on a tone.
  ...tones
    .filter((tone) => tone !== 'approved')
    .flatMap((tone): [string, string][] => [
      ['text', `tone-${tone}-fill`],
      ['muted', `tone-${tone}-fill`],
    ]),
];

describe.each(['light', 'dark'] as const)('contrast in %s', (scheme) => {
  it.each(texts)('text %s on %s is at least 7:1', (ink, ground) => {
    expect(contrast(ink, ground, scheme)).toBeGreaterThanOrEqual(7);
  });

  it.each([
    ['edge', 'paper'],
    ['edge', 'ground'],
    ['accent', 'paper'],
    ['accent', 'ground'],
    ['danger', 'paper'],
  ])('edge %s on %s is at least 5:1', (edge, ground) => {
    expect(contrast(edge, ground, scheme)).toBeGreaterThanOrEqual(5);
  });
});
