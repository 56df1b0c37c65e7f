import type { PullLine } from '#shared/sync/pull-message.ts';
import type { NetworkAnswer, Timers } from '#lib/sync/ports.ts';
import { readLines } from '#lib/sync/read-body.ts';
import { readLine } from '#lib/sync/read-line.ts';

type LineOf<Name extends PullLine['line']> = Extract<PullLine, { line: Name }>;

/** A whole answer of a pull. `changes` are in the order the server said them. */
export interface PullAnswer {
  readonly epoch: string;
  readonly changes: readonly LineOf<'drop' | 'scope' | 'put' | 'del'>[];
  readonly sums: readonly LineOf<'sum'>[];
  readonly acks: LineOf<'acks'>;
  readonly end: LineOf<'end'>;
}

/** An answer that has come whole: its end, and every line, not yet read. */
export interface ReceivedPull {
  readonly end: LineOf<'end'>;
  readonly lines: readonly string[];
}

/** How many lines are read before the screen gets its turn. */
const linesPerBreath = 250;

/** Takes an answer off the network. null: it does not end as ours do (cut, or not ours). Throws when the connection breaks. */
export async function receivePull(answer: NetworkAnswer, moved: () => void): Promise<ReceivedPull | null> {
  const lines: string[] = [];
  for await (const line of readLines(answer)) {
    if (lines.push(line) % linesPerBreath === 0) moved();
  }
  const end = readLine(lines.pop() ?? '');
  return end?.line === 'end' ? { end, lines } : null;
}

/**
 * Reads an answer line by line. null: it is no whole answer of ours (a line that does not fit, or stands where it may
 * not), and nothing of it may be kept.
 */
export async function readPull(
  { end, lines }: ReceivedPull,
  timers: Timers,
  moved: () => void,
): Promise<PullAnswer | null> {
  let head: LineOf<'head'> | null = null;
  let acks: LineOf<'acks'> | null = null;
  const changes: LineOf<'drop' | 'scope' | 'put' | 'del'>[] = [];
  const sums: LineOf<'sum'>[] = [];
  for (const [at, text] of lines.entries()) {
    const line = readLine(text);
    if (line === null || line.line === 'end' || (head === null) !== (line.line === 'head')) return null;
    if (line.line === 'head') head = line;
    else if (line.line === 'acks') acks = line;
    else if (line.line === 'sum') sums.push(line);
    else changes.push(line);
    if ((at + 1) % linesPerBreath === 0) {
      moved();
      await timers.breathe();
    }
  }
  if (head === null || acks === null) return null;
  return { epoch: head.epoch, changes, sums, acks, end };
}
