import { z } from 'zod/mini';
import type { Id } from '#shared/kernel/ids.ts';
import { signedInSchema, type SignedIn, type SignOutChoice } from '#lib/device/device-database.ts';
import { unmarkWork } from '#lib/device/keep-work-mark.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import { sessionLock } from '#lib/sync/as-person.ts';
import { exchange, exchangeJson, jsonEnvelope, troubled, type Exchanged } from '#lib/sync/exchange.ts';
import { sessionChannel, type SessionMessage } from '#lib/sync/link-tabs.ts';
import { sweepThumbnails } from '#lib/sync/stored-thumbnails.ts';
import type { Ports } from '#lib/sync/ports.ts';

const personSchema = z.object({ person: signedInSchema });
const anybodySchema = z.object({ person: z.nullable(signedInSchema) });

/** How long a tab that does not answer may hold up signing in or out, and how long the server may. Milliseconds. */
const patience = 5_000;
const signInPatience = 20_000;

/** Who is signed in on this device, without asking the server. */
export async function readPerson(ports: Ports): Promise<SignedIn | null> {
  const fact = await ports.storage.device.use((db) => db.facts.get('person'));
  return fact?.key === 'person' ? fact.value : null;
}

/** Signs in and stores who it is, so that the app starts without the server. */
export async function signInOnDevice(
  ports: Ports,
  credentials: { email: string; password: string },
): Promise<{ ok: true; person: SignedIn } | { ok: false; trouble: Trouble }> {
  return changeSession(ports, async () => {
    const answered = await within(ports, signInPatience, (signal) => {
      const request = { method: 'POST', path: '/api/auth/sign-in', signal } as const;
      const body = JSON.stringify(credentials);
      return exchangeJson(ports.network, { ...request, body }, jsonEnvelope, personSchema);
    });
    if (!answered.ok) return answered;
    const { person } = answered.data;
    await keepPerson(ports, person);
    return { ok: true, person };
  });
}

/**
 * With nobody signed in on the device: the person whose session the cookie still carries (their storage was wiped),
 * or null. A sign-out that was interrupted is ended first.
 */
export async function adoptSession(ports: Ports): Promise<SignedIn | null> {
  await finishSignOut(ports);
  const owed = await ports.storage.device.use((db) => db.facts.get('sign-out-owed'));
  if (owed !== undefined) return null;
  const me = await askMe(ports);
  if (!me.ok || me.data.person === null) return null;
  await keepPerson(ports, me.data.person);
  return me.data.person;
}

/** From here on nobody is signed in on the device, in any tab, whatever happens next. */
export async function beginSignOut(ports: Ports, personId: Id, choice: SignOutChoice): Promise<void> {
  await ports.storage.device.use((db) =>
    db.transaction('rw', [db.facts], async () => {
      await db.facts.delete('person');
      await db.facts.bulkPut([
        { key: 'leaving', value: { personId, choice } },
        { key: 'sign-out-owed', value: true },
      ]);
    }),
  );
  const channel = ports.channel(sessionChannel);
  channel.post({ kind: 'session-changed' } satisfies SessionMessage);
  channel.close();
}

/**
 * Ends what `beginSignOut` began: removes the person's data (all of it, or what the server lent, where unsent work is
 * kept for them), then tells the server. Without contact the telling is owed until the next start.
 */
export async function finishSignOut(ports: Ports): Promise<void> {
  const { device } = ports.storage;
  const fact = await device.use((db) => db.facts.get('leaving'));
  if (fact?.key === 'leaving') {
    const { personId, choice } = fact.value;
    await (choice === 'keep' ? removeRecords(ports, personId) : removeFromDevice(ports, personId));
    await device.use((db) => db.facts.delete('leaving'));
  }
  if ((await device.use((db) => db.facts.get('sign-out-owed'))) === undefined) return;
  await changeSession(ports, () => tellSignOut(ports));
}

async function removeFromDevice(ports: Ports, personId: Id): Promise<void> {
  const { storage } = ports;
  const listener = { replaced: () => undefined, blocked: () => undefined };
  await storage.person(personId, listener).remove();
  await storage.bytes(personId, listener).remove();
  await unmarkWork(storage.marks, storage.device, personId);
}

async function removeRecords(ports: Ports, personId: Id): Promise<void> {
  const listener = { replaced: () => undefined, blocked: () => undefined };
  const handle = ports.storage.person(personId, listener);
  await handle.use((db) =>
    db.transaction('rw', db.tables, async () => {
      for (const table of [db.scopeShards, db.tasks, db.buildings, db.pastTasks, db.ownFiles, db.sent]) {
        await table.clear();
      }
      await db.meta.bulkDelete(['profile', 'feed', 'held', 'verified', 'parts']);
    }),
  );
  // Pictures of what was received were of the tasks.
  const bytes = ports.storage.bytes(personId, listener);
  await sweepThumbnails({ database: handle, bytes });
  handle.close();
  bytes.close();
}

/** The server is believed only when it says itself that nobody is signed in: a portal's answer ends no session. */
async function tellSignOut(ports: Ports): Promise<void> {
  await within(ports, patience, (signal) => {
    const request = { method: 'POST', path: '/api/auth/sign-out', body: '{}', signal } as const;
    return exchange(ports.network, request, jsonEnvelope);
  });
  const me = await askMe(ports);
  if (me.ok && me.data.person === null) {
    await ports.storage.device.use((db) => db.facts.delete('sign-out-owed'));
  }
}

function askMe(ports: Ports): Promise<Exchanged<{ person: SignedIn | null }>> {
  return within(ports, patience, (signal) => {
    const request = { method: 'GET', path: '/api/auth/me', body: null, signal } as const;
    return exchangeJson(ports.network, request, jsonEnvelope, anybodySchema);
  });
}

/** Nobody waits at a sign-in screen for a server that accepts and never answers. */
async function within<T>(
  ports: Ports,
  ms: number,
  ask: (signal: AbortSignal) => Promise<Exchanged<T>>,
): Promise<Exchanged<T>> {
  const stop = new AbortController();
  const over = new AbortController();
  const late = ports.timers.sleep(ms, over.signal).then(() => troubled({ code: 'network' }));
  const asked = ask(stop.signal);
  try {
    return await Promise.race([asked, late]);
  } finally {
    over.abort();
    stop.abort();
    asked.catch(() => undefined);
  }
}

async function keepPerson(ports: Ports, person: SignedIn): Promise<void> {
  await ports.storage.device.use((db) =>
    db.transaction('rw', [db.facts], async () => {
      await db.facts.put({ key: 'person', value: person });
      await db.facts.delete('sign-out-owed');
    }),
  );
}

/**
 * Changes the cookie that all tabs share: engines are told to hold back, and what is just leaving under the old
 * session is waited for, but not for ever.
 */
async function changeSession<T>(ports: Ports, change: () => Promise<T>): Promise<T> {
  const channel = ports.channel(sessionChannel);
  const say = (kind: SessionMessage['kind']) => channel.post({ kind } satisfies SessionMessage);
  const waiting = new AbortController();
  const over = new AbortController();
  const giveUp = ports.timers.sleep(patience, over.signal).then(() => waiting.abort());
  let started = false;
  const run = async () => {
    started = true;
    over.abort();
    return change();
  };
  say('session-changing');
  try {
    return await ports.locks.hold(sessionLock, { mode: 'exclusive', signal: waiting.signal }, run);
  } catch (error) {
    if (started || !waiting.signal.aborted) throw error;
    return await run();
  } finally {
    over.abort();
    await giveUp;
    say('session-changed');
    channel.close();
  }
}
