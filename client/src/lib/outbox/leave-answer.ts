import type { Connection } from '#lib/sync/board.ts';

/** Whether one can leave the site, and why not. */
export type LeaveAnswer =
  'storing' | 'all-received' | 'sending' | 'offline' | 'paused' | 'outdated' | 'attention';

/**
 * What is not even stored decides first: it would be lost. Then what is on its way before what was refused: it is
 * what waiting helps.
 */
export function answerLeave(facts: {
  readonly storing: number;
  readonly waiting: number;
  readonly attention: number;
  readonly connection: Connection;
}): LeaveAnswer {
  if (facts.storing > 0) return 'storing';
  if (facts.waiting === 0) return facts.attention === 0 ? 'all-received' : 'attention';
  if (facts.connection === 'paused' || facts.connection === 'outdated') return facts.connection;
  return facts.connection === 'offline' ? 'offline' : 'sending';
}

/** Bytes left to send at a moment, milliseconds. */
export interface LeftAt {
  readonly at: number;
  readonly left: number;
}

/** Only the newest: a lift door closes, a mast is passed. */
const memory = 20_000;

/** Adds how much is left now; starts over when work was added, since the pace counts what has gone. */
export function noteLeft(samples: readonly LeftAt[], next: LeftAt): LeftAt[] {
  const last = samples.at(-1);
  if (last === undefined || next.left > last.left) return [next];
  return [...samples.filter((sample) => next.at - sample.at <= memory), next];
}

/** Seconds left at the pace of late; null while nobody can know. */
export function secondsLeft(samples: readonly LeftAt[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.left === 0) return null;
  const took = last.at - first.at;
  const sent = first.left - last.left;
  if (took < 2000 || sent <= 0) return null;
  return Math.ceil((last.left / sent) * (took / 1000));
}
