import type { OfficeCommand } from '#lib/office/command-sender.svelte.ts';
import type { OpenRequest } from '#lib/office/requests.ts';
import { isOpen } from '#shared/tasks/task-state.ts';

/**
 * The one click that answers a request to reopen. `reopen`: the closed task opens to the asker again. `add-back`: it
 * is open (or new) but theirs no more. `choose`: the asker can no longer be given work, so staff must say who.
 */
export type RequestAnswer =
  { kind: 'reopen' | 'add-back'; command: OfficeCommand } | { kind: 'choose'; command: null };

/** What answers the request, keeping whoever else has the task. */
export function answerTo(request: OpenRequest): RequestAnswer {
  const { party, executors, taskId, state } = request;
  if (party === null) return { kind: 'choose', command: null };
  const has = executors.some((one) => one.kind === party.kind && one.id === party.id);
  const all = has ? executors : [...executors, { kind: party.kind, id: party.id }];
  if (state === 'new') return { kind: 'add-back', command: { type: 'assign-task', taskId, executors: all } };
  if (isOpen(state)) {
    return { kind: 'add-back', command: { type: 'reassign-task', taskId, executors: all } };
  }
  return {
    kind: 'reopen',
    command: { type: 'reopen-task', taskId, executors: has ? null : all },
  };
}
