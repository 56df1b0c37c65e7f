import type { Hono } from 'hono';
import { createApp } from '#server/app.ts';
import { beginSession } from '#server/testing/begin-session.ts';
import type { AppDeps } from '#server/app-deps.ts';
import { createLog } from '#server/log.ts';
import { sweepUploads } from '#server/sync/uploads/sweep-uploads.ts';
import type { VirtualTime } from '#lib/testing/virtual-time.ts';
import { protocolHeader, protocolVersion, type PageLimits } from '#shared/sync/protocol.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { openMortalDatabase, ServerLife, type Doom } from './mortal-database.ts';
import type { SimulationHost } from './simulation-host.ts';
import type { SimulatedPokes } from './simulated-pokes.ts';

/** An answer that has arrived whole, before anything happens to it on its way. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** A request as it reaches the server. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | null;
}

const origin = 'http://localhost';

/** The real application in a process that the simulation may kill, over a database that outlives it. */
export class SimulatedServer {
  readonly host: SimulationHost;
  readonly time: VirtualTime;
  readonly pokes: SimulatedPokes;
  #life = new ServerLife();
  readonly #held = new Set<AbortController>();
  #app: Hono;
  #deps: AppDeps;
  /** Who has a device in this world: the office gives its tasks to them rather than to others. */
  present: PersonName[] = [];
  /** What a broken variant makes of a request on the server's side. */
  rewrite: (asked: Asked) => Asked = (asked) => asked;
  /** How much goes at once, where it is not what the product sends. */
  readonly #pages: PageLimits | undefined;
  /** What it failed at: nothing in a simulated world may make it fail but its death. */
  readonly failures: string[] = [];

  constructor(host: SimulationHost, time: VirtualTime, pokes: SimulatedPokes, pages?: PageLimits) {
    this.#pages = pages;
    this.host = host;
    this.time = time;
    this.pokes = pokes;
    this.#deps = this.#makeDeps();
    this.#app = createApp(this.#deps);
  }

  get deps(): AppDeps {
    return this.#deps;
  }

  now(): string {
    return new Date(this.time.now()).toISOString();
  }

  /** A new process over the same database and files. */
  restart(): void {
    this.#life = new ServerLife();
    this.#deps = this.#makeDeps();
    this.#app = createApp(this.#deps);
  }

  /** One request, whole; virtual time waits for it. null: the process died over it, and another one is up. */
  async ask(cookie: string | null, asked: Asked, doom: Doom | null = null): Promise<WholeAnswer | null> {
    this.#life.condemn(doom);
    const life = this.#life;
    const answer = await this.time.busy(this.#work(cookie, asked));
    if (life.dead) {
      this.restart();
      return null;
    }
    this.#life.condemn(null);
    return answer;
  }

  /** The same request, whose transaction stays open for so long: what others do meanwhile commits before it. */
  async askSlowly(cookie: string | null, asked: Asked, ms: number): Promise<void> {
    await this.finishSlow();
    const life = this.#life;
    const gate = life.hold();
    const work = this.#work(cookie, asked);
    await this.time.busy(Promise.race([work, gate.reached]));
    life.release();
    const early = new AbortController();
    this.#held.add(early);
    void this.time.timers.sleep(ms, early.signal).then(() => {
      this.#held.delete(early);
      gate.open();
      return this.time.busy(work);
    });
  }

  /** Transactions that are held open end now. */
  async finishSlow(): Promise<void> {
    for (const early of this.#held) early.abort();
    await this.time.settle();
  }

  async #work(cookie: string | null, asked: Asked): Promise<WholeAnswer> {
    const { method, path, body = null } = this.rewrite(asked);
    const headers: Record<string, string> = {
      Origin: origin,
      [protocolHeader]: String(protocolVersion),
      ...(typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}),
      ...(cookie === null ? {} : { Cookie: cookie }),
      ...asked.headers,
    };
    const response = await this.#app.request(`${origin}${path}`, { method, headers, body });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  }

  signIn(name: PersonName): Promise<string> {
    return this.time.busy(beginSession(this.host.app.db, name, this.now()));
  }

  async sweep(): Promise<void> {
    await this.finishSlow();
    await this.time.busy(sweepUploads(this.#deps, this.now()));
  }

  #makeDeps(): AppDeps {
    const { app, pool } = this.host;
    // A server that is closing begins no verdict by itself: the hook of the last byte is lost in every world, and the
    // two other triggers must do (and nothing runs beside the steps, which would make worlds differ).
    const closing = AbortSignal.abort();
    const { pokes } = this;
    const life = this.#life;
    const error = (message: string) => {
      if (!life.dead) this.failures.push(message);
    };
    const log = { ...createLog('error', () => undefined), error };
    const db = openMortalDatabase(pool, life);
    const deps = { ...app.deps, db, log, pokes, clock: () => this.now(), closing };
    return this.#pages === undefined ? deps : { ...deps, pages: this.#pages };
  }
}
