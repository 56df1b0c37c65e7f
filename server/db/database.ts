import type { ArchiveTables } from '#server/archive/archive-table.ts';
import type { AuthTables } from '#server/auth/auth-table.ts';
import type { BuildingTables } from '#server/buildings/building-table.ts';
import type { FileTables } from '#server/files/file-table.ts';
import type { GrantTables } from '#server/grants/grant-table.ts';
import type { AuditTables } from '#server/http/audit-table.ts';
import type { MailTables } from '#server/mail/mail-table.ts';
import type { PeopleTables } from '#server/people/people-table.ts';
import type { SyncTables } from '#server/sync/sync-table.ts';
import type { TaskTables } from '#server/tasks/task-table.ts';

/** Every table, gathered from the slices that own them. */
export type Database = PeopleTables &
  BuildingTables &
  FileTables &
  TaskTables &
  ArchiveTables &
  GrantTables &
  SyncTables &
  MailTables &
  AuthTables &
  AuditTables;
