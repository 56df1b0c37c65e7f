/** A source of chance that always throws the same for the same seed: numbers from 0 up to, not including, 1. */
export type Dice = () => number;

/** Mulberry32 over an FNV-1a hash of the seed. */
export function createDice(seed: string): Dice {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number between two others. */
export function between(dice: Dice, low: number, high: number): number {
  return low + dice() * (high - low);
}

/** One of several. */
export function pick<T>(dice: Dice, from: readonly [T, ...T[]]): T {
  return from[Math.floor(dice() * from.length)] ?? from[0];
}
