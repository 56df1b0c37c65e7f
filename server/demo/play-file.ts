import { Readable } from 'node:stream';
import { laterBy } from '#server/clock.ts';
import { demoId } from '#server/demo/demo-id.ts';
import type { Who } from '#server/demo/demo-people.ts';
import { folderAt } from '#server/demo/demo-places.ts';
import { momentFrom, type When } from '#server/demo/moments.ts';
import { actorOfDemo, contextOfDeed, perform, type Stage } from '#server/demo/stage.ts';
import type { PlannedFile } from '#server/demo/task-plan.ts';
import { verifyBytes } from '#server/files/verify-bytes.ts';
import type { Assessed } from '#server/testing/insert-archive-file.ts';
import { can } from '#shared/access/can.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import { assessArchiveFile } from '#shared/archive/assess-archive-file.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { columnsIn } from '#shared/people/actor.ts';
import { landFile } from '#shared/tasks/land-file.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';

/** A file that landed, where its bytes are, and its entry where it landed in an archive. */
export interface PlayedFile {
  readonly fileId: Id;
  readonly storageKey: string;
  readonly assessed: Assessed | null;
}

/** From the declaration to the verdict, in ms. */
const uploadTime = 45_000;

/**
 * Declares a file and, unless its bytes are still on the device, lands and assesses it, all by the rules. `key` names it
 * in the whole demo.
 */
export async function playFile(
  stage: Stage,
  situation: Situation,
  planned: PlannedFile,
  by: { who: Who; at: Instant; building: Building; key: string },
): Promise<{ next: Situation; events: readonly TaskEvent[]; played: PlayedFile | null }> {
  const { who, at, building, key } = by;
  const bytes = await stage.draw(planned.content, { key, at, building });
  const found = await verifyBytes((range) =>
    Promise.resolve(Readable.from([bytes.subarray(range?.start ?? 0, range?.end ?? bytes.length)])),
  );
  const fileId = demoId('file', key);
  const folder = planned.folder === undefined ? null : folderAt(building, planned.folder);
  const context = contextOfDeed(who, at, {
    folder: folder && { id: folder.id, tenantId: building.tenantId, buildingId: building.id },
  });
  const declared = perform(
    situation,
    {
      type: 'declare-file',
      id: demoId('command', `declare ${key}`),
      ...{ taskId: situation.task?.id ?? null, fileId, checklistId: null, questionId: null },
      ...{ purpose: folder === null ? 'task-attachment' : 'archive', folderId: folder?.id ?? null },
      ...{ name: planned.name, size: found.size, sha256: found.sha256 },
    },
    context,
  );
  if (planned.landed === false) return { ...declared, played: null };

  const landedAt = laterBy(at, uploadTime);
  const landed = landFile(declared.next, fileId, found, { ...context, now: landedAt });
  if (!landed.ok) throw new Error(`${planned.name} may not land: ${JSON.stringify(landed.refusal)}`);
  const files = landed.next.task?.files ?? [must(landed.next.file, 'file without a task')];
  const file = must(
    files.find((one) => one.id === fileId),
    'landed file',
  );
  const assessed = folder && assess(stage, file, planned, { ...by, at: landedAt });
  return {
    next: landed.next,
    events: [...declared.events, ...landed.events],
    played: { fileId, storageKey: await stage.keep(fileId, bytes), assessed },
  };
}

/** From outside it waits for somebody to look; staff who may approve have looked at their own. */
function assess(
  stage: Stage,
  file: FileRecord,
  planned: PlannedFile,
  by: { who: Who; at: Instant; building: Building },
): Assessed {
  const { who, at, building } = by;
  const entry: ArchiveEntry = {
    id: demoId('archive-entry', file.id),
    tenantId: building.tenantId,
    buildingId: building.id,
    folderId: must(file.folderId, 'folder of an archive file'),
    file,
    fromId: file.declaredBy,
    fromName: file.declaredByName,
    at,
    approval: 'awaiting',
    assessedByName: null,
    assessedAt: null,
    rejectReason: null,
  };
  const actor = actorOfDemo(who);
  const approvesOwn = can('approve-archive-file', columnsIn(actor, building.tenantId), {
    t: true,
    b: true,
    z: true,
  });
  const assessment: { by: Who; when: When | Instant; reason?: string } | undefined =
    planned.assessed ?? (approvesOwn ? { by: who, when: at } : undefined);
  if (assessment === undefined) return { entry, assessedBy: null };

  const { reason } = assessment;
  const madeAt =
    typeof assessment.when === 'string' ? assessment.when : momentFrom(stage.now, assessment.when);
  const fields = { id: demoId('command', `assess ${file.id}`), madeAt, entryId: entry.id };
  const decision = assessArchiveFile(
    entry,
    reason === undefined
      ? { type: 'approve-archive-file', ...fields }
      : { type: 'reject-archive-file', ...fields, reason },
    { actor: actorOfDemo(assessment.by), now: madeAt },
  );
  if (!decision.ok) throw new Error(`${assessment.by} may not assess ${file.name}.`);
  return { entry: decision.next, assessedBy: actorOfDemo(assessment.by).personId };
}
