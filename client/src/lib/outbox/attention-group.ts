import type { AttentionView } from '#lib/sync/outbox-list.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What was refused for one task: told together, asked for together. */
export interface AttentionGroup {
  readonly taskId: Id | null;
  readonly items: readonly AttentionView[];
  /** The one that explains: the first refused by the end of the grant, else the first. */
  readonly reason: AttentionView;
  readonly files: number;
  readonly asked: boolean;
  /** Whether asking staff to reopen can help. */
  readonly mayAsk: boolean;
}

const endedByGrant = new Set(['task.closed', 'grant.ended', 'grant.missing']);

/** Groups what needs attention by task, in the order in which it was made. */
export function groupAttention(items: readonly AttentionView[]): AttentionGroup[] {
  const groups = new Map<Id | null, AttentionView[]>();
  for (const item of items) groups.set(item.taskId, [...(groups.get(item.taskId) ?? []), item]);
  return [...groups].flatMap(([taskId, own]): AttentionGroup[] => {
    const byGrant = own.filter((item) => endedByGrant.has(item.refusal.code));
    const reason = byGrant[0] ?? own[0];
    if (reason === undefined) return [];
    return [
      {
        taskId,
        items: own,
        reason,
        files: own.filter((item) => item.upload !== null).length,
        asked: own.every((item) => item.status === 'asked'),
        mayAsk: taskId !== null && byGrant.length > 0,
      },
    ];
  });
}
