import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectOwner } from '#server/db/connect.ts';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes } from '#server/grants/grant-queries.ts';
import { handleError } from '#server/http/handle-error.ts';
import { changesSince } from '#server/sync/changes-since.ts';
import { byComing } from '#server/sync/compare-scopes.ts';
import { encodePage } from '#server/sync/cookie.ts';
import { getPullStart, listStamps } from '#server/sync/feed-queries.ts';
import { pageOfScopes } from '#server/sync/page-of-scopes.ts';
import { syncRoutes } from '#server/sync/sync-routes.ts';
import { beginSession } from '#server/testing/begin-session.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { digestOf } from '#shared/sync/digest.ts';
import { protocolHeader, pullContentType } from '#shared/sync/protocol.ts';
import { pullLineSchema, type PullLine } from '#shared/sync/pull-message.ts';
import { recordKey } from '#shared/sync/record.ts';
import { heldKey, scopeKey } from '#shared/sync/scope.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, nordvag } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';

type Three<T> = [T, T, T];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const scope = { kind: 'person', personId: people.siri.id, tenantIds: [askeby.id, nordvag.id] } as const;
let number = 500;
async function givenTask(overrides: Partial<Task> = {}): Promise<Task> {
  number += 1;
  const task = aTask({ id: uuid(), number, comments: [], files: [], checklists: [], ...overrides });
  await insertTask(app.db, task);
  return task;
}

/** One request as a device would send it, answered in lines. */
async function pull(siri: SyncClient, fields: object = {}): Promise<PullLine[]> {
  const response = await app.request('siri', 'POST', '/api/sync/pull', { ...request(siri), ...fields });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(response.headers.get('content-type')).toContain(pullContentType);
  return text
    .trim()
    .split('\n')
    .map((line) => pullLineSchema.parse(JSON.parse(line)));
}

function request(siri: SyncClient) {
  return {
    protocol: 2,
    deviceId: siri.deviceId,
    appVersion: 'test',
    cookie: siri.cookie,
    page: null,
    held: [...siri.held.values()],
    ackedSeq: siri.ackedSeq,
    holding: [],
  };
}

const digestHeld = (siri: SyncClient) => ({
  count: siri.held.size,
  digest: digestOf([...siri.held.values()].map(heldKey)),
});

const end = (lines: readonly PullLine[]) => {
  const last = must(lines.at(-1), 'end');
  if (last.line !== 'end') throw new Error('no end');
  return last;
};

describe('a pull that finds nothing new', () => {
  let siri: SyncClient;
  beforeEach(async () => {
    await givenTask();
    siri = new SyncClient(app, 'siri');
    await siri.pull();
  });

  it('is head, acks and end, whether it lists what it holds or sends the digest', async () => {
    for (const held of [[...siri.held.values()], digestHeld(siri)]) {
      const lines = await pull(siri, { held });
      expect(lines.map((line) => line.line)).toEqual(['head', 'acks', 'end']);
    }
  });

  it('is asked for the list when its digest is not what the person may hold', async () => {
    siri.held.delete(
      must(
        [...siri.held.keys()].find((key) => key.startsWith('task:')),
        'a task',
      ),
    );
    const response = await app.request('siri', 'POST', '/api/sync/pull', {
      ...request(siri),
      held: digestHeld(siri),
    });
    expect(await response.json()).toMatchObject({ code: 'held.wanted', status: 409 });
    const lines = await pull(siri);
    expect(lines.filter((line) => line.line === 'scope')).toHaveLength(1);
  });

  it.each([
    ['a task of theirs', () => givenTask()],
    ['a supplier that is deactivated', () => setSupplier(false)],
    ['a supplier that is active again', () => setSupplier(true)],
  ])('is one no longer after a change of %s', async (_what, change) => {
    await change();
    const response = await app.request('siri', 'POST', '/api/sync/pull', {
      ...request(siri),
      held: digestHeld(siri),
    });
    const text = await response.text();
    expect(response.status === 409 || text.includes('"line":"scope"'), text).toBe(true);
  });
});

async function setSupplier(active: boolean): Promise<void> {
  await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.updateTable('suppliers').set({ active }).execute(),
  );
}

describe('a round of pages', () => {
  it('brings each scope once, in the same order however it is cut', async () => {
    for (let made = 0; made < 9; made += 1) await givenTask();
    await withScope(app.db, scope, async (trx) => {
      const load = (await listAllowedScopes(trx, people.siri.id)).sort(byComing);
      const whole = await listStamps(trx, load);
      for (const limit of [1, 2, 3, 5, 100]) {
        const seen: string[] = [];
        const stamps: string[] = [];
        let place: Parameters<typeof pageOfScopes>[2] | null = { after: null, within: null };
        while (place !== null) {
          const page: Awaited<ReturnType<typeof pageOfScopes>> = await pageOfScopes(trx, load, place, limit);
          expect(page.stamps.length).toBeLessThanOrEqual(limit);
          seen.push(...page.parts.filter(({ part }) => part !== 'more').map((one) => scopeKey(one.scope)));
          stamps.push(...page.stamps.map((stamp) => stamp.recordId));
          place = page.next;
        }
        expect(seen, `pages of ${limit}`).toEqual(load.map(scopeKey));
        expect(stamps.sort()).toEqual(whole.map((stamp) => stamp.recordId).sort());
      }
    });
  });

  it('acknowledges with its last page only what its first page’s snapshot had', async () => {
    const task = await givenTask();
    const siri = new SyncClient(app, 'siri');
    const command = { type: 'start-task', taskId: task.id, id: uuid(), madeAt: now };
    await siri.push(command);
    const first = end(await pull(siri));
    expect(first.more).toBe(false);
    const sender = { personId: people.siri.id, scope, device: { id: siri.deviceId, appVersion: 'test' } };
    const later = { ...command, type: 'wait-task', reason: 'deler', id: uuid() };
    // A page of a round whose first page was read before the second command came.
    const { epoch, snapshot } = await withScope(app.db, scope, (trx) =>
      getPullStart(trx, { personId: people.siri.id, deviceId: siri.deviceId }),
    );
    await siri.push(later);
    const page = encodePage({ epoch, snapshot, at: now, nextSeq: 2, fresh: true, after: null, within: null });
    const lines = await changesSince(
      app.db,
      sender,
      { ...request(siri), protocol: 2, cookie: null, page, verify: false, drifted: [] },
      now,
    );
    const acks = lines.flatMap((line) => (line.line === 'acks' ? [line] : []));
    expect(acks).toMatchObject([{ nextSeq: 2, outcomes: [{ seq: 1, id: command.id }] }]);
  });

  it('begins anew where its page or cookie is broken or of another server', async () => {
    const siri = new SyncClient(app, 'siri');
    await siri.pull();
    for (const fields of [{ page: 'bm90IGEgcGFnZQ' }, { cookie: 'bm90IGEgcGFnZQ' }]) {
      const response = await app.request('siri', 'POST', '/api/sync/pull', { ...request(siri), ...fields });
      expect(await response.json()).toMatchObject({ code: 'cookie.reset' });
    }
  });
});

describe('checksums', () => {
  it('are those of the records the device was sent, scope by scope', async () => {
    await givenTask({ state: 'completed', completedAt: now, completedBy: people.siri.id });
    await givenTask();
    const siri = new SyncClient(app, 'siri');
    await siri.pull();
    const sums = (await pull(siri, { verify: true })).flatMap((line) => (line.line === 'sum' ? [line] : []));
    expect(sums.map(scopeKey).sort()).toEqual([...siri.held.keys()].sort());
    for (const sum of sums) {
      const own = [...siri.records.values()].filter((record) =>
        sum.kind === 'person'
          ? ['profile', 'past-task', 'own-file'].includes(record.kind)
          : record.kind === sum.kind && record.id === sum.id,
      );
      expect(sum.digest, scopeKey(sum)).toBe(digestOf(own.map(recordKey)));
    }
  });
});

describe('versions', () => {
  it('an app of protocol 1 is answered in its own words', async () => {
    await givenTask();
    const { page: _, ...first } = { ...request(new SyncClient(app, 'siri')), protocol: 1 };
    const response = await app.request('siri', 'POST', '/api/sync/pull', first, { [protocolHeader]: '' });
    expect(response.headers.get(protocolHeader)).toBe('1');
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines[0]).toMatchObject({ line: 'head', protocol: 1 });
    expect(Object.keys(must(lines.at(-1), 'end')).sort()).toEqual(['cookie', 'line', 'more', 'serverTime']);
  });

  it('an older app is told to update, a newer one to wait; both keep their queue', async () => {
    for (const [said, status, code] of [
      ['0', 426, 'client.outdated'],
      ['99', 503, 'unavailable'],
      ['nonsense', 503, 'unavailable'],
    ] as const) {
      const response = await app.request(null, 'GET', '/api/probe', undefined, { [protocolHeader]: said });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ code });
    }
  });
});

it('a long answer is packed for whoever takes it', async () => {
  for (let made = 0; made < 5; made += 1) await givenTask();
  const body = request(new SyncClient(app, 'siri'));
  const packed = await app.request('siri', 'POST', '/api/sync/pull', body, { 'Accept-Encoding': 'gzip, br' });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  const text = gunzipSync(Buffer.from(await packed.arrayBuffer())).toString();
  expect(text.trim().split('\n').length).toBeGreaterThan(5);
});

it('pulls with something to read wait in line and, where it is full, are told to come again; quiet ones are answered', async () => {
  await givenTask();
  const [first, second, quiet] = [0, 1, 2].map(() => new SyncClient(app, 'siri')) as Three<SyncClient>;
  await quiet.pull();
  const routes = new Hono().route('/', syncRoutes(app.deps, { running: 1, waiting: 0 }));
  routes.onError(handleError(app.deps.log));
  const cookie = await beginSession(app.db, 'siri', now);
  const headers = { 'Content-Type': 'application/json', Cookie: cookie, [protocolHeader]: '2' };
  const ask = (client: SyncClient) =>
    routes.request('/sync/pull', { method: 'POST', headers, body: JSON.stringify(request(client)) });

  const owner = connectOwner(must(app.deps.environment.databaseUrl, 'address of the database'), { max: 1 });
  const reading = await owner.begin(async (sql) => {
    // Every task is read with its comments: the first pull waits here, and has its place meanwhile.
    await sql`lock table comments in access exclusive mode`;
    const waits = ask(first);
    await expect.poll(() => sql`select from pg_locks where not granted`.then((rows) => rows.length)).toBe(1);
    const turnedAway = await ask(second);
    expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await ask(quiet)).status).toBe(200);
    return [waits];
  });
  await owner.end();
  expect((await reading[0])?.status).toBe(200);
  expect((await ask(second)).status).toBe(200);
});
