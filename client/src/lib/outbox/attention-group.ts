import type { AttentionView } from '#lib/sync/outbox-list.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RefusalCode } from '#shared/sync/outcome.ts';

/** What was refused for one task: told together, asked for together. */
export interface AttentionGroup {
  readonly taskId: Id | null;
  readonly items: readonly AttentionView[];
  /** The one that explains: that it is too late to ask, else the end of the grant, else the first. */
  readonly reason: AttentionView;
  /** Files whose bytes are kept. */
  readonly files: number;
  /** Comments, answers and steps that are kept. */
  readonly others: number;
  /** The request that was made for all of it; null where something was not asked for. */
  readonly asked: AttentionView['asked'];
  /** Whether asking staff to reopen can help. */
  readonly mayAsk: boolean;
  /** What may go again as it is: its reason was of the moment. */
  readonly mayGoAgain: readonly AttentionView[];
}

const endedByGrant: ReadonlySet<RefusalCode> = new Set(['task.closed', 'grant.ended', 'grant.missing']);
const ofTheMoment: ReadonlySet<RefusalCode> = new Set([
  'quota.full',
  'file.corrupt',
  'task.files-missing',
  'task.checklist-missing',
  'command.failed',
  'command.invalid',
]);

/** Groups what needs attention by task, in the order in which it was made. */
export function groupAttention(items: readonly AttentionView[]): AttentionGroup[] {
  const groups = new Map<Id | null, AttentionView[]>();
  for (const item of items) groups.set(item.taskId, [...(groups.get(item.taskId) ?? []), item]);
  return [...groups].flatMap(([taskId, own]) => groupOf(taskId, own) ?? []);
}

function groupOf(taskId: Id | null, items: readonly AttentionView[]): AttentionGroup | null {
  const late = items.find((item) => item.refusal.code === 'task.request-too-late');
  const byGrant = items.find((item) => endedByGrant.has(item.refusal.code));
  const reason = late ?? byGrant ?? items[0];
  if (reason === undefined) return null;
  const files = items.filter((item) => item.upload !== null);
  return {
    taskId,
    items,
    reason,
    files: files.filter((item) => item.upload?.state !== 'lost').length,
    others: items.length - files.length,
    asked: items.every((item) => item.asked !== null) ? (reason.asked ?? null) : null,
    mayAsk: taskId !== null && byGrant !== undefined && late === undefined,
    mayGoAgain: items.filter((item) => ofTheMoment.has(item.refusal.code)),
  };
}
