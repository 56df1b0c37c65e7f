import { Server } from '@tus/server';
import type { FileStore } from '#server/files/file-store.ts';
import { createUploadLocker } from '#server/sync/uploads/upload-lock.ts';

/** What tus reads; everything else (method override, deferred length, metadata, forwarded hosts) never reaches it. */
const passedOn = ['tus-resumable', 'upload-offset', 'content-type', 'content-length'];

/** How long a request that was asked to let go may still write, in ms: the time a stalled one holds up the next. */
const drainTime = 2000;

/**
 * HEAD, PATCH and DELETE of tus 1.0.0 over the incoming bytes. Who may send is asked before. Trouble of ours answers
 * 503, which clients retry, and no answer speaks of other origins.
 */
export function createTusServer(store: FileStore): (request: Request, uploadId: string) => Promise<Response> {
  const server = new Server({
    path: '/api/uploads',
    datastore: store.incoming,
    locker: createUploadLocker(),
    lockDrainTimeout: drainTime,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    onResponseError: (_request, error) =>
      isOurTrouble(error) ? { status_code: 503, body: 'Try again\n' } : undefined,
  });
  return async (request, uploadId) => {
    const headers = new Headers();
    for (const name of passedOn) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const { method } = request;
    const url = `http://localhost/api/uploads/${uploadId}`;
    const body = method === 'PATCH' ? request.body : null;
    // In a constant, since the types of a browser's Request, which e2e checks by, know no `duplex`.
    const init = { method, headers, body, duplex: 'half' as const };
    const response = await server.handleWeb(new Request(url, init));
    response.headers.delete('Access-Control-Expose-Headers');
    return response;
  };
}

function isOurTrouble(error: Error | { status_code: number }): boolean {
  return !('status_code' in error) || error.status_code >= 500;
}
