import { Hono } from 'hono';
import type { AppDeps } from '#server/app-deps.ts';
import { applyAssessment } from '#server/sync/apply-assessment.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { validate } from '#server/http/validate.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { applyCommands } from '#server/sync/apply-commands.ts';
import { isTakenId } from '#server/db/taken-id.ts';
import { commandSchema, type Command } from '#shared/sync/command.ts';

/** One command of the online office, directly: the same rules, a refusal is 409. Sending it again changes nothing. */
export function commandRoutes(deps: AppDeps) {
  return new Hono<AppEnv>().post(
    '/commands',
    requirePerson(deps),
    validate('json', commandSchema, { maxBytes: 500_000 }),
    async (context) => {
      const command: Command = context.req.valid('json');
      const { actor, scope } = context.var.person;
      const now = deps.clock();
      if (command.type === 'approve-archive-file' || command.type === 'reject-archive-file') {
        const who = { personId: actor.personId, scope };
        const { refusal, at, after } = await applyAssessment(deps.db, who, command, now);
        if (refusal !== null) throw new ProblemError('command.refused', { refusal });
        await runAfterCommit(deps, [after]);
        return context.json({ status: 'applied', at } as const, 200);
      }
      const sender = { personId: actor.personId, scope, device: null };
      const { applied, after } = await applyCommands(
        deps.db,
        sender,
        [{ id: command.id, seq: null, command }],
        now,
      ).catch((error: unknown) => {
        if (isTakenId(error)) throw new ProblemError('request.invalid', { fields: ['id'] });
        throw error;
      });
      const outcome = applied[0];
      if (outcome?.refusal) throw new ProblemError('command.refused', { refusal: outcome.refusal });
      await runAfterCommit(deps, [after]);
      return context.json({ status: 'applied', at: outcome?.at ?? now } as const, 200);
    },
  );
}
