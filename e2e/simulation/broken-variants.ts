import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { Ports } from '#lib/sync/ports.ts';
import type { Asked } from './simulated-server.ts';
import type { Meddling } from './world.ts';

/*
 * Engines that are wrong on purpose, made by what stands around the engine: the simulation must find each of them, or
 * it could not find the like by accident.
 */

/** Takes what a push answered off the queue at once, before any pull has shown its effect. */
export const acknowledgesTooEarly: Meddling = {
  ports: (ports) => after(ports, (entry) => entry.outcome?.status === 'applied'),
};

/** Takes a refusal off the queue and says nothing. */
export const dropsRefusals: Meddling = {
  ports: (ports) => after(ports, (entry) => entry.outcome?.status === 'refused'),
};

/** Asks for what came after a number, as a sequence cursor does: what was still uncommitted below it is never seen. */
export const readsByCursor: Meddling = { server: (asked) => withCursor(asked) };

function after(ports: Ports, drops: (entry: OutboxEntry) => boolean): Ports {
  const broken = (handle: Handle<PersonDatabase>): Handle<PersonDatabase> => ({
    ...handle,
    use: async (work) => {
      const result = await handle.use(work);
      await handle.use((db) => db.outbox.filter(drops).delete());
      return result;
    },
  });
  const { storage } = ports;
  return {
    ...ports,
    storage: { ...storage, person: (id, listener) => broken(storage.person(id, listener)) },
  };
}

function withCursor(asked: Asked): Asked {
  if (asked.path !== '/api/sync/pull' || typeof asked.body !== 'string') return asked;
  const request = JSON.parse(asked.body) as { cookie: string | null };
  if (request.cookie === null) return asked;
  const text = Buffer.from(request.cookie, 'base64url').toString();
  const blurred = text.replace(/"\d+:(\d+):[\d,]*"/u, '"$1:$1:"');
  return {
    ...asked,
    body: JSON.stringify({ ...request, cookie: Buffer.from(blurred).toString('base64url') }),
  };
}
