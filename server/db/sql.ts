import type postgres from 'postgres';

/** A pool of postgres.js, for single statements and LISTEN; transactions are Kysely's. Its `reserve` is not to be used. */
export type Sql = postgres.Sql<{ date: string; texts: string[]; ids: string[] }>;
