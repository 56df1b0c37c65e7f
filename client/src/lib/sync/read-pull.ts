import { pullLineSchema, type PullLine } from '#shared/sync/pull-message.ts';
import type { NetworkAnswer, Timers } from '#lib/sync/ports.ts';
import { readLines } from '#lib/sync/read-body.ts';

type LineOf<Name extends PullLine['line']> = Extract<PullLine, { line: Name }>;

/** A whole answer of a pull. `changes` are in the order the server said them. */
export interface PullAnswer {
  readonly epoch: string;
  readonly changes: readonly LineOf<'drop' | 'scope' | 'put' | 'del'>[];
  readonly sums: readonly LineOf<'sum'>[];
  readonly acks: LineOf<'acks'>;
  readonly end: LineOf<'end'>;
}

/** How many lines are read before the screen gets its turn. */
const linesPerBreath = 250;

/**
 * Reads an answer line by line. null: it is no whole answer of ours (cut before `end`, a line that does not fit, lines
 * after the end), and nothing of it may be kept. Throws when the connection breaks.
 */
export async function readPull(
  answer: NetworkAnswer,
  timers: Timers,
  moved: () => void,
): Promise<PullAnswer | null> {
  let head: LineOf<'head'> | null = null;
  let acks: LineOf<'acks'> | null = null;
  let end: LineOf<'end'> | null = null;
  const changes: LineOf<'drop' | 'scope' | 'put' | 'del'>[] = [];
  const sums: LineOf<'sum'>[] = [];
  let count = 0;
  for await (const text of readLines(answer)) {
    const line = parseLine(text);
    if (line === null || end !== null || (head === null) !== (line.line === 'head')) return null;
    if (line.line === 'head') head = line;
    else if (line.line === 'acks') acks = line;
    else if (line.line === 'end') end = line;
    else if (line.line === 'sum') sums.push(line);
    else changes.push(line);
    count += 1;
    if (count % linesPerBreath === 0) {
      moved();
      await timers.breathe();
    }
  }
  if (head === null || acks === null || end === null) return null;
  return { epoch: head.epoch, changes, sums, acks, end };
}

function parseLine(text: string): PullLine | null {
  try {
    const line = pullLineSchema.safeParse(JSON.parse(text));
    return line.success ? line.data : null;
  } catch {
    // No JSON: a portal's page, or a line cut in two.
    return null;
  }
}
