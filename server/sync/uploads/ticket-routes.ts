import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { z } from 'zod';
import type { AppDeps } from '#server/app-deps.ts';
import { downloadHeaders } from '#server/files/download-headers.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { validate } from '#server/http/validate.ts';
import { issueTicket, redeemTicket, ticketSeconds } from '#server/sync/uploads/file-tickets.ts';
import { idSchema } from '#shared/kernel/ids.ts';

/** Where a browser would open the answer as a page of its own. */
const pages: ReadonlySet<string> = new Set(['document', 'iframe', 'frame', 'embed', 'object']);

/** Reading bytes: a ticket for one file and person, good for a minute, and its download. */
export function ticketRoutes(deps: AppDeps) {
  return new Hono<AppEnv>()
    .post(
      '/files/:id/ticket',
      requirePerson(deps),
      validate('param', z.strictObject({ id: idSchema })),
      validate('json', z.strictObject({})),
      async (context) => {
        const { id } = context.req.valid('param');
        const ticket = await issueTicket(deps.db, context.var.person, id, deps.clock());
        if (ticket === null) throw new ProblemError('not-found');
        return context.json({ url: `/api/f/${ticket}`, expiresIn: ticketSeconds }, 200);
      },
    )
    .get(
      '/f/:ticket',
      requirePerson(deps),
      validate('query', z.strictObject({ inline: z.literal('1').optional() })),
      async (context) => {
        const ticket = context.req.param('ticket');
        const redeemed = await redeemTicket(deps.db, context.var.person, ticket, deps.clock());
        if (redeemed === 'unknown') throw new ProblemError('not-found');
        if (redeemed === 'ended') throw new ProblemError('link.dead');
        const asPage = pages.has(context.req.header('Sec-Fetch-Dest') ?? '');
        const headers = downloadHeaders(
          redeemed.file,
          context.req.valid('query').inline !== undefined && !asPage,
        );
        // HEAD comes here too, and must not open what nobody reads.
        if (context.req.method === 'HEAD') return new Response(null, { headers });
        const bytes = await deps.store.read(redeemed.storageKey);
        return new Response(Readable.toWeb(bytes) as ReadableStream, { headers });
      },
    );
}
