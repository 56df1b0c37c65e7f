import {
  sql,
  type Kysely,
  type KyselyPlugin,
  type RootOperationNode,
  type SelectQueryNode,
  type TableNode,
} from 'kysely';
import { connectOwner } from '#server/db/connect.ts';
import type { Sql } from '#server/db/sql.ts';
import type { Database } from '#server/db/database.ts';

/** Polls so often, milliseconds. */
const pollEvery = 10;

/**
 * Holds transactions of the application just before they end, so that a test decides which of two commits first. The
 * gate of a command stands where its outcome is written, that of a file where its verdict is, that of a person where
 * their deactivation is noted: everything else of the transaction has happened by then, its locks included.
 */
export class Gates {
  readonly #sql: Sql;
  readonly #connect: () => Sql;

  private constructor(ownerUrl: string) {
    this.#sql = connectOwner(ownerUrl, { max: 2 });
    this.#connect = () => connectOwner(ownerUrl, { max: 1 });
  }

  static async build(ownerUrl: string): Promise<Gates> {
    const gates = new Gates(ownerUrl);
    await gates.#sql.unsafe(`
      create table gates (key text primary key);
      create function wait_at_gate(key text) returns void language plpgsql security definer set search_path = public as $$
        begin
          if exists (select from gates g where g.key = $1) then
            perform pg_advisory_xact_lock(hashtextextended($1, 42));
          end if;
        end $$;
      create function wait_with_command() returns trigger language plpgsql security definer set search_path = public as $$
        begin perform wait_at_gate(new.command_id::text); return new; end $$;
      create trigger gate before insert on command_log for each row execute function wait_with_command();
      create function wait_with_file() returns trigger language plpgsql security definer set search_path = public as $$
        begin perform wait_at_gate(new.id::text); return new; end $$;
      create trigger gate before update on files for each row
        when (new.state in ('available', 'refused') and new.state <> old.state) execute function wait_with_file();
      create function wait_with_person() returns trigger language plpgsql security definer set search_path = public as $$
        begin perform wait_at_gate(new.subject_id::text); return new; end $$;
      create trigger gate before insert on audit for each row
        when (new.action = 'person-deactivated') execute function wait_with_person()`);
    return gates;
  }

  /** Whoever comes with this key waits from now on. Resolves to the way to let them through. */
  async shut(key: string): Promise<() => Promise<void>> {
    await this.#sql`insert into gates (key) values (${key}) on conflict do nothing`;
    // A session of its own holds the lock.
    const held = this.#connect();
    await held`select pg_advisory_lock(hashtextextended(${key}, 42))`;
    return async () => {
      await held`select pg_advisory_unlock(hashtextextended(${key}, 42))`;
      await held.end({ timeout: 1 });
      await this.#sql`delete from gates where key = ${key}`;
    };
  }

  /** Until somebody waits at a gate. */
  async arrived(): Promise<void> {
    while ((await this.#count('advisory')) === 0) await pause();
  }

  /** Until somebody else waits for a row that the one at the gate holds; false when `done` came first. */
  async blocked(done: Promise<unknown>): Promise<boolean> {
    let over = false;
    void done.finally(() => (over = true));
    for (;;) {
      if ((await this.#count('row')) > 0) return true;
      if (over) return false;
      await pause();
    }
  }

  /** Until so many wait for rows. */
  async waiting(count: number): Promise<void> {
    while ((await this.#count('row')) < count) await pause();
  }

  async #count(what: 'advisory' | 'row'): Promise<number> {
    const rows = await this.#sql`
      select from pg_stat_activity
      where datname = current_database() and application_name = 'oppdrag' and wait_event_type = 'Lock'
        and (wait_event = 'advisory') = ${what === 'advisory'}`;
    return rows.length;
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 1 });
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pollEvery));
}

const locking = new Set(['ForUpdate', 'ForNoKeyUpdate', 'ForShare', 'ForKeyShare']);

/** What an application that forgets something would ask instead of this. */
type Forgetting = (node: SelectQueryNode) => SelectQueryNode;

/** The same database for an application that forgets to lock the rows of these tables. */
export function withoutLocks(db: Kysely<Database>, ...tables: (keyof Database)[]): Kysely<Database> {
  return forgetting(db, tables, (node) => ({
    ...node,
    endModifiers: (node.endModifiers ?? []).filter((one) => !locking.has(one.modifier ?? '')),
  }));
}

/** The same for one that locks tasks in whatever order: every second time from the last to the first. */
export function withoutOrder(db: Kysely<Database>): Kysely<Database> {
  let times = 0;
  return forgetting(db, ['tasks'], (node) => {
    times += 1;
    if (times % 2 === 1 || node.orderBy === undefined) return node;
    const direction = sql`desc`.toOperationNode();
    return {
      ...node,
      orderBy: { ...node.orderBy, items: node.orderBy.items.map((item) => ({ ...item, direction })) },
    };
  });
}

function forgetting(db: Kysely<Database>, tables: readonly string[], change: Forgetting): Kysely<Database> {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => (locks(node, tables) ? change(node) : node),
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return db.withPlugin(plugin);
}

function locks(node: RootOperationNode, tables: readonly string[]): node is SelectQueryNode {
  if (node.kind !== 'SelectQueryNode') return false;
  if (!(node.endModifiers ?? []).some((one) => locking.has(one.modifier ?? ''))) return false;
  const from = node.from?.froms[0];
  return from?.kind === 'TableNode' && tables.includes((from as TableNode).table.identifier.name);
}
