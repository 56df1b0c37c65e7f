import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import postgres from 'postgres';
import type { Sql } from '#server/db/sql.ts';

/** Who waits longer than this for a session is told to come again (503). */
const patienceMs = 10_000;
/** What is still held when the pool ends has so long to come back. */
const graceMs = 5_000;

function lost(why: string): Error {
  return Object.assign(new Error(why), { code: 'CONNECTION_CLOSED' });
}

/**
 * One session of PostgreSQL for one holder at a time. When its connection breaks it is over: whatever is asked of it is
 * refused, what is under way too, and nothing is ever sent on a connection that took its place (docs/decisions/010).
 */
class Session implements PostgresPoolClient {
  readonly #sql: Sql;
  #over: Error | null = null;
  #refuse: (error: Error) => void = () => undefined;

  readonly #giveBack: (destroy: boolean) => void;

  constructor(options: Sql['options'], ended: () => void, giveBack: (destroy: boolean) => void) {
    this.#giveBack = giveBack;
    const one = {
      ...options,
      max: 1,
      max_lifetime: null,
      idle_timeout: null,
      shared: { retries: 0, typeArrayMap: {} },
      onclose: () => {
        this.end();
        ended();
      },
    };
    this.#sql = postgres(
      one as unknown as postgres.Options<Record<string, postgres.PostgresType>>,
    ) as unknown as Sql;
  }

  /** Kysely's cursors are not for us: it is asked for texts only. */
  readonly query = ((text: string, parameters: readonly unknown[]) =>
    this.#ask(text, parameters)) as PostgresPoolClient['query'];

  release(destroy = false): void {
    this.#giveBack(destroy);
  }

  async #ask<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (this.#over !== null) throw this.#over;
    const { promise: over, reject } = Promise.withResolvers<never>();
    this.#refuse = reject;
    // A statement that was written to a dying connection is never answered: hence the race.
    over.catch(() => undefined);
    const answer = this.#sql.unsafe(
      text,
      [...parameters] as never[],
      { prepare: true, simple: false } as never,
    );
    const result = await Promise.race([answer, over]).catch((error: unknown) => {
      throw withStack(error);
    });
    const { command, count } = result;
    return { command, rowCount: count, rows: [...result] } as unknown as PostgresQueryResult<Row>;
  }

  /** Ends it at once; whatever is under way is refused. */
  end(): void {
    this.#over ??= lost('The connection to the database was lost.');
    this.#refuse(this.#over);
    this.#sql.end({ timeout: 0 }).catch(() => undefined);
  }

  get isOver(): boolean {
    return this.#over !== null;
  }
}

/** postgres.js locks the stack of some errors, to which Kysely wants to add. */
function withStack(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return Object.defineProperty(error, 'stack', { value: error.stack, writable: true, configurable: true });
}

interface Waiting {
  readonly give: (session: Session) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * The sessions that Kysely works with, at most `sql.options.max` of them, opened when they are first wanted, connected as
 * `sql` is.
 */
export function createSessionPool(sql: Sql): PostgresPool {
  const { options } = sql;
  const all = new Set<Session>();
  const idle: Session[] = [];
  const waiting = new Set<Waiting>();
  let closing: { readonly done: () => void } | null = null;

  function forget(session: Session): void {
    // One that was ended here is told of once more when its connection has closed.
    if (!all.delete(session)) return;
    const at = idle.indexOf(session);
    if (at >= 0) idle.splice(at, 1);
    if (closing !== null && all.size === 0) closing.done();
    const [next] = waiting;
    if (next === undefined || closing !== null) return;
    waiting.delete(next);
    next.give(open());
  }

  function open(): Session {
    const session: Session = new Session(
      options,
      () => forget(session),
      (destroy) => giveBack(session, destroy),
    );
    all.add(session);
    return session;
  }

  function take(): Promise<Session> {
    if (closing !== null) return Promise.reject(lost('The pool of sessions has ended.'));
    const free = idle.pop() ?? (all.size < options.max ? open() : null);
    if (free !== null) return Promise.resolve(free);
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        give(session) {
          clearTimeout(timer);
          resolve(session);
        },
        refuse(error) {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        waiting.delete(one);
        reject(lost(`No session with the database came free within ${patienceMs} ms.`));
      }, patienceMs);
      waiting.add(one);
    });
  }

  function giveBack(session: Session, destroy: boolean): void {
    if (session.isOver) return;
    if (destroy || closing !== null) {
      session.end();
      forget(session);
      return;
    }
    const [next] = waiting;
    if (next === undefined) return void idle.push(session);
    waiting.delete(next);
    next.give(session);
  }

  return {
    options: {},
    connect: take,
    async end() {
      const { promise: done, resolve } = Promise.withResolvers<void>();
      closing = { done: resolve };
      for (const one of waiting) one.refuse(lost('The pool of sessions has ended.'));
      waiting.clear();
      for (const session of [...idle]) giveBack(session, true);
      const timer = setTimeout(() => {
        for (const session of [...all]) {
          session.end();
          forget(session);
        }
      }, graceMs);
      if (all.size > 0) await done;
      clearTimeout(timer);
      await sql.end();
    },
  };
}
