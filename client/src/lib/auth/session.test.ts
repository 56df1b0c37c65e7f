import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '#lib/auth/session.svelte.ts';
import { stopSync } from '#lib/sync/start-sync.ts';
import { TestTab, type TestBrowser } from '#lib/testing/test-device.ts';
import { aSource, createWorld, eventually, type World } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

const comment = { type: 'add-comment' as const, taskId: ids.task, text: 'usendt', internal: false };

afterEach(() => stopSync());

/** One page of a browser: nobody is signed in on it yet. */
async function openPage(browser: TestBrowser): Promise<{ session: Session; tab: TestTab }> {
  const tab = new TestTab(browser, people.siri.id);
  const session = new Session(tab.ports);
  await session.start();
  return { session, tab };
}

async function signedIn(): Promise<
  Omit<World, 'browser'> & { browser: TestBrowser; session: Session; tab: TestTab }
> {
  const world = createWorld();
  world.server.addTask(aTask());
  const browser = world.browser(null);
  const { session, tab } = await openPage(browser);
  await session.signIn(people.siri.email, 'riktig passord');
  await world.time.pass(1_000);
  return { ...world, browser, session, tab };
}

const syncOf = (session: Session) => must(session.sync, 'running device');

describe('signing in on a device', () => {
  it('stores who it is, so that the next start needs no server', async () => {
    const { browser, time, session } = await signedIn();
    expect(session.person).toMatchObject({ id: people.siri.id, name: 'Siri Sagvik' });
    expect(await syncOf(session).tasks()).toHaveLength(1);
    await stopSync();
    browser.online = false;
    const next = await openPage(browser);
    expect(next.session.person?.id).toBe(people.siri.id);
    expect(await syncOf(next.session).tasks()).toHaveLength(1);
    await time.settle();
  });

  it('says what was wrong and changes nothing', async () => {
    const world = createWorld();
    const { session } = await openPage(world.browser(null));
    expect(await session.signIn(people.siri.email, 'feil')).toMatchObject({
      ok: false,
      trouble: { code: 'sign-in.wrong' },
    });
    expect(session.person).toBeNull();
  });

  it('gives up on a server that never answers', async () => {
    const world = createWorld();
    const { session, tab } = await openPage(world.browser(null));
    tab.intercept = () => new Promise(() => undefined);
    const trying = session.signIn(people.siri.email, 'riktig passord');
    await world.time.pass(21_000);
    expect(await trying).toMatchObject({ ok: false, trouble: { code: 'network' } });
  });

  it('is not needed where the cookie outlived the storage', async () => {
    const world = createWorld();
    world.server.addTask(aTask());
    const { session } = await openPage(world.browser('siri'));
    expect(session.person?.id).toBe(people.siri.id);
  });

  it('neither wipes nor signs out when the cookie is gone: it pauses', async () => {
    const { browser, time, session } = await signedIn();
    browser.cookie = null;
    await syncOf(session).enqueue(comment);
    await time.pass(5_000);
    expect(session.person?.id).toBe(people.siri.id);
    expect(await syncOf(session).tasks()).toHaveLength(1);
    expect(syncOf(session).state.get().connection).toBe('paused');
    await session.signIn(people.siri.email, 'riktig passord');
    await eventually(time, async () => (await syncOf(session).outbox()).length === 0);
  });

  it('as somebody else gives another database, and the first one’s work waits for them', async () => {
    const { browser, server, time, session } = await signedIn();
    browser.online = false;
    await syncOf(session).enqueue(comment);
    browser.online = true;
    expect(await session.signOut('keep')).toEqual({ done: true });
    await session.signIn(people.sondre.email, 'riktig passord');
    await time.pass(10_000);
    expect(await syncOf(session).outbox()).toEqual([]);
    expect(server.applied).toEqual([]);
    await session.signOut();
    await session.signIn(people.siri.email, 'riktig passord');
    await eventually(time, async () => (await syncOf(session).outbox()).length === 0);
    expect(server.task(ids.task).comments.map((one) => one.authorName)).toEqual(['Siri Sagvik']);
  });
});

describe('signing out', () => {
  it('with nothing unsent removes everything from the device', async () => {
    const { browser, session, tab } = await signedIn();
    expect(await session.signOut()).toEqual({ done: true });
    expect(await session.countLeft()).toBe(0);
    expect(session.person).toBeNull();
    expect(browser.cookie).toBeNull();
    const names = (await browser.factory.databases()).map((one) => one.name);
    expect(names).toEqual(['oppdrag-device']);
    expect([...browser.marks.keys()]).toEqual([]);
    expect(tab.faults).toEqual([]);
  });

  it('with unsent work asks first, and does nothing before the choice', async () => {
    const { browser, session } = await signedIn();
    browser.online = false;
    await syncOf(session).enqueue(comment);
    await syncOf(session).addFile({
      source: aSource(100),
      name: 'a.jpg',
      purpose: 'task-attachment',
      taskId: ids.task,
    });
    expect(await session.signOut()).toEqual({ done: false, unsent: 2 });
    expect(session.person?.id).toBe(people.siri.id);
    expect(await syncOf(session).outbox()).toHaveLength(2);
  });

  it('keeping the work removes what the server lent, and keeps the work with its bytes', async () => {
    const { browser, time, session, tab } = await signedIn();
    browser.online = false;
    await syncOf(session).addFile({
      source: aSource(100),
      name: 'a.jpg',
      purpose: 'task-attachment',
      taskId: ids.task,
    });
    const leaving = session.signOut('keep');
    await time.pass(11_000);
    expect(await leaving).toEqual({ done: true });
    expect(await tab.read((db) => db.tasks.count())).toBe(0);
    expect(await tab.read((db) => db.buildings.count())).toBe(0);
    expect(await tab.read((db) => db.meta.get('profile'))).toBeUndefined();
    expect(await tab.read((db) => db.outbox.count())).toBe(1);
    expect(await tab.countChunks()).toBe(1);
    expect(await session.countLeft()).toBe(1);
  });

  it('while a picked file is being stored counts it, and keeps it whole before it goes on', async () => {
    const { browser, time, session, tab } = await signedIn();
    browser.online = false;
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const bytes = aSource(100);
    const slice = () => ({ arrayBuffer: () => held.then(() => bytes.arrayBuffer()) });
    const source = { size: 100, slice };
    void syncOf(session).addFile({ source, name: 'a.jpg', purpose: 'task-attachment', taskId: ids.task });
    expect(await session.signOut()).toEqual({ done: false, unsent: 1 });
    const leaving = session.signOut('keep');
    await time.pass(11_000);
    expect(session.person?.id).toBe(people.siri.id);
    release();
    await time.pass(11_000);
    expect(await leaving).toEqual({ done: true });
    expect(await tab.read((db) => db.uploads.count())).toBe(1);
    expect(await tab.countChunks()).toBe(1);
  });

  it('discarding the work removes all of it', async () => {
    const { browser, time, session } = await signedIn();
    browser.online = false;
    await syncOf(session).enqueue(comment);
    const leaving = session.signOut('discard');
    await time.pass(11_000);
    expect(await leaving).toEqual({ done: true });
    expect((await browser.factory.databases()).map((one) => one.name)).toEqual(['oppdrag-device']);
  });

  it('without contact is told to the server at the next start, before anybody is signed in by the old cookie', async () => {
    const { browser, time, session } = await signedIn();
    browser.online = false;
    const leaving = session.signOut();
    await time.pass(11_000);
    await leaving;
    expect(browser.cookie).toBe(people.siri.id);
    browser.online = true;
    const next = await openPage(browser);
    expect(next.session.person).toBeNull();
    expect(browser.cookie).toBeNull();
  });

  it('that was interrupted is ended at the next start', async () => {
    const { browser, time, session, tab } = await signedIn();
    // Two steps to read what is unsent, two to note that they leave: the tab dies before it removes anything.
    tab.dieAt = tab.steps + 5;
    void session.signOut();
    await time.settle();
    expect(tab.dead).toBe(true);
    expect((await browser.factory.databases()).length).toBe(3);
    const next = await openPage(browser);
    expect(next.session.person).toBeNull();
    expect((await browser.factory.databases()).map((one) => one.name)).toEqual(['oppdrag-device']);
    expect(browser.cookie).toBeNull();
  });

  it('takes the screens away at once, however slow the server is', async () => {
    const { browser, time, session } = await signedIn();
    browser.online = false;
    const leaving = session.signOut();
    await time.settle();
    expect(session.person).toBeNull();
    expect(session.sync).toBeNull();
    await time.pass(11_000);
    await leaving;
  });

  it('is seen by the other tabs', async () => {
    const { browser, time, session } = await signedIn();
    const other = new Session(new TestTab(browser, people.siri.id).ports);
    await other.start();
    expect(other.person?.id).toBe(people.siri.id);
    const leaving = session.signOut();
    await time.pass(1_000);
    await leaving;
    await time.settle();
    expect(other.person).toBeNull();
  });
});
