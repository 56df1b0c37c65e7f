import type { Network, NetworkAnswer, SendBytes } from '#lib/sync/ports.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { people } from '#shared/testing/people.ts';

const patchBytes = 5 * 1024 * 1024;

/** The engine's network over the real application's routes: what a browser and a socket would do, without them. */
export function realNetwork(app: TestApp, name: PersonName, now: () => number): Network {
  const ask = async (method: string, path: string, body?: unknown) => {
    app.setNow(new Date(now()).toISOString());
    return app.request(name, method, path, body);
  };
  return {
    async request({ method, path, body }) {
      return answerOf(await ask(method, path, body === null ? undefined : JSON.parse(body)));
    },
    live({ opened, poked }) {
      const end = app.deps.pokes.listen({ personId: people[name].id, tenantIds: [], poke: poked });
      queueMicrotask(opened);
      return end;
    },
    async sendBytes(send) {
      const head = await tus(app, name, send, 'HEAD', {}, null);
      if (!head.ok) return ended(head);
      for (let offset = offsetOf(head); offset < send.size;) {
        const piece = await send.read(offset, Math.min(send.size, offset + patchBytes));
        const headers = {
          'Content-Type': 'application/offset+octet-stream',
          'Content-Length': String(piece.length),
          'Upload-Offset': String(offset),
        };
        const patched = await tus(app, name, send, 'PATCH', headers, piece);
        if (!patched.ok) return ended(patched);
        offset = offsetOf(patched);
        send.onProgress(offset);
      }
      return { refusedWith: null };
    },
  };
}

async function tus(
  app: TestApp,
  name: PersonName,
  { uploadUrl }: SendBytes,
  method: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer> | null,
): Promise<Response> {
  return app.send(name, method, uploadUrl, { 'Tus-Resumable': '1.0.0', ...headers }, body);
}

function ended({ status }: Response): { refusedWith: number } {
  if ([401, 403, 404, 410].includes(status)) return { refusedWith: status };
  throw new Error(`tus answered ${status}`);
}

function offsetOf(response: Response): number {
  return Number(response.headers.get('Upload-Offset'));
}

function answerOf(response: Response): NetworkAnswer {
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    async *body() {
      if (response.body !== null) yield* response.body;
    },
  };
}
