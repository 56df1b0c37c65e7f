import { Hono } from 'hono';
import type { AppDeps } from '#server/app-deps.ts';
import type { AppEnv, SignedIn } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { validate } from '#server/http/validate.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { changesSince } from '#server/sync/changes-since.ts';
import { saveHolding } from '#server/sync/save-holding.ts';
import { push } from '#server/sync/push.ts';
import type { Id } from '#shared/kernel/ids.ts';
import {
  protocolHeader,
  protocolVersion,
  pullContentType,
  pushBytes,
  pushContentType,
} from '#shared/sync/protocol.ts';
import { pullRequestSchema } from '#shared/sync/pull-message.ts';
import { pushRequestSchema } from '#shared/sync/push-message.ts';

const envelope = { [protocolHeader]: String(protocolVersion), 'Cache-Control': 'no-store, no-transform' };

function senderOf(person: SignedIn, device: { deviceId: Id; appVersion: string }) {
  return {
    personId: person.actor.personId,
    scope: person.scope,
    device: { id: device.deviceId, appVersion: device.appVersion },
  };
}

/** Push, pull and the probe: all a device needs besides bytes and pokes. */
export function syncRoutes(deps: AppDeps) {
  return new Hono<AppEnv>()
    .get('/probe', (context) => context.json({ protocol: protocolVersion, at: deps.clock() }, 200, envelope))
    .post(
      '/sync/push',
      requirePerson(deps),
      validate('json', pushRequestSchema, { maxBytes: 2 * pushBytes }),
      async (context) => {
        const request = context.req.valid('json');
        const sender = senderOf(context.var.person, request);
        const { answer, after } = await push(deps, sender, request, deps.clock());
        await runAfterCommit(deps, after);
        return context.body(JSON.stringify(answer), 200, { ...envelope, 'Content-Type': pushContentType });
      },
    )
    .post(
      '/sync/pull',
      requirePerson(deps),
      validate('json', pullRequestSchema, { maxBytes: 4 * pushBytes }),
      async (context) => {
        const request = context.req.valid('json');
        const sender = senderOf(context.var.person, request);
        await runAfterCommit(deps, [await saveHolding(deps.db, sender, request.holding, deps.clock())]);
        const lines = await changesSince(deps.db, sender, request, deps.clock());
        const text = lines.map((line) => JSON.stringify(line)).join('\n');
        return context.body(`${text}\n`, 200, { ...envelope, 'Content-Type': pullContentType });
      },
    );
}
