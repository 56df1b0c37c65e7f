import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { BytesDatabase } from '#lib/device/bytes-database.ts';
import { DeviceDatabase } from '#lib/device/device-database.ts';
import { openDatabase, type Handle, type StorageListener } from '#lib/device/open-database.ts';
import { PersonDatabase } from '#lib/device/person-database.ts';
import type { Channel, Network, NetworkAnswer, NetworkRequest, Ports, SendBytes } from '#lib/sync/ports.ts';
import { startPerson, type Sync } from '#lib/sync/sync.ts';
import { createTabLocks } from '#lib/sync/tab-locks.ts';
import { problem, type ModelAnswer, type ModelServer } from '#lib/testing/model-server.ts';
import type { VirtualTime } from '#lib/testing/virtual-time.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { protocolHeader, protocolVersion } from '#shared/sync/protocol.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import type { Dexie } from 'dexie';

/** What a test does to one request: let it through, answer in the server's place, or break it. */
export type Intercept = (
  request: NetworkRequest,
  pass: () => Promise<NetworkAnswer>,
) => Promise<NetworkAnswer>;

let browsers = 0;

/** A browser profile: its storage, its cookie, its tabs. It outlives every tab. */
export class TestBrowser {
  readonly server: ModelServer;
  readonly time: VirtualTime;
  readonly factory = new IDBFactory();
  readonly marks = new Map<string, string>();
  readonly locks = createTabLocks();
  readonly channels = new Map<string, Set<(message: unknown) => void>>();
  /** Whose session the cookie carries. */
  cookie: Id | null;
  /** The server is within reach. */
  online = true;
  readonly streams = new Set<() => void>();
  /** Which browser of the run it is: ids differ between them. */
  readonly number = (browsers += 1);
  ids = 0;

  constructor(server: ModelServer, time: VirtualTime, person: PersonName | null) {
    this.server = server;
    this.time = time;
    this.cookie = person === null ? null : people[person].id;
  }

  /** Every live stream of the browser breaks. */
  endLive(): void {
    for (const closed of this.streams) closed();
    this.streams.clear();
  }

  /** The server sets the cookie of the browser. */
  signIn(body: string | null): ModelAnswer {
    const { email, password } = JSON.parse(body ?? '') as { email: string; password: string };
    const person = Object.values(people).find((one) => one.email === email);
    if (person === undefined || password !== 'riktig passord') return problem(401, 'sign-in.wrong');
    this.cookie = person.id;
    return this.server.answer(person.id, 'GET', '/api/auth/me', null);
  }

  /** Opens a tab for the person whose browser it is. */
  async open(name: PersonName): Promise<TestTab> {
    const { id, name: fullName, email } = people[name];
    const tab = new TestTab(this, id);
    await tab.ports.storage.device.use((db) =>
      db.facts.put({ key: 'person', value: { id, name: fullName, email, staff: false } }),
    );
    tab.start();
    return tab;
  }
}

const never = new Promise<never>(() => undefined);
const gone = Symbol('gone');

/** One tab with its engine. `kill` is what a crash does: nothing of it ever runs again, all it held is free. */
export class TestTab {
  readonly browser: TestBrowser;
  readonly personId: Id;
  readonly ports: Ports;
  readonly faults: unknown[] = [];
  intercept: Intercept | null = null;
  /** In the model server's place: another one, over real routes. */
  network: Network | null = null;
  /** Bytes after which the next transfer is cut. */
  cutBytesAfter: number | null = null;
  /** Looks into the bytes database after each use of it. */
  afterBytes: ((db: BytesDatabase) => Promise<void>) | null = null;
  onProgress: ((sent: number) => void) | null = null;
  /** The tab dies when its steps reach this number. */
  dieAt = Infinity;
  steps = 0;
  /** As the server knows it; set by tests that speak of it. */
  deviceId = '';
  #dead = false;
  #die: () => void = () => undefined;
  readonly #death = new Promise<void>((resolve) => (this.#die = resolve));
  readonly #open: Handle<Dexie>[] = [];
  readonly #wakers = new Set<() => void>();
  #sync: Sync | null = null;

  constructor(browser: TestBrowser, personId: Id) {
    this.browser = browser;
    this.personId = personId;
    this.ports = this.#makePorts();
  }

  get sync(): Sync {
    if (this.#sync === null) throw new Error('the tab has not started');
    return this.#sync;
  }

  start(): Sync {
    this.#sync = startPerson(this.ports, this.personId);
    return this.#sync;
  }

  kill(): void {
    this.#dead = true;
    this.#die();
    for (const handle of this.#open) handle.close();
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** The page comes back to the front, or the network is said to be there. */
  wake(): void {
    for (const waker of this.#wakers) waker();
  }

  /** Everything a test looks at, straight from the database. */
  read<T>(work: (db: PersonDatabase) => PromiseLike<T>): Promise<T> {
    const { factory } = this.browser;
    const db = new PersonDatabase(this.personId, { indexedDB: factory, IDBKeyRange });
    return Promise.resolve(work(db)).finally(() => db.close());
  }

  /** The browser evicts the person's databases. */
  async wipePerson(): Promise<void> {
    await this.wipeBytes();
    await this.read((db) => db.delete());
  }

  /** The browser evicts the bytes. */
  async wipeBytes(): Promise<void> {
    const { factory } = this.browser;
    const db = new BytesDatabase(this.personId, { indexedDB: factory, IDBKeyRange });
    await db.chunks.clear();
    db.close();
  }

  countChunks(): Promise<number> {
    const { factory } = this.browser;
    const db = new BytesDatabase(this.personId, { indexedDB: factory, IDBKeyRange });
    return Promise.resolve(db.chunks.count()).finally(() => db.close());
  }

  /** A step of the outside world: where a crash may fall. */
  #step<T>(work: () => Promise<T>, waits = true): Promise<T> {
    this.#tick();
    if (this.#dead) return never;
    const done = work().then(
      (value) => {
        this.#tick();
        return this.#dead ? gone : value;
      },
      (error: unknown) => {
        if (this.#dead) return gone;
        throw error;
      },
    );
    const ended = Promise.race([done, this.#death.then(() => gone)]);
    const { time } = this.browser;
    return (waits ? time.busy(ended) : ended).then((value) => (value === gone ? never : (value as T)));
  }

  #tick(): void {
    this.steps += 1;
    if (this.steps >= this.dieAt && !this.#dead) this.kill();
  }

  #makePorts(): Ports {
    const { browser } = this;
    const { factory, time } = browser;
    const options = { indexedDB: factory, IDBKeyRange };
    const open = <D extends Dexie>(make: () => D, listener: StorageListener) =>
      this.#guard(openDatabase(make, listener));
    return {
      appVersion: 'test',
      clock: { now: () => time.now() },
      random: {
        id: () => {
          browser.ids += 1;
          const profile = String(browser.number).padStart(4, '0');
          return `0190dead-${profile}-7000-8000-${String(browser.ids).padStart(12, '0')}`;
        },
        fraction: () => 0.5,
      },
      timers: {
        sleep: (ms, signal) => (this.#dead ? never : time.timers.sleep(ms, signal).then(() => this.#alive())),
        breathe: () => this.#step(() => time.timers.breathe()),
      },
      network: this.#network(),
      locks: {
        hold: (name, held, work) =>
          this.#dead
            ? never
            : browser.locks
                .hold(name, held, (got) => Promise.race([work(got), this.#death.then(() => gone as never)]))
                .then((value) => (this.#dead ? never : value)),
      },
      channel: (name) => this.#channel(name),
      surroundings: {
        onWake: (listener) => {
          this.#wakers.add(listener);
          return () => this.#wakers.delete(listener);
        },
      },
      storage: {
        device: open(() => new DeviceDatabase(options), {
          replaced: () => undefined,
          blocked: () => undefined,
        }),
        person: (personId, listener) => open(() => new PersonDatabase(personId, options), listener),
        bytes: (personId, listener) =>
          this.#watched(open(() => new BytesDatabase(personId, options), listener)),
        keeper: {
          persist: () => Promise.resolve(true),
          facts: () => Promise.resolve({ persisted: true, usage: 1, quota: 100 }),
        },
        marks: {
          read: (key) => browser.marks.get(key) ?? null,
          write: (key, value) => void browser.marks.set(key, value),
          remove: (key) => void browser.marks.delete(key),
        },
      },
      report: (fault) => {
        if (!this.#dead) this.faults.push(fault);
      },
    };
  }

  #alive(): Promise<void> | void {
    if (this.#dead) return never;
  }

  #guard<D extends Dexie>(handle: Handle<D>): Handle<D> {
    this.#open.push(handle);
    return { ...handle, use: (work) => this.#step(() => handle.use(work)) };
  }

  #watched(handle: Handle<BytesDatabase>): Handle<BytesDatabase> {
    return {
      ...handle,
      use: async (work) => {
        const result = await handle.use(work);
        if (this.afterBytes !== null) await handle.use(this.afterBytes);
        return result;
      },
    };
  }

  #network(): Network {
    const { browser } = this;
    return {
      request: (request) => {
        const { intercept } = this;
        const pass = async () => {
          this.#requireOnline();
          if (this.network !== null) return this.network.request(request);
          const { method, path, body } = request;
          if (path === '/api/auth/sign-in') return answerOf(browser.signIn(body));
          if (path === '/api/auth/sign-out') browser.cookie = null;
          return answerOf(browser.server.answer(browser.cookie, method, path, body));
        };
        const ask = () => (intercept === null ? pass() : intercept(request, pass));
        // What a test holds back may wait for virtual time, which must not wait for it.
        return this.#step(() => aborting(request.signal, ask()), intercept === null);
      },
      live: ({ opened, poked, closed }) => {
        if (this.network !== null) return this.network.live({ opened, poked, closed });
        if (!browser.online || browser.cookie === null || browser.server.deaf) {
          queueMicrotask(closed);
          return () => undefined;
        }
        const stop = browser.server.listen(browser.cookie, () => {
          if (!this.#dead && browser.online) poked();
        });
        queueMicrotask(opened);
        browser.streams.add(closed);
        return () => {
          stop();
          browser.streams.delete(closed);
        };
      },
      sendBytes: (send) => this.#step(() => aborting(send.signal, this.#sendBytes(send))),
    };
  }

  async #sendBytes(send: SendBytes): Promise<{ refusedWith: number | null }> {
    if (this.network !== null) return this.network.sendBytes(send);
    const { server, cookie } = this.browser;
    const fileId = send.uploadUrl.split('/').at(-1) ?? '';
    let cut = this.cutBytesAfter;
    this.cutBytesAfter = null;
    for (let offset = server.offset(fileId); offset < send.size; offset = server.offset(fileId)) {
      this.#requireOnline();
      const piece = await send.read(offset, Math.min(send.size, offset + 5 * 1024 * 1024));
      const part = cut === null ? piece : piece.subarray(0, cut);
      const status = server.receive(cookie, send.uploadUrl, offset, part);
      if (status >= 400) return { refusedWith: status };
      send.onProgress(offset + part.length);
      this.onProgress?.(offset + part.length);
      if (cut !== null) throw new TypeError('cut');
      cut = null;
    }
    return { refusedWith: null };
  }

  #requireOnline(): void {
    if (!this.browser.online) throw new TypeError('Failed to fetch');
  }

  #channel(name: string): Channel {
    const { channels } = this.browser;
    const all = channels.get(name) ?? new Set();
    channels.set(name, all);
    const own = new Set<(message: unknown) => void>();
    return {
      post: (message) => {
        if (this.#dead) return;
        for (const listener of all) if (!own.has(listener)) queueMicrotask(() => listener(message));
      },
      listen: (listener) => {
        const hear = (message: unknown) => {
          if (!this.#dead) listener(message);
        };
        own.add(hear);
        all.add(hear);
        return () => {
          own.delete(hear);
          all.delete(hear);
        };
      },
      close: () => {
        for (const listener of own) all.delete(listener);
      },
    };
  }
}

/** An answer as the network hands it over, in pieces of `size` bytes. */
export function answerOf(
  { status, type, body }: ModelAnswer,
  options: { header?: boolean; cutAfter?: number; size?: number } = {},
): NetworkAnswer {
  const headers: Record<string, string> = { 'content-type': type };
  if (options.header !== false) headers[protocolHeader] = String(protocolVersion);
  const bytes = new TextEncoder().encode(body);
  const { cutAfter = Infinity, size = 1000 } = options;
  return {
    status,
    header: (name) => headers[name.toLowerCase()] ?? null,
    async *body() {
      for (let at = 0; at < bytes.length; at += size) {
        if (at >= cutAfter) throw new TypeError('network error');
        yield bytes.subarray(at, Math.min(at + size, cutAfter));
        await Promise.resolve();
      }
      if (cutAfter < bytes.length) throw new TypeError('network error');
    },
  };
}

function aborting<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(new DOMException('aborted', 'AbortError'));
    if (signal.aborted) return give();
    signal.addEventListener('abort', give);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
