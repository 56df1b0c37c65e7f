import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '#server/db/database.ts';
import { ProblemError } from '#server/http/problem-error.ts';

export type RateLimit = Readonly<{
  /** Begins the key in the table; never change it. */
  name: string;
  /** So many times … */
  points: number;
  /** … within so many seconds. */
  seconds: number;
  /** Who goes over is held back so long from that moment on, instead of to the end of the window. */
  pauseSeconds?: number;
}>;

export type RateLimiter = Readonly<{
  /** Counts one, or throws `rate.limited` with the seconds to wait. */
  consume(key: string): Promise<void>;
  /** Counts one and says whether it was still within the limit. */
  admits(key: string): Promise<boolean>;
  /** Takes one back. */
  forgive(key: string): Promise<void>;
  /** Forgets everything counted. */
  reset(key: string): Promise<void>;
  /** Whether anything is remembered under the key. */
  has(key: string): Promise<boolean>;
  /** Remembers the key for `seconds` from now. */
  remember(key: string): Promise<void>;
}>;

/** Counts in the table `rate_limits`, for all processes together. Keys are hashed: they may be addresses of persons. */
export function createRateLimiter(db: Kysely<Database>, limit: RateLimit): RateLimiter {
  const limiter = new RateLimiterPostgres({
    storeClient: storeOver(db),
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
    blockDuration: limit.pauseSeconds ?? 0,
  });
  const waitFor = async (key: string): Promise<number | null> => {
    try {
      await limiter.consume(hashKey(key));
      return null;
    } catch (over) {
      if (over instanceof RateLimiterRes) return Math.max(1, Math.ceil(over.msBeforeNext / 1000));
      throw over;
    }
  };
  return {
    async consume(key) {
      const retryAfter = await waitFor(key);
      if (retryAfter !== null) throw new ProblemError('rate.limited', { retryAfter });
    },
    admits: async (key) => (await waitFor(key)) === null,
    forgive: async (key) => void (await limiter.reward(hashKey(key))),
    reset: async (key) => void (await limiter.delete(hashKey(key))),
    has: async (key) => (await limiter.get(hashKey(key))) !== null,
    remember: async (key) => void (await limiter.set(hashKey(key), 0, limit.seconds)),
  };
}

/** What rate-limiter-flexible calls of a node-postgres client, over our pool. */
function storeOver(db: Kysely<Database>) {
  return {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const { rows, numAffectedRows } = await db.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(text, values),
      );
      return { rows, rowCount: Math.max(rows.length, Number(numAffectedRows ?? 0)) };
    },
  };
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
