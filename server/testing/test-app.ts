import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Kysely } from 'kysely';
import { createApp } from '#server/app.ts';
import type { AppDeps } from '#server/app-deps.ts';
import { createPasswords } from '#server/auth/passwords.ts';
import { startSession } from '#server/auth/lucia-sessions.ts';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { parseEnvironment } from '#server/env.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { createLog } from '#server/log.ts';
import { findActor } from '#server/people/actor-queries.ts';
import { startPokeHub } from '#server/sync/poke-hub.ts';
import { beginSession } from '#server/testing/begin-session.ts';
import { insertWorld } from '#server/testing/insert-world.ts';
import { createTestDatabase } from '#server/testing/test-database.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { protocolHeader, protocolVersion } from '#shared/sync/protocol.ts';
import { now as usualNow } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';

/** The real application over a database of its own with the invented world in it, and a clock the test moves. */
export interface TestApp {
  readonly app: Hono;
  readonly db: Kysely<Database>;
  readonly deps: AppDeps;
  /** Sets what the server takes for now. */
  setNow(now: Instant): void;
  /** Begins a new session of this person, as who they are now: one ends with a change between staff and others. */
  signIn(person: PersonName): Promise<void>;
  /** A request of this person from our own pages; null: of nobody. Objects become JSON; an empty header is none. */
  request(
    person: PersonName | null,
    method: string,
    path: string,
    body?: unknown,
    more?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** The same with raw bytes and headers: for upload addresses. */
  send(
    person: PersonName,
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Uint8Array<ArrayBuffer> | null,
  ): Promise<Response>;
  close(): Promise<void>;
}

const origin = 'http://localhost';

export async function startTestApp(options: { world?: boolean } = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'oppdrag-test-'));
  const parsed = parseEnvironment({ DATA_DIR: folder, DATABASE_URL: database.url, DEMO: 'off' });
  if (!parsed.ok) throw new Error(parsed.sentences.join('\n'));
  const log = createLog('error');
  const db = createDatabase(connectApp(database.url, { max: 6 }));
  const pokeSql = connectApp(database.url, { max: 2 });
  const pokes = await startPokeHub(pokeSql, log);
  const closing = new AbortController();
  let now = usualNow;
  const deps: AppDeps = {
    environment: parsed.environment,
    db,
    log,
    store: await createDiskFileStore(folder),
    pokes,
    clock: () => now,
    passwords: createPasswords(),
    secure: false,
    closing: closing.signal,
  };
  if (options.world !== false) await insertWorld(db);
  const app = createApp(deps);
  const cookies = new Map<PersonName, string>();

  async function cookieOf(person: PersonName): Promise<string> {
    const known = cookies.get(person);
    if (known !== undefined) return known;
    const cookie = await beginSession(db, person, now);
    cookies.set(person, cookie);
    return cookie;
  }

  return {
    app,
    db,
    deps,
    setNow(next) {
      now = next;
    },
    async signIn(person) {
      const session = await withScope(db, { kind: 'sign-in' }, async (trx) => {
        const actor = must(await findActor(trx, people[person].id), person);
        return startSession(trx, actor, { replacing: undefined, label: null, now });
      });
      cookies.set(person, `oppdrag=${session.token}`);
    },
    async request(person, method, path, body, more = {}) {
      const headers: Record<string, string> = { Origin: origin, [protocolHeader]: String(protocolVersion) };
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      if (person !== null) headers['Cookie'] = await cookieOf(person);
      for (const [name, value] of Object.entries(more)) {
        if (value === '') delete headers[name];
        else headers[name] = value;
      }
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return app.request(`${origin}${path}`, init);
    },
    async send(person, method, path, headers, body) {
      const own = { Origin: origin, Cookie: await cookieOf(person) };
      return app.request(`${origin}${path}`, { method, headers: { ...headers, ...own }, body });
    },
    async close() {
      closing.abort();
      await pokes.stop();
      await pokeSql.end({ timeout: 1 });
      await db.destroy();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
