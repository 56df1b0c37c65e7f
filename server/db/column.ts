import type { ColumnType } from 'kysely';

/** A timestamptz: read through `iso(…)` in queries, written as an ISO instant. */
export type Timestamp = ColumnType<Date, string, string>;
export type NullableTimestamp = ColumnType<Date | null, string | null | undefined, string | null>;

/** A bigint: comes as text. */
export type BigInteger = ColumnType<string, number | string, number | string>;

export type NullableBigInteger = ColumnType<
  string | null,
  number | string | null | undefined,
  number | string | null
>;

/** A bigint with a default in the database. */
export type DefaultedBigInteger = ColumnType<string, number | string | undefined, number | string>;

/** A column with a default in the database. */
export type Defaulted<T> = ColumnType<T, T | undefined, T>;

/** jsonb: give objects, not JSON text; typed by what the slice keeps in it. */
export type Json<T> = ColumnType<T, string, string>;
