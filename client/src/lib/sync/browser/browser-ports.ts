import { v7 } from 'uuid';
import { BytesDatabase } from '#lib/device/bytes-database.ts';
import { DeviceDatabase } from '#lib/device/device-database.ts';
import { openDatabase } from '#lib/device/open-database.ts';
import { PersonDatabase } from '#lib/device/person-database.ts';
import { browserStorage } from '#lib/device/storage-facts.ts';
import type { Marks } from '#lib/device/work-mark.ts';
import { browserLocks } from '#lib/sync/browser/browser-locks.ts';
import { browserNetwork } from '#lib/sync/browser/browser-network.ts';
import type { Channel, Ports, Surroundings, Timers } from '#lib/sync/ports.ts';

/** The real world of a tab. */
export function browserPorts(appVersion: string): Ports {
  const device = openDatabase(() => new DeviceDatabase(), {
    replaced: () => undefined,
    blocked: () => undefined,
  });
  return {
    appVersion,
    clock: { now: () => Date.now() },
    random: { id: () => v7(), fraction: () => Math.random() },
    timers,
    network: browserNetwork,
    locks: browserLocks(),
    channel: browserChannel,
    surroundings,
    storage: {
      device,
      person: (personId, listener) => openDatabase(() => new PersonDatabase(personId), listener),
      bytes: (personId, listener) => openDatabase(() => new BytesDatabase(personId), listener),
      keeper: browserStorage,
      marks,
    },
    report: (fault) => reportError(fault),
  };
}

const timers: Timers = {
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
  breathe: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

const surroundings: Surroundings = {
  onWake(listener) {
    const onVisible = () => {
      if (document.visibilityState === 'visible') listener();
    };
    document.addEventListener('visibilitychange', onVisible);
    window.addEventListener('pageshow', listener);
    window.addEventListener('online', listener);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      window.removeEventListener('pageshow', listener);
      window.removeEventListener('online', listener);
    };
  },
};

/** Storage may be forbidden altogether: then the copy in IndexedDB is the only mark. */
const marks: Marks = {
  read: (key) => tryStorage(() => localStorage.getItem(key)),
  write: (key, value) => void tryStorage(() => localStorage.setItem(key, value)),
  remove: (key) => void tryStorage(() => localStorage.removeItem(key)),
};

function tryStorage<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

function browserChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent<unknown>) => listener(event.data);
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
    close: () => channel.close(),
  };
}
