import type { DatabaseConnection, Dialect, Driver, TransactionSettings } from 'kysely';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { Database } from '#server/db/database.ts';

/** When a server process dies: at its n-th commit from now, the commit done or not. */
export interface Doom {
  readonly commits: number;
  readonly committed: boolean;
}

/** Where a commit waits. */
export interface Gate {
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  reach(): void;
  open(): void;
}

function makeGate(): Gate {
  let reach: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { reached, opened, reach: () => reach(), open: () => open() };
}

/** One server process as its database sees it. Once dead it neither begins nor commits anything. */
export class ServerLife {
  #doom: Doom | null = null;
  #commits = 0;
  #gate: Gate | null = null;
  dead = false;

  /** The next commit waits at a gate: others overtake it. */
  hold(): Gate {
    this.#gate = makeGate();
    return this.#gate;
  }

  /** null: it lives on. */
  condemn(doom: Doom | null): void {
    this.#doom = doom;
    this.#commits = 0;
  }

  /** Nobody is stopped any more who has not come to the gate. */
  release(): void {
    this.#gate = null;
  }

  requireAlive(): void {
    if (this.dead) throw new Error('this server process is dead');
  }

  /** Called around every commit. */
  async commit(commit: () => Promise<void>): Promise<void> {
    this.requireAlive();
    this.#commits += 1;
    if (this.#gate !== null) {
      const gate = this.#gate;
      this.#gate = null;
      gate.reach();
      await gate.opened;
      this.requireAlive();
    }
    const dies = this.#doom !== null && this.#commits >= this.#doom.commits;
    if (!dies || this.#doom?.committed === true) await commit();
    if (!dies) return;
    this.dead = true;
    this.requireAlive();
  }
}

/** The application's database as one server process has it. */
export function openMortalDatabase(pool: PostgresPool, life: ServerLife): Kysely<Database> {
  const inner = new PostgresDialect({ pool });
  const dialect: Dialect = {
    createAdapter: () => inner.createAdapter(),
    createDriver: () => mortal(inner.createDriver(), life),
    createIntrospector: (db) => inner.createIntrospector(db),
    createQueryCompiler: () => inner.createQueryCompiler(),
  };
  return new Kysely<Database>({ dialect });
}

function mortal(driver: Driver, life: ServerLife): Driver {
  return {
    init: () => driver.init(),
    acquireConnection() {
      life.requireAlive();
      return driver.acquireConnection();
    },
    beginTransaction: (connection: DatabaseConnection, settings: TransactionSettings) =>
      driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => life.commit(() => driver.commitTransaction(connection)),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    // The pool belongs to the host, and outlives every process over it.
    destroy: () => Promise.resolve(),
  };
}
