import type { WorldResult } from './run-world.ts';

/** What a person needs of a world that broke something: its seed, its steps, and which invariants. */
export function tellFailure({ seed, steps, broken }: WorldResult): string {
  const told = broken.map(({ invariant, says }) => `  invariant ${invariant}: ${says.slice(0, 1_500)}`);
  return [`seed ${seed}`, ...steps.map((step, at) => `  ${at + 1}. ${step}`), ...told].join('\n');
}
