import type { SignedIn, SignOutChoice } from '#lib/device/device-database.ts';
import { countMarkedWork } from '#lib/device/keep-work-mark.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import {
  adoptSession,
  beginSignOut,
  finishSignOut,
  readPerson,
  signInOnDevice,
} from '#lib/auth/device-session.ts';
import { sessionChannel } from '#lib/sync/link-tabs.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { startSync, stopSync } from '#lib/sync/start-sync.ts';
import type { Sync } from '#lib/sync/sync.ts';

export type { SignOutChoice };

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
  #turn: Promise<unknown> = Promise.resolve();

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
    const follow = () => this.#follow().catch((fault: unknown) => this.#ports.report(fault));
    const stop = channel.listen(() => void follow());
    await this.#inTurn(async () => {
      await this.#enter((await readPerson(this.#ports)) ?? (await adoptSession(this.#ports)));
    });
    return () => {
      stop();
      channel.close();
    };
  }

  /** Signs in; another person's queue on this device is neither seen nor sent. */
  async signIn(email: string, password: string): Promise<{ ok: true } | { ok: false; trouble: Trouble }> {
    return this.#inTurn(async () => {
      const answer = await signInOnDevice(this.#ports, { email: email.trim(), password });
      if (!answer.ok) return answer;
      await this.#enter(answer.person);
      return { ok: true };
    });
  }

  /**
   * Signs out. With unsent work left, nothing happens without a choice: keep it on this device for the next time the
   * same person signs in, or discard it. What is kept is kept whole: picked files are stored first, in whatever tab.
   */
  async signOut(choice?: SignOutChoice): Promise<SignedOut> {
    return this.#inTurn(async () => {
      const person = this.#person;
      if (!person) return { done: true };
      // Counted before what lies on the device: a file that was stored in between counts twice rather than not at all.
      const storing = this.#sync?.storing.all.get().files ?? 0;
      const status = await this.#sync?.status();
      const unsent = status === undefined ? 0 : storing + status.onDevice + status.attention;
      if (unsent > 0 && choice === undefined) return { done: false, unsent };
      if (choice === 'keep') await this.#sync?.storing.done();
      await beginSignOut(this.#ports, person.id, unsent > 0 ? (choice ?? 'keep') : 'discard');
      await this.#enter(null);
      await finishSignOut(this.#ports);
      return { done: true };
    });
  }

  /** How much unsent work lies on this device for people who signed out and kept it here. */
  countLeft(): Promise<number> {
    // Storage that does not open is told by the start of the session.
    return countMarkedWork(this.#ports.storage.device).catch(() => 0);
  }

  /** Another tab changed who is signed in. */
  #follow(): Promise<void> {
    return this.#inTurn(async () => {
      const person = await readPerson(this.#ports);
      if (person?.id !== this.#person?.id) await this.#enter(person);
    });
  }

  /** Screens go before the databases under them do, and come after. */
  async #enter(person: SignedIn | null): Promise<void> {
    if (person === null) {
      this.#person = null;
      this.#sync = null;
      await stopSync();
      return;
    }
    this.#sync = await startSync(this.#ports, person.id);
    this.#person = person;
  }

  /** One change at a time: whoever signs in waits until the one before is gone. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(change);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
