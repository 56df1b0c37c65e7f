import { decide } from '#shared/sync/decide.ts';
import { commandSchema } from '#shared/sync/command.ts';
import { taskSchema } from '#shared/tasks/task.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { contextOf, runsOn } from '#shared/testing/case-context.ts';
import { checkAnswer, type CommandCase } from '#shared/testing/case.ts';
import { canonical, ensureEqual } from '#shared/testing/expectation.ts';
import { freshIds } from '#shared/testing/fresh-ids.ts';

/**
 * Plays one case purely: the rule's answer must be what the case says, input may not be changed, input and next state
 * must fit their schemas. Played with fresh ids too, so that no case depends on how its ids are written.
 */
export function playByRule(aCase: CommandCase): void {
  if (!runsOn(aCase, 'rule')) throw new Error(`${aCase.title}: every case is a case of the rule`);
  for (const played of [aCase, freshIds(aCase, aCase.title)]) playOnce(played);
}

function playOnce(aCase: CommandCase): void {
  const situation: Situation = { task: aCase.given.task, file: aCase.given.file ?? null };
  ensureEqual(
    commandSchema.parse(aCase.command),
    aCase.command,
    `${aCase.title}: the command fits its schema`,
  );
  for (const task of [aCase.given.task, aCase.given.other]) if (task) taskSchema.parse(task);
  const before = canonical(situation);
  const decision = decide(situation, aCase.command, contextOf(aCase));
  ensureEqual(canonical(situation), before, `${aCase.title}: the rule left its input alone`);
  if (decision.ok && decision.next.task !== null) taskSchema.parse(decision.next.task);
  checkAnswer(
    aCase,
    decision.ok
      ? { outcome: 'applied', next: decision.next }
      : { outcome: 'refused', refusal: decision.refusal },
  );
}
