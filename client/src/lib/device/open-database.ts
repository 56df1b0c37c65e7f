import type { Dexie } from 'dexie';
import { isFull, isLostConnection, StorageFullError } from '#lib/device/is-lost-connection.ts';

/** What a screen must be told about the storage under it. */
export interface StorageListener {
  /** Another window runs a newer app and wants to upgrade: this one has let go and must be loaded again. */
  replaced(name: string): void;
  /** An upgrade waits for other windows to be closed. */
  blocked(name: string): void;
}

/** The database was given up, to an upgrade or a deletion in another window. Nothing is lost by it. */
export class DatabaseReplacedError extends Error {
  override name = 'DatabaseReplacedError';
}

/** One database, opened when first used and again after its connection broke. */
export interface Handle<Database extends Dexie> {
  /**
   * Runs `work` on the open database. A connection that was closed under it (WebKit does that to frozen pages) is
   * opened anew and `work` is run once more; it must therefore be safe to run twice. A full device is a
   * StorageFullError.
   */
  use<T>(work: (database: Database) => PromiseLike<T>): Promise<T>;
  close(): void;
  /** Deletes the database for good; the handle is of no use afterwards. */
  remove(): Promise<void>;
}

/** A handle on the database that `make` describes. */
export function openDatabase<Database extends Dexie>(
  make: () => Database,
  listener: StorageListener,
): Handle<Database> {
  let current: Database | null = null;
  let given = false;

  function connect(): Database {
    if (given) throw new DatabaseReplacedError('the database was given up to another window');
    if (current === null) {
      const made = make();
      made.on('versionchange', () => {
        given = true;
        made.close();
        listener.replaced(made.name);
        // Dexie's own handler would open it again under the other window's upgrade.
        return false;
      });
      made.on('blocked', () => {
        listener.blocked(made.name);
        return false;
      });
      current = made;
    }
    return current;
  }

  function drop(broken: Database): void {
    broken.close();
    if (current === broken) current = null;
  }

  return {
    use(work) {
      const first = connect();
      return attempt(first, work, () => {
        drop(first);
        return connect();
      });
    },
    close() {
      if (current !== null) drop(current);
    },
    async remove() {
      const doomed = connect();
      given = true;
      await doomed.delete();
    },
  };
}

/**
 * Not an async function up to the first failure: a live query sees what is read only in its own promise zone.
 */
function attempt<Database, T>(
  first: Database,
  work: (database: Database) => PromiseLike<T>,
  again: () => Database,
): Promise<T> {
  return Promise.resolve(work(first))
    .catch((error: unknown) => {
      if (!isLostConnection(error)) throw error;
      return work(again());
    })
    .catch((error: unknown) => {
      throw isFull(error) ? new StorageFullError('no room left on this device', { cause: error }) : error;
    });
}
