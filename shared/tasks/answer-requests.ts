import type { Instant } from '#shared/kernel/instant.ts';
import type { ReopeningRequest } from '#shared/tasks/task.ts';

/** Staff opened the task to somebody again: every request that waited for an answer has one now. */
export function answerRequests(requests: readonly ReopeningRequest[], now: Instant): ReopeningRequest[] {
  return requests.map((one) => ({ ...one, answeredAt: one.answeredAt ?? now }));
}
