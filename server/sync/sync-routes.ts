import { Hono } from 'hono';
import type { AppDeps } from '#server/app-deps.ts';
import type { AppEnv, SignedIn } from '#server/http/app-env.ts';
import { createGate } from '#server/http/gate.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { validate } from '#server/http/validate.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { packText } from '#server/http/pack-text.ts';
import { pull } from '#server/sync/pull.ts';
import { requireProtocol } from '#server/sync/require-protocol.ts';
import { push } from '#server/sync/push.ts';
import type { Id } from '#shared/kernel/ids.ts';
import {
  protocolHeader,
  type Protocol,
  pullContentType,
  pushBytes,
  pushContentType,
} from '#shared/sync/protocol.ts';
import { pullRequestSchema } from '#shared/sync/pull-message.ts';
import { pushRequestSchema } from '#shared/sync/push-message.ts';

/** What makes an answer ours, in the version the device speaks. */
function envelope(protocol: Protocol) {
  return { [protocolHeader]: String(protocol), 'Cache-Control': 'no-store, no-transform' };
}

function senderOf(person: SignedIn, device: { deviceId: Id; appVersion: string }) {
  return {
    personId: person.actor.personId,
    scope: person.scope,
    device: { id: device.deviceId, appVersion: device.appVersion },
  };
}

/** A page may take megabytes: so many are read at once, and so many more wait. */
const mostWholePulls = { running: 4, waiting: 100 };

/**
 * Push, pull and the probe: all a device needs besides bytes and pokes. When a thousand devices come back at once, pulls
 * that find nothing new are still answered; of the others some are told to come again.
 */
export function syncRoutes(deps: AppDeps, limits = mostWholePulls) {
  const wholePulls = createGate(limits);
  return new Hono<AppEnv>()
    .get('/probe', requireProtocol(), (context) => {
      const { protocol } = context.var;
      return context.json({ protocol, at: deps.clock() }, 200, envelope(protocol));
    })
    .post(
      '/sync/push',
      requireProtocol(),
      requirePerson(deps),
      validate('json', pushRequestSchema, { maxBytes: 2 * pushBytes }),
      async (context) => {
        const request = context.req.valid('json');
        const sender = senderOf(context.var.person, request);
        const { answer, after } = await push(deps, sender, request, deps.clock());
        await runAfterCommit(deps, after);
        const headers = { ...envelope(request.protocol), 'Content-Type': pushContentType };
        return context.body(JSON.stringify(answer), 200, headers);
      },
    )
    .post(
      '/sync/pull',
      requireProtocol(),
      requirePerson(deps),
      validate('json', pullRequestSchema, { maxBytes: 4 * pushBytes }),
      async (context) => {
        const request = context.req.valid('json');
        const sender = senderOf(context.var.person, request);
        const { lines, after } = await pull({ ...deps, wholePulls }, sender, request, deps.clock());
        await runAfterCommit(deps, [after]);
        const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
        const packed = await packText(text, context.req.header('Accept-Encoding'));
        const headers = { ...envelope(request.protocol), 'Content-Type': pullContentType, ...packed.headers };
        return context.body(packed.body, 200, headers);
      },
    );
}
