import { z } from 'zod/mini';
import { can } from '#shared/access/can.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import { accept, refuse, type Decision } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { textSchema } from '#shared/kernel/text.ts';
import { columnsIn, isMember, reachesBuilding, type Actor } from '#shared/people/actor.ts';
import { commandFields } from '#shared/tasks/task-command.ts';

export const approveArchiveFileSchema = z.strictObject({
  type: z.literal('approve-archive-file'),
  ...commandFields,
  entryId: idSchema,
});
export type ApproveArchiveFile = z.infer<typeof approveArchiveFileSchema>;

export const rejectArchiveFileSchema = z.strictObject({
  type: z.literal('reject-archive-file'),
  ...commandFields,
  entryId: idSchema,
  reason: textSchema(2000),
});
export type RejectArchiveFile = z.infer<typeof rejectArchiveFileSchema>;

export type ArchiveRefusal =
  /** Not there, or not visible. */
  { code: 'entry.not-found' } | { code: 'grant.missing' };
export type ArchiveRefusalCode = ArchiveRefusal['code'];

export type ArchiveEvent = { type: 'file-assessed'; entryId: string };

/**
 * Staff approve or reject a file of the archive (*Godkjent* or *avvist* with the reason); the newest assessment
 * counts, repeating the same one changes nothing.
 */
export function assessArchiveFile(
  entry: ArchiveEntry | null,
  command: ApproveArchiveFile | RejectArchiveFile,
  context: { actor: Actor; now: Instant },
): Decision<ArchiveEntry, ArchiveRefusal, ArchiveEvent> {
  if (entry === null) return refuse({ code: 'entry.not-found' });
  const held = columnsIn(context.actor, entry.tenantId);
  const facts = {
    t: isMember(context.actor, entry.tenantId),
    b: reachesBuilding(context.actor, entry.tenantId, entry.buildingId),
    z: true,
    c: true,
    o: entry.fromId === context.actor.personId,
  };
  if (!can('approve-archive-file', held, facts)) {
    const seen = entry.approval === 'approved' ? 'read-archive' : 'read-unapproved-archive';
    return refuse({ code: can(seen, held, facts) ? 'grant.missing' : 'entry.not-found' });
  }
  const approval = command.type === 'approve-archive-file' ? 'approved' : 'rejected';
  const rejectReason = command.type === 'reject-archive-file' ? command.reason : null;
  if (entry.approval === approval && entry.rejectReason === rejectReason) return accept(entry);
  return accept(
    { ...entry, approval, rejectReason, assessedByName: context.actor.name, assessedAt: context.now },
    [{ type: 'file-assessed', entryId: entry.id }],
  );
}
