import type { SituationRule } from '#shared/tasks/situation.ts';
import type { TaskRule } from '#shared/tasks/task-command.ts';

/** A rule on one task as a rule on a situation, which may hold a file besides. */
export function onTask<Command>(rule: TaskRule<Command>): SituationRule<Command> {
  return (situation, command, context) => {
    const decision = rule(situation.task, command, context);
    return decision.ok ? { ...decision, next: { task: decision.next, file: null } } : decision;
  };
}
