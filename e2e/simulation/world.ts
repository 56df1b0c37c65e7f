import { createVirtualTime, type VirtualTime } from '#lib/testing/virtual-time.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { now } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { Weather, type FaultCounts } from './faults.ts';
import { Ledger } from './ledger.ts';
import type { Line } from './line.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedDevice } from './simulated-device.ts';
import type { SimulationHost } from './simulation-host.ts';
import { SimulatedOffice } from './simulated-office.ts';
import { SimulatedPokes } from './simulated-pokes.ts';
import { SimulatedServer } from './simulated-server.ts';
import { Trace } from './trace.ts';
import { FeedWatch } from './invariants/feed-watch.ts';

/** What a broken variant puts between the engine and the world. */
export interface Meddling {
  readonly ports?: (ports: Ports, device: SimulatedDevice) => Ports;
  readonly server?: SimulatedServer['rewrite'];
}

/** A world of one seed: its server, its people, its devices, and what is written down of them. */
export interface SimulatedWorld {
  readonly seed: number;
  readonly random: SeededRandom;
  readonly time: VirtualTime;
  readonly server: SimulatedServer;
  readonly office: SimulatedOffice;
  readonly devices: SimulatedDevice[];
  readonly ledger: Ledger;
  readonly trace: Trace;
  readonly counts: FaultCounts;
  readonly watches: Map<string, FeedWatch>;
  /** How many requests of devices set out. */
  requests(): number;
  /** Adds a device of this person's. */
  addDevice(person: PersonName): SimulatedDevice;
  cookies: Map<PersonName, string>;
  /** Who was let go when the database was last saved; null where it never was. */
  backup: { readonly away: readonly PersonName[] } | null;
}

/** Pages and pushes of a few: a world is too small to fill the product's. */
const narrowPages = { first: 2, rest: 3 };

/** In every fifth world work goes out and comes in over many pushes and pages. */
function isNarrow(seed: number): boolean {
  return seed % 5 === 2;
}

/** Makes the world: nobody has done anything yet. */
export function makeWorld(
  host: SimulationHost,
  seed: number,
  { ports, server: rewrite }: Meddling = {},
): SimulatedWorld {
  const random = new SeededRandom(seed);
  const time = createVirtualTime(now);
  const pokes = new SimulatedPokes(time, random.fork());
  const narrow = isNarrow(seed);
  const server = new SimulatedServer(host, time, pokes, narrow ? narrowPages : undefined);
  if (rewrite !== undefined) server.rewrite = rewrite;
  const trace = new Trace();
  const counts: FaultCounts = {};
  const devices: SimulatedDevice[] = [];
  const watches = new Map<string, FeedWatch>();
  const cookies = new Map(host.cookies);
  const badness = random.pick([0, 0.1, 0.25, 0.4]) ?? 0;
  const office = new SimulatedOffice(server, random.fork(), ['siri', 'sondre', 'ragnar']);
  return {
    ...{ seed, random, time, server, office, devices, trace, counts, watches, cookies },
    ledger: new Ledger(),
    backup: null,
    requests: () => [...watches.values()].reduce((sum, watch) => sum + watch.requests, 0),
    addDevice(person) {
      const weather = new Weather(random.fork(), counts, badness);
      const number = devices.length + 1;
      const watch = new FeedWatch();
      const parts = { number, person, server, time, weather, random: random.fork(), trace };
      const line: Pick<Line, 'asked' | 'delivered' | 'sent'> = watch;
      const cookie = cookies.get(person) ?? '';
      const device = new SimulatedDevice({
        ...parts,
        cookie,
        watch: line,
        ...(narrow ? { pushLimit: 3 } : {}),
        ...(ports ? { meddle: ports } : {}),
      });
      devices.push(device);
      server.present.push(person);
      watches.set(device.name, watch);
      return device;
    },
  };
}
