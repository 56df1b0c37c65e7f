import type { Situation } from '#shared/tasks/situation.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import { localPrefix } from '#shared/testing/fixed-ids.ts';

/**
 * The same case with ids (and task numbers) of its own, derived from `seed` alone, so that many cases and many runs
 * live in one database. `then` and `facts` go on speaking of the case as it is written: `then` gets the state with
 * the ids turned back.
 */
export function freshIds(aCase: CommandCase, seed: string): CommandCase {
  const prefix = prefixOf(seed);
  const turn = <T>(value: T): T => swap(value, localPrefix, prefix);
  const renumber = <T extends { number: number }>(task: T, offset: number) => ({
    ...turn(task),
    number: numberOf(seed) + offset,
  });
  const { task, other } = aCase.given;
  const { then } = aCase;
  return {
    ...aCase,
    given: {
      ...turn(aCase.given),
      task: task && renumber(task, 0),
      ...(other && { other: renumber(other, 1) }),
    },
    command: turn(aCase.command),
    ...(aCase.facts && { facts: turn(aCase.facts) }),
    ...(then && { then: (next: Situation) => then(turnBack(next, prefix, aCase)) }),
  };
}

function turnBack(next: Situation, prefix: string, aCase: CommandCase): Situation {
  const { task, file } = swap(next, prefix, localPrefix);
  const written = aCase.given.task;
  return { task: task && written ? { ...task, number: written.number } : task, file };
}

function swap<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(from, to)) as T;
}

/** 23 hexadecimal digits and dashes before the last group of a UUID in the shape of v7: 56 bits of the seed. */
function prefixOf(seed: string): string {
  const hex = hash(seed, 0x811c9dc5) + hash(seed, 0x01000193);
  return `0190${hex.slice(0, 4)}-${hex.slice(4, 8)}-7${hex.slice(8, 11)}-8${hex.slice(11, 14)}-`;
}

/** Even, so that the second task of a case takes the odd one after it; within a 32 bit integer. */
function numberOf(seed: string): number {
  return (Number.parseInt(hash(seed, 0x9e3779b9), 16) >>> 2) * 2;
}

/** FNV-1a, 32 bits, in hexadecimal. */
function hash(text: string, basis: number): string {
  let state = basis;
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, '0');
}
