import { z } from 'zod';
import type { Sql } from '#server/db/sql.ts';
import type { Log } from '#server/log.ts';
import { idSchema, type Id } from '#shared/kernel/ids.ts';

/** Somebody listening: a device (by person) or an office page (by tenant). */
export interface Listener {
  readonly personId: Id;
  /** Tenants whose every change concerns this listener: staff. */
  readonly tenantIds: readonly Id[];
  poke(): void;
}

export interface Poke {
  readonly personIds: readonly Id[];
  readonly tenantIds: readonly Id[];
}

const pokeSchema = z.object({ p: z.array(idSchema), t: z.array(idSchema), all: z.boolean() });

/** The first poke goes at once; those that follow within so long are gathered in one NOTIFY, in ms. */
const gatherFor = 10;
/** NOTIFY takes less than 8,000 bytes; beyond so many names everybody is told. */
const mostNames = 150;

/**
 * Tells listeners of every server process that something changed. A hint without content: truth comes from a pull, so
 * a lost or doubled poke changes nothing but time. NOTIFY is sent after commit, never inside a business transaction.
 */
export interface PokeHub {
  listen(listener: Listener): () => void;
  poke(poke: Poke): void;
  stop(): Promise<void>;
}

/** Starts a hub over one connection of its own that listens, and `sql` to notify. */
export async function startPokeHub(sql: Sql, log: Log): Promise<PokeHub> {
  const listeners = new Set<Listener>();
  const persons = new Set<Id>();
  const tenants = new Set<Id>();
  let timer: NodeJS.Timeout | undefined;

  const deliver = (payload: string) => {
    const parsed = pokeSchema.safeParse(JSON.parse(payload));
    if (!parsed.success) return;
    const { p, t, all } = parsed.data;
    for (const listener of listeners) {
      const concerned =
        all || p.includes(listener.personId) || listener.tenantIds.some((id) => t.includes(id));
      if (concerned) listener.poke();
    }
  };
  const pokeAll = () => {
    for (const listener of listeners) listener.poke();
  };
  const flush = async () => {
    if (persons.size + tenants.size === 0) return;
    const all = persons.size + tenants.size > mostNames;
    const payload = JSON.stringify({ p: all ? [] : [...persons], t: all ? [] : [...tenants], all });
    persons.clear();
    tenants.clear();
    try {
      await sql.notify('oppdrag_poke', payload);
    } catch (error) {
      log.warn(`A poke was not sent; devices find out by themselves: ${String(error)}`);
    }
  };

  const gather = () => {
    if (persons.size + tenants.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      gather();
    }, gatherFor);
    void flush();
  };

  // After a lost connection something may have been missed: everybody is told once.
  const subscription = await sql.listen('oppdrag_poke', deliver, pokeAll);
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poke({ personIds, tenantIds }) {
      for (const id of personIds) persons.add(id);
      for (const id of tenantIds) tenants.add(id);
      if (timer === undefined) gather();
    },
    async stop() {
      listeners.clear();
      clearTimeout(timer);
      await flush();
      await subscription.unlisten();
    },
  };
}
