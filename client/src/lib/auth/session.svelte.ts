import type { SignedIn } from '#lib/device/device-database.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import {
  adoptSession,
  readPerson,
  removeFromDevice,
  removeRecords,
  signInOnDevice,
  signOutOnDevice,
} from '#lib/auth/device-session.ts';
import { sessionChannel } from '#lib/sync/link-tabs.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { startSync, stopSync } from '#lib/sync/start-sync.ts';
import type { Sync } from '#lib/sync/sync.ts';

/** What becomes of unsent work when somebody signs out with some left. */
export type SignOutChoice = 'keep' | 'discard';

/** Done, or how much unsent work wants a choice first. */
export type SignedOut = { done: true } | { done: false; unsent: number };

/**
 * Who is signed in on this device, and their running device. A missing or ended cookie changes nothing here: it only
 * pauses the engine. `person` is undefined until the device has said.
 */
export class Session {
  #person = $state.raw<SignedIn | null | undefined>(undefined);
  #sync = $state.raw<Sync | null>(null);
  #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get person(): SignedIn | null | undefined {
    return this.#person;
  }

  get sync(): Sync | null {
    return this.#sync;
  }

  /** Reads who is signed in and starts their device; follows what other tabs do. Returns the way to stop following. */
  async start(): Promise<() => void> {
    const channel = this.#ports.channel(sessionChannel);
    const stop = channel.listen(() => void this.#follow().catch((fault) => this.#ports.report(fault)));
    await this.#enter((await readPerson(this.#ports)) ?? (await adoptSession(this.#ports)));
    return () => {
      stop();
      channel.close();
    };
  }

  /** Signs in; another person's queue on this device is neither seen nor sent. */
  async signIn(email: string, password: string): Promise<{ ok: true } | { ok: false; trouble: Trouble }> {
    const answer = await signInOnDevice(this.#ports, { email: email.trim(), password });
    if (!answer.ok) return answer;
    await this.#enter(answer.person);
    return { ok: true };
  }

  /**
   * Signs out. With unsent work left, nothing happens without a choice: keep it on this device for the next time the
   * same person signs in, or discard it.
   */
  async signOut(choice?: SignOutChoice): Promise<SignedOut> {
    const person = this.#person;
    if (!person) return { done: true };
    const status = await this.#sync?.status();
    const unsent = status === undefined ? 0 : status.onDevice + status.attention;
    if (unsent > 0 && choice === undefined) return { done: false, unsent };
    await stopSync();
    this.#sync = null;
    await signOutOnDevice(this.#ports);
    if (unsent > 0 && choice === 'keep') await removeRecords(this.#ports, person.id);
    else await removeFromDevice(this.#ports, person.id);
    this.#person = null;
    return { done: true };
  }

  async #follow(): Promise<void> {
    const person = await readPerson(this.#ports);
    if (person?.id !== this.#person?.id) await this.#enter(person);
  }

  async #enter(person: SignedIn | null): Promise<void> {
    if (person === null) await stopSync();
    this.#sync = person === null ? null : await startSync(this.#ports, person.id);
    this.#person = person;
  }
}
