import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import type { AppDeps } from '#server/app-deps.ts';
import { isUploadId } from '#server/files/upload-id.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { requirePerson } from '#server/http/person-session.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { validate } from '#server/http/validate.ts';
import { admitBytes } from '#server/sync/uploads/admit-bytes.ts';
import { createFinaliser } from '#server/sync/uploads/create-finaliser.ts';
import { openSession } from '#server/sync/uploads/open-session.ts';
import { createTusServer } from '#server/sync/uploads/tus-server.ts';
import type { FileOf } from '#server/sync/uploads/upload-deps.ts';
import { idSchema } from '#shared/kernel/ids.ts';

/** The largest PATCH: the grant is asked once for each, so none may be long (joints.md, 3). */
export const largestPatch = 8 * 1024 * 1024;

const fileParam = validate('param', z.strictObject({ id: idSchema }));
const nothing = validate('json', z.strictObject({}));

/**
 * Sending the bytes of a declared file: open a session, send over tus to its address, finalise. The declarer's alone;
 * the same 404 for everybody else.
 */
export function uploadRoutes(deps: AppDeps) {
  const finaliser = createFinaliser(deps);
  const tus = createTusServer(deps.store);

  return new Hono<AppEnv>()
    .post('/files/:id/session', requirePerson(deps), fileParam, nothing, async (context) => {
      const who = fileOf(context, context.req.valid('param').id);
      const session = await openSession(deps, who);
      if (session === null) throw new ProblemError('not-found');
      if (session.kind === 'refused') throw new ProblemError('command.refused', { refusal: session.refusal });
      const { uploadId, offset, state } = session;
      // A device that hears this waits for the verdict; one that a crash cut short is taken up again at once.
      if (state === 'received') finaliser.soon(who);
      const uploadUrl = uploadId === null ? null : `/api/uploads/${uploadId}`;
      return context.json({ uploadUrl, offset, state }, 200);
    })
    .post('/files/:id/finalise', requirePerson(deps), fileParam, nothing, async (context) => {
      const done = await finaliser.finalise(fileOf(context, context.req.valid('param').id));
      if (done === null) throw new ProblemError('not-found');
      switch (done.kind) {
        case 'refused':
          throw new ProblemError('command.refused', { refusal: done.refusal });
        case 'available':
          return context.json({ state: 'available', restart: false } as const, 200);
        case 'restart':
          return context.json({ state: 'declared', restart: true } as const, 200);
        case 'waiting':
          return context.json({ state: done.state, restart: false, offset: done.offset }, 200);
      }
    })
    .all('/uploads/:uploadId', requireUploadRequest, requirePerson(deps), async (context) => {
      const uploadId = context.req.param('uploadId');
      const { method } = context.req;
      const { actor, scope } = context.var.person;
      const who = { personId: actor.personId, scope };
      const admitted = await admitBytes(deps, who, { uploadId, writes: method === 'PATCH' });
      if (admitted === null) throw new ProblemError('not-found');
      switch (admitted.kind) {
        case 'refused':
          throw new ProblemError('grant.missing', { refusal: admitted.refusal });
        case 'over':
          throw new ProblemError('link.dead', admitted.refusal === null ? {} : { refusal: admitted.refusal });
        case 'whole':
          return answerWhole(method, admitted.size);
        case 'admitted': {
          const response = await tus(context.req.raw, uploadId);
          const offset = Number(response.headers.get('Upload-Offset'));
          // Only a hint: should it be lost, the device asks to finalise, and so does the sweeper.
          if (method === 'PATCH' && response.status === 204 && offset === admitted.size) {
            finaliser.soon({ ...who, fileId: admitted.fileId });
          }
          return response;
        }
      }
    });
}

function fileOf(context: Context<AppEnv>, fileId: string): FileOf {
  const { actor, scope } = context.var.person;
  return { personId: actor.personId, scope, fileId };
}

/** Only the three methods of sending, only addresses of ours, only bodies whose length is told and small. */
async function requireUploadRequest(context: Context<AppEnv>, next: () => Promise<void>): Promise<void> {
  const { method } = context.req;
  const allowed = method === 'HEAD' || method === 'PATCH' || method === 'DELETE';
  if (!allowed || !isUploadId(context.req.param('uploadId') ?? '')) throw new ProblemError('not-found');
  if (method === 'PATCH') requireShortBody(context.req.raw.headers);
  await next();
}

function requireShortBody(headers: Headers): void {
  const length = headers.get('Content-Length') ?? '';
  if (headers.has('Transfer-Encoding') || !/^\d{1,15}$/u.test(length)) {
    throw new ProblemError('request.invalid', { fields: ['content-length'] });
  }
  if (Number(length) > largestPatch) throw new ProblemError('request.too-large');
}

/** tus's own answers for an upload that is whole, without asking tus: its bytes may have moved on already. */
function answerWhole(method: string, size: number): Response {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(size), 'Cache-Control': 'no-store' };
  if (method === 'HEAD') {
    return new Response(null, { status: 200, headers: { ...headers, 'Upload-Length': String(size) } });
  }
  if (method === 'PATCH') return new Response('Upload-Offset conflict\n', { status: 409, headers });
  return new Response('Cannot terminate an already completed upload\n', { status: 400, headers });
}
