import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listHeldScopes } from '#lib/device/scope-shards.ts';
import { applyPage, type AppliedPage } from '#lib/sync/apply-page.ts';
import { createBoard, engineAtRest } from '#lib/sync/board.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { forgetFeed } from '#lib/sync/forget-feed.ts';
import { prepareDevice } from '#lib/sync/prepare-device.ts';
import { readPullRequest } from '#lib/sync/read-pull-request.ts';
import type { PullAnswer } from '#lib/sync/read-pull.ts';
import { ModelServer } from '#lib/testing/model-server.ts';
import { nameOfRecord, pageOf } from '#lib/testing/paged-pull.ts';
import { TestBrowser, TestTab } from '#lib/testing/test-device.ts';
import { createVirtualTime } from '#lib/testing/virtual-time.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import { scopeKey } from '#shared/sync/scope.ts';
import { aFile, aTask, dahl, now, sagvik } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';
import { askebyBad, askebySkole } from '#shared/testing/places.ts';

/*
 * However a pull is cut into pages, lost, repeated, overtaken by what happens meanwhile or begun anew: the device ends
 * with what one uninterrupted pull brings, no more and no less (invariants 5 and 6).
 */
const personId = people.siri.id;

/** What the world has and what befalls it. */
class Feed {
  readonly world: ModelServer;
  readonly gone = new Map<string, number>();
  #renamed = 0;

  constructor(clock: () => number) {
    this.world = new ModelServer(clock);
  }

  /** Gives, takes, completes or renames one of eight tasks, or adds or removes one of six own files. */
  happen(happening: { what: number; which: number }): void {
    const before = this.#own();
    this.#change(happening);
    const after = this.#own();
    for (const name of before) if (!after.has(name)) this.gone.set(name, this.world.version);
    for (const name of after) this.gone.delete(name);
  }

  #own(): Set<string> {
    const own = this.world.recordsOf(personId, { kind: 'person', id: personId, generation: 0 });
    return new Set(own.map(({ record }) => nameOfRecord(record)));
  }

  #change({ what, which }: { what: number; which: number }): void {
    if (what < 2) {
      this.#file(localId(600 + (which % 6)), what === 0);
      return;
    }
    const id = localId(500 + which);
    const known = this.world.tasks.get(id)?.value;
    const fresh = aTask({
      ...{ id, number: 500 + which, files: [], comments: [], checklists: [], reopeningRequests: [] },
      buildingId: which % 2 === 0 ? askebySkole.id : askebyBad.id,
    });
    this.#renamed += 1;
    const title = `Oppdrag ${this.#renamed}`;
    const over = { state: 'completed', completedAt: now, closedAt: now, completedBy: personId } as const;
    const change = [{ executors: [sagvik] }, { executors: [dahl] }, over, {}, {}][what - 2];
    this.world.putTask({ ...(known ?? fresh), ...change, title });
  }

  #file(id: Id, there: boolean): void {
    if (there) this.world.save({ task: null, file: aFile({ id, name: `fil ${this.world.version}.jpg` }) });
    else if (this.world.ownFiles.delete(id)) this.world.version += 1;
  }
}

/** A device that is moved page by page, by the engine's own parts. */
class Puller {
  readonly #context: EngineContext;
  readonly #feed: Feed;
  readonly #past: { request: PullRequest; answer: PullAnswer }[] = [];

  constructor(feed: Feed) {
    const time = createVirtualTime(now);
    const tab = new TestTab(new TestBrowser(feed.world, time, 'siri'), personId);
    const listener = { replaced: () => undefined, blocked: () => undefined };
    this.#feed = feed;
    this.#context = {
      ...{ ports: tab.ports, personId, board: createBoard(engineAtRest) },
      database: tab.ports.storage.person(personId, listener),
      bytes: tab.ports.storage.bytes(personId, listener),
      ...{ wake: () => undefined, worked: () => undefined },
    };
  }

  async open(): Promise<this> {
    await prepareDevice(this.#context);
    return this;
  }

  /** Asks for a page. `lost`: it never arrives; `twice`: it arrives twice. */
  async ask(limit: number, fate: 'once' | 'lost' | 'twice'): Promise<AppliedPage['done'] | null> {
    const request = await readPullRequest(this.#context, true);
    const answer = pageOf(this.#feed.world, personId, request, limit, this.#feed.gone);
    if (fate === 'lost') return null;
    this.#past.push({ request, answer });
    const { done } = await this.#apply({ request, answer });
    if (fate === 'twice') {
      const before = await this.look();
      await this.#apply({ request, answer });
      expect(await this.look()).toEqual(before);
    }
    return done;
  }

  /** An answer of long ago arrives once more. */
  async repeat(which: number): Promise<void> {
    const old = this.#past[which % Math.max(1, this.#past.length)];
    if (old !== undefined) await this.#apply(old);
  }

  reset(): Promise<void> {
    return this.#context.database.use((db) => forgetFeed(db, null));
  }

  #apply({ request, answer }: { request: PullRequest; answer: PullAnswer }): Promise<AppliedPage> {
    return this.#context.database.use((db) => applyPage(this.#context, db, request, answer));
  }

  /** Everything the server's answers wrote. */
  look() {
    return this.#context.database.use(async (db) => ({
      scopes: new Map((await listHeldScopes(db.scopeShards)).map((held) => [scopeKey(held), held])),
      tasks: await db.tasks.toArray(),
      buildings: await db.buildings.toArray(),
      past: await db.pastTasks.toArray(),
      files: await db.ownFiles.toArray(),
      profile: await db.meta.get('profile'),
      feed: await db.meta.get('feed'),
      parts: await db.meta.get('parts'),
    }));
  }

  close(): void {
    this.#context.database.close();
    this.#context.bytes.close();
  }
}

const happening = fc.record({ what: fc.nat(6), which: fc.nat(7) });
const limit = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('page' as const), limit }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('lost' as const), limit }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('twice' as const), limit }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('repeat' as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('happen' as const), happening }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('reset' as const) }) },
);
const tale = fc.record({
  before: fc.array(happening, { minLength: 4, maxLength: 14 }),
  steps: fc.array(step, { minLength: 1, maxLength: 24, size: 'max' }),
  last: limit,
});

it('any split of a pull, with pages lost and repeated, ends as one uninterrupted pull', async () => {
  await fc.assert(
    fc.asyncProperty(tale, async ({ before, steps, last }) => {
      const feed = new Feed(() => Date.parse(now));
      for (const one of before) feed.happen(one);
      const device = await new Puller(feed).open();
      for (const one of steps) {
        if (one.is === 'happen') feed.happen(one.happening);
        else if (one.is === 'repeat') await device.repeat(one.which);
        else if (one.is === 'reset') await device.reset();
        else await device.ask(one.limit, one.is === 'page' ? 'once' : one.is);
      }
      // The round that is under way, and one that begins after all has happened.
      for (let rounds = 0; rounds < 2;) if ((await device.ask(last, 'once')) === 'round') rounds += 1;
      const fresh = await new Puller(feed).open();
      expect(await fresh.ask(1_000, 'once')).toBe('round');
      expect(await device.look()).toEqual(await fresh.look());
      device.close();
      fresh.close();
    }),
    { numRuns: 100 },
  );
});
