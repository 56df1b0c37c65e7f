import type { AppDeps } from '#server/app-deps.ts';
import type { DbScope } from '#server/db/scope.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What receiving and landing bytes stands on. */
export type UploadDeps = Pick<AppDeps, 'db' | 'store' | 'pokes' | 'log' | 'clock'>;

/** Whose file: only who declared it may send it. */
export interface FileOf {
  readonly personId: Id;
  readonly scope: Extract<DbScope, { kind: 'person' }>;
  readonly fileId: Id;
}
