/*
 * What Kit's router takes from devalue, which writes Maps, Dates and cycles: the build gives it this instead
 * (vite.config.ts). Kit keeps page.state and snapshots by it; ours are empty or plain, and no server of ours renders.
 */

/** Plain data as text. Kit hands in encoders besides, for kinds that we have none of. */
export function stringify(value: unknown): string {
  return JSON.stringify(value);
}

/** What `stringify` wrote. */
export function parse(text: string): unknown {
  return JSON.parse(text);
}

/** Answers of Kit's own server, of which there is none. */
export function unflatten(): never {
  throw new Error('there are no server loads here');
}

export { unflatten as uneval, unflatten as stringifyAsync };
