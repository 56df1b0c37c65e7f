import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { v7 as uuid } from 'uuid';
import { createApp } from '#server/app.ts';
import type { AppDeps } from '#server/app-deps.ts';
import { startSession } from '#server/auth/lucia-sessions.ts';
import { withScope } from '#server/db/scope.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { listFilesById } from '#server/files/file-queries.ts';
import { findUpload, type Upload } from '#server/files/upload-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import { aFile, aTask, now as usualNow } from '#shared/testing/builders.ts';
import { actorOf, type PersonName } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The body as JSON; an empty object where it is none. */
  readonly json: Record<string, unknown>;
}

export interface Sending {
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  /** Stops sending there, and holds the connection until `release` cuts it or `resume` has it send the rest. */
  readonly stallAt?: number;
  readonly release?: AbortSignal;
  readonly resume?: AbortSignal;
}

/** For `expect.poll`: a busy machine is slow, not wrong. */
export const patience = { timeout: 10_000 };

const tusHeaders = { 'Tus-Resumable': '1.0.0', 'Content-Type': 'application/offset+octet-stream' };

/** The real application on a real port, as a device sees it, over a database and a folder of its own. */
export class UploadHarness {
  readonly app: TestApp;
  deps: AppDeps;
  #server: Server | undefined;
  readonly #cookies = new Map<PersonName, string>();

  private constructor(app: TestApp) {
    this.app = app;
    this.deps = app.deps;
  }

  static async start(): Promise<UploadHarness> {
    const harness = new UploadHarness(await startTestApp());
    await harness.restart();
    return harness;
  }

  /** Cuts every connection and begins again with new objects over the same database and folder, as after a SIGKILL. */
  async restart(change: Partial<AppDeps> = {}): Promise<void> {
    await this.stop();
    const store = await createDiskFileStore(this.app.deps.environment.dataDir);
    this.deps = { ...this.app.deps, store, ...change };
    const server = createAdaptorServer({ fetch: createApp(this.deps).fetch }) as Server;
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    this.#server = server;
  }

  get port(): number {
    return (must(this.#server, 'server').address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((closed) => server.close(() => closed()));
  }

  async close(): Promise<void> {
    await this.stop();
    await this.app.close();
  }

  /** A task of Sagvik's with Siri's files on it. */
  async task(files: FileRecord[], overrides: Partial<Task> = {}): Promise<Task> {
    this.#number += 1;
    const task = aTask({ id: uuid(), number: this.#number, files, ...overrides });
    await insertTask(this.app.db, task);
    return task;
  }
  #number = 1;

  /** One request on a connection of its own; null when it was cut. */
  async send(
    person: PersonName | null,
    method: string,
    path: string,
    sending: Sending = {},
  ): Promise<Answer | null> {
    const { port } = this;
    const { body } = sending;
    const headers: Record<string, string> = {
      Origin: `http://127.0.0.1:${port}`,
      ...(body === undefined ? {} : { 'Content-Length': String(body.length) }),
      ...(person === null ? {} : { Cookie: await this.cookieOf(person) }),
      ...sending.headers,
    };
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port, method, path, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const bytes = Buffer.concat(chunks);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              bytes,
              json: parse(bytes),
            });
          });
        },
      );
      request.on('error', (error) => (sending.stallAt === undefined ? reject(error) : resolve(null)));
      if (sending.stallAt === undefined) {
        request.end(body);
      } else {
        request.flushHeaders();
        if (sending.stallAt > 0) request.write(body?.subarray(0, sending.stallAt) ?? '');
        sending.release?.addEventListener('abort', () => request.destroy());
        sending.resume?.addEventListener('abort', () => request.end(body?.subarray(sending.stallAt)));
      }
    });
  }

  async post(person: PersonName, path: string, body: unknown = {}): Promise<Answer> {
    const sending = {
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
    };
    return must(await this.send(person, 'POST', path, sending), 'answer');
  }

  async head(person: PersonName, url: string): Promise<Answer> {
    return must(await this.send(person, 'HEAD', url, { headers: { 'Tus-Resumable': '1.0.0' } }), 'answer');
  }

  async patch(
    person: PersonName,
    url: string,
    offset: number,
    body: Buffer,
    sending: Sending = {},
  ): Promise<Answer | null> {
    const headers = { ...tusHeaders, 'Upload-Offset': String(offset), ...sending.headers };
    return this.send(person, 'PATCH', url, { ...sending, headers, body });
  }

  /** Opens a session and returns its address. */
  async session(person: PersonName, fileId: Id): Promise<string> {
    const answer = await this.post(person, `/api/files/${fileId}/session`);
    if (typeof answer.json['uploadUrl'] !== 'string')
      throw new Error(`no session: ${answer.bytes.toString()}`);
    return answer.json['uploadUrl'];
  }

  async finalise(person: PersonName, fileId: Id): Promise<Answer> {
    return this.post(person, `/api/files/${fileId}/finalise`);
  }

  /** Session, all bytes, finalise. */
  async upload(person: PersonName, fileId: Id, bytes: Buffer): Promise<Answer> {
    const url = await this.session(person, fileId);
    if (bytes.length > 0) await this.patch(person, url, 0, bytes);
    return this.finalise(person, fileId);
  }

  /** The file as Askeby has it. */
  async file(fileId: Id): Promise<FileRecord> {
    return this.#inAskeby(async (trx) => must((await listFilesById(trx, [fileId]))[0], 'file').file);
  }

  async row(fileId: Id): Promise<Upload> {
    return this.#inAskeby(async (trx) => must(await findUpload(trx, fileId), 'file'));
  }

  async taskNow(taskId: Id): Promise<Task> {
    return this.#inAskeby(async (trx) => must(await findTask(trx, taskId), 'task'));
  }

  /** Bytes that Askeby has reserved. */
  async reserved(): Promise<number> {
    const row = await this.#inAskeby((trx) =>
      trx
        .selectFrom('tenants')
        .select('reserved_bytes')
        .where('id', '=', askeby.id)
        .executeTakeFirstOrThrow(),
    );
    return Number(row.reserved_bytes);
  }

  /** What the store has kept of a file, or null. */
  async kept(fileId: Id): Promise<Buffer | null> {
    const { storageKey } = await this.row(fileId);
    if ((await this.deps.store.keptSize(storageKey)) === null) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of (await this.deps.store.read(storageKey)) as AsyncIterable<Buffer>)
      chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** How many uploads have left anything in the incoming folder. */
  async incoming(): Promise<number> {
    const ids = new Set<string>();
    for await (const { uploadId } of this.deps.store.listIncoming()) ids.add(uploadId);
    return ids.size;
  }

  #inAskeby<Result>(work: Parameters<typeof withScope<Result>>[2]): Promise<Result> {
    return withScope(this.app.db, { kind: 'tenant', tenantId: askeby.id }, work);
  }

  /** The cookie of this person's session. */
  async cookieOf(person: PersonName): Promise<string> {
    const known = this.#cookies.get(person);
    if (known !== undefined) return known;
    const session = await withScope(this.app.db, { kind: 'sign-in' }, (trx) =>
      startSession(trx, actorOf(person), { replacing: undefined, label: null, now: usualNow }),
    );
    const cookie = `oppdrag=${session.token}`;
    this.#cookies.set(person, cookie);
    return cookie;
  }
}

/** Siri's declared file for exactly these bytes. */
export function fileFor(bytes: Buffer, overrides: Partial<FileRecord> = {}): FileRecord {
  return aFile({ id: uuid(), size: bytes.length, sha256: sha256(bytes), ...overrides });
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A JPEG by its beginning, random after. */
export function somePhoto(size = 100_000): Buffer {
  const start = Buffer.from('ffd8ffe000104a46494600', 'hex');
  return Buffer.concat([start, randomBytes(Math.max(0, size - start.length))]).subarray(0, size);
}

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
