import { browserPorts } from '#lib/sync/browser/browser-ports.ts';
import type { Ports } from '#lib/sync/ports.ts';
import type { Sync } from '#lib/sync/sync.ts';

let ports: Ports | null = null;
let current: Sync | null = null;

/** The real world of this tab, made once. */
export function portsOfTab(appVersion: string): Ports {
  ports ??= browserPorts(appVersion);
  return ports;
}

/**
 * Starts the device of one person in this tab, and ends the one before. The engine is loaded apart: whoever only signs
 * in for the first time does not wait for it.
 */
export async function startSync(world: Ports, personId: string): Promise<Sync> {
  const { startPerson } = await import('#lib/sync/sync.ts');
  while (current !== null && current.personId !== personId) await stopSync();
  current ??= startPerson(world, personId);
  return current;
}

/** Ends the engine in this tab; its work and records stay on the device. */
export async function stopSync(): Promise<void> {
  const ending = current;
  current = null;
  await ending?.stop();
}

/** The device of whoever is signed in: for screens, which only stand while somebody is. */
export function currentSync(): Sync {
  if (current === null) throw new Error('nobody is signed in on this device');
  return current;
}
