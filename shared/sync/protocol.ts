import { z } from 'zod/mini';

/** Version of the wire; a change of any message raises it (guarded by a hash test). */
export const protocolVersion = 2;

/** The oldest version this server still speaks; older apps are told to update (426), their queue is kept. */
export const oldestProtocol = 1;

/** A version of the wire that this server speaks. */
export const protocolSchema = z.union([z.literal(1), z.literal(2)]);
export type Protocol = z.infer<typeof protocolSchema>;

/**
 * Requests say with it which version they speak (none: 1), and every 200 of the sync routes repeats it; without it
 * nothing is acknowledged (captive portals).
 */
export const protocolHeader = 'oppdrag-protocol';

/** Content types of our envelope. */
export const pushContentType = 'application/vnd.oppdrag.push+json';
export const pullContentType = 'application/vnd.oppdrag.pull+ndjson';

/** At most so many commands in one push, and so many bytes in its body. */
export const pushLimit = 50;
export const pushBytes = 1_000_000;

/** How much a server sends at once. */
export interface PageLimits {
  /** Records of scopes that come whole, in the first page for a device that has nothing yet: its list stands at once. */
  readonly first: number;
  /** The same in any other page. */
  readonly rest: number;
}

export const pageLimits: PageLimits = { first: 200, rest: 2_000 };

/** A device that holds more scopes sends their digest first, the list only when asked for it. */
export const scopesListed = 100;
