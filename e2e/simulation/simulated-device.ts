import { BytesDatabase } from '#lib/device/bytes-database.ts';
import { PersonDatabase } from '#lib/device/person-database.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { startPerson, type Sync } from '#lib/sync/sync.ts';
import { ModelServer } from '#lib/testing/model-server.ts';
import { TestBrowser, TestTab } from '#lib/testing/test-device.ts';
import type { VirtualTime } from '#lib/testing/virtual-time.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { IDBKeyRange } from 'fake-indexeddb';
import type { Weather } from './faults.ts';
import type { Line } from './line.ts';
import type { SeededRandom } from './seeded-random.ts';
import { simulatedNetwork } from './simulated-network.ts';
import type { SimulatedServer } from './simulated-server.ts';
import { limitStorage } from './storage-limit.ts';
import type { Trace } from './trace.ts';

/** A tab whose death others can wait for. */
class SimulatedTab extends TestTab {
  #tell: () => void = () => undefined;
  readonly died = new Promise<'died'>((resolve) => (this.#tell = () => resolve('died')));

  override kill(): void {
    super.kill();
    this.#tell();
  }
}

export interface DeviceParts {
  readonly number: number;
  readonly person: PersonName;
  readonly server: SimulatedServer;
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly random: SeededRandom;
  readonly trace: Trace;
  readonly cookie: string;
  readonly pushLimit?: number;
  /** Puts something between the engine and the world: the broken variants. */
  readonly meddle?: (ports: Ports, device: SimulatedDevice) => Ports;
  /** Looks at what goes over the line. */
  readonly watch?: Pick<Line, 'asked' | 'delivered' | 'sent'>;
}

/** One browser profile of one person, with the real engine in one tab. It outlives its tabs, not its storage. */
export class SimulatedDevice {
  readonly name: string;
  readonly parts: DeviceParts;
  readonly browser: TestBrowser;
  readonly streams = new Set<() => void>();
  /** How far its clock is off, milliseconds. */
  skew = 0;
  full = false;
  online = true;
  cookie: string | null;
  /** What it said was lost with its storage, each time it was opened. */
  readonly told: ('nothing' | 'lost')[] = [];
  /** Something was lost with its storage, and the next opening must say so. */
  owesWord = false;
  readonly faults: unknown[] = [];
  #ids = 0;
  #tab: SimulatedTab | null = null;
  #sync: Sync | null = null;

  constructor(parts: DeviceParts) {
    this.parts = parts;
    this.name = `${parts.person}-${parts.number}`;
    this.cookie = parts.cookie;
    const { time } = parts;
    const own: VirtualTime = { ...time, now: () => time.now() + this.skew };
    this.browser = new TestBrowser(new ModelServer(() => time.now()), own, parts.person);
  }

  get personId(): string {
    return people[this.parts.person].id;
  }

  get isOpen(): boolean {
    return this.#tab !== null && !this.#tab.dead;
  }

  get sync(): Sync {
    if (this.#sync === null) throw new Error(`${this.name} is not open`);
    return this.#sync;
  }

  /** The tab dies when so many more steps of storage and network are done. */
  dieIn(steps: number): void {
    if (this.#tab !== null) this.#tab.dieAt = this.#tab.steps + steps;
  }

  async open(): Promise<void> {
    this.kill();
    const { name, email, id } = people[this.parts.person];
    const tab = new SimulatedTab(this.browser, id);
    tab.intercept = (_, pass) => pass();
    const line = this.#lineOf(tab);
    const network = simulatedNetwork(line);
    tab.network = network;
    await tab.ports.storage.device.use((db) =>
      db.facts.put({ key: 'person', value: { id, name, email, staff: false } }),
    );
    this.#tab = tab;
    this.#sync = startPerson(this.#portsOf(tab, network), id);
    const lost = await Promise.race([this.#sync.lost, tab.died]);
    this.told.push(lost === null || lost === 'died' ? 'nothing' : 'lost');
  }

  kill(): void {
    if (this.#tab !== null && !this.#tab.dead) this.#tab.kill();
    if (this.#tab !== null) this.faults.push(...this.#tab.faults.splice(0));
    for (const broken of [...this.streams]) broken();
    this.streams.clear();
  }

  wake(): void {
    this.#tab?.wake();
  }

  breakStreams(): void {
    for (const broken of [...this.streams]) broken();
  }

  /** Something the person does. `died`: the tab did not live to its end, and nobody knows how much was done. */
  async act<T>(work: (sync: Sync) => Promise<T>): Promise<T | 'died' | 'failed'> {
    if (this.#tab === null || this.#tab.dead) return 'died';
    const { died } = this.#tab;
    return Promise.race([work(this.sync).catch((): 'failed' => 'failed'), died]);
  }

  /** Straight from the database, whether a tab is open or not. */
  read<T>(work: (db: PersonDatabase) => PromiseLike<T>): Promise<T> {
    const db = new PersonDatabase(this.personId, this.#storage());
    return Promise.resolve(work(db)).finally(() => db.close());
  }

  readBytes<T>(work: (db: BytesDatabase) => PromiseLike<T>): Promise<T> {
    const db = new BytesDatabase(this.personId, this.#storage());
    return Promise.resolve(work(db)).finally(() => db.close());
  }

  /** The browser evicts everything of the person while the app is closed. */
  async wipe(): Promise<void> {
    this.kill();
    await this.read((db) => db.delete());
    await this.readBytes((db) => db.delete());
  }

  /** What another profile gets that is a copy of this one. */
  async copyTo(other: SimulatedDevice): Promise<void> {
    this.kill();
    const rows = await this.read(async (db) =>
      Promise.all(
        db.tables.map(async (table) => [table.name, (await table.toArray()) as unknown[]] as const),
      ),
    );
    const chunks = await this.readBytes((db) => db.chunks.toArray());
    await other.read(async (db) => {
      for (const [name, all] of rows) await db.table(name).bulkAdd(all);
    });
    await other.readBytes((db) => db.chunks.bulkAdd(chunks));
    for (const [key, mark] of this.browser.marks) other.browser.marks.set(key, mark);
  }

  #storage() {
    return { indexedDB: this.browser.factory, IDBKeyRange };
  }

  #lineOf(tab: SimulatedTab): Line {
    const { server, time, weather, trace, watch = {} } = this.parts;
    return {
      ...{ name: this.name, server, time, weather, trace, personId: this.personId, streams: this.streams },
      ...watch,
      cookie: () => this.cookie,
      isOnline: () => this.online,
      isDead: () => tab.dead,
    };
  }

  #portsOf(tab: SimulatedTab, network: Ports['network']): Ports {
    const { random, number, meddle, pushLimit } = this.parts;
    const { ports } = tab;
    const full = () => this.full;
    const own: Ports = {
      ...ports,
      ...(pushLimit === undefined ? {} : { pushLimit }),
      random: {
        id: () => {
          this.#ids += 1;
          return `0193dead-${String(number).padStart(4, '0')}-7000-8000-${String(this.#ids).padStart(12, '0')}`;
        },
        fraction: () => random.fraction(),
      },
      network: {
        ...ports.network,
        sendBytes: (send) => untilDead(tab, send.signal, network.sendBytes(send)),
      },
      storage: {
        ...ports.storage,
        person: (id, listener) => limitStorage(ports.storage.person(id, listener), full),
        bytes: (id, listener) => limitStorage(ports.storage.bytes(id, listener), full),
      },
    };
    return meddle === undefined ? own : meddle(own, this);
  }
}

/** Nothing of a dead tab goes on; what was aborted ends at once. */
function untilDead<T>(tab: SimulatedTab, signal: AbortSignal, work: Promise<T>): Promise<T> {
  const never = new Promise<never>(() => undefined);
  const aborted = new Promise<never>((_, reject) => {
    const give = () => reject(new DOMException('aborted', 'AbortError'));
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
  });
  aborted.catch(() => undefined);
  const ended = work.catch((error: unknown) => {
    if (tab.dead) return never;
    throw error;
  });
  return Promise.race([ended, aborted, tab.died.then(() => never)]);
}
