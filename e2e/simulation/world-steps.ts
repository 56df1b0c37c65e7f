import { people } from '#shared/testing/people.ts';
import { count, type WorldFault } from './faults.ts';
import { actOn } from './people-at-work.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import type { SimulatedWorld } from './world.ts';

const steps = {
  work: 40,
  office: 12,
  'office-slowly': 3,
  wait: 8,
  'wait-long': 2,
  sweep: 2,
  'client-killed': 3,
  'client-killed-midway': 4,
  'clock-jump': 1.5,
  'storage-full': 1.5,
  'storage-wiped': 0.5,
  'stream-lost': 2,
  'offline-spell': 4,
  'session-expired': 1.5,
  'server-restarted': 1,
  'profile-cloned': 0.5,
  backup: 1.5,
  'server-restored': 1,
} as const satisfies Partial<Record<WorldFault, number>> & Record<string, number>;
type Step = keyof typeof steps;

/** Worlds differ in what happens there often: each seed has one of these. */
const themes: readonly Partial<Record<Step, number>>[] = [
  {},
  { backup: 8, 'server-restored': 8 },
  { 'profile-cloned': 6, office: 20 },
  { office: 35, 'office-slowly': 10 },
  { 'client-killed-midway': 20, 'storage-full': 4 },
];

const day = 24 * 60 * 60_000;

/** Takes one step of the world, chosen by its seed. Gives what happened, in words. */
export async function takeStep(world: SimulatedWorld): Promise<string> {
  const { random, office, time, server } = world;
  const step = random.weighted<Step>({ ...steps, ...themes[world.seed % themes.length] });
  const device = random.pick(world.devices);
  if (device === undefined) throw new Error('a world without devices');
  switch (step) {
    case 'office':
      return `office ${await office.act()}`;
    case 'office-slowly': {
      const did = await office.act(random.between(500, 8_000));
      for (const one of world.devices) if (random.chance(0.7)) one.wake();
      return `office ${did}`;
    }
    case 'wait':
      await time.pass(random.between(1_000, 20_000));
      return 'wait';
    case 'wait-long':
      await time.pass(random.between(60_000, 400_000));
      return 'wait long';
    case 'sweep':
      await server.sweep();
      return 'sweep';
    case 'server-restarted':
      count(world.counts, step);
      server.restart();
      return step;
    case 'backup':
      await server.finishSlow();
      await time.busy(server.host.points.save('backup'));
      world.backup = { away: [...world.office.away] };
      return step;
    case 'server-restored':
      return restoreServer(world);
    case 'profile-cloned':
      return clone(world, device);
    case 'work': {
      if (!device.isOpen) await device.open();
      const did: string[] = [];
      for (let times = random.between(1, 4); times > 0; times -= 1) {
        did.push(await actOn(device, world.ledger, random));
      }
      return `${device.name} ${did.join(' · ')}`;
    }
    default:
      count(world.counts, step);
      return `${device.name} ${step}${await befall(world, device, step)}`;
  }
}

type DeviceFault =
  Extract<Step, WorldFault> extends infer Fault
    ? Exclude<Fault, 'server-restarted' | 'server-restored' | 'profile-cloned'>
    : never;

async function befall(world: SimulatedWorld, device: SimulatedDevice, fault: DeviceFault): Promise<string> {
  const { random } = world;
  switch (fault) {
    case 'client-killed':
      device.kill();
      return '';
    case 'client-killed-midway':
      if (!device.isOpen) await device.open();
      device.dieIn(random.between(1, 60));
      device.wake();
      return '';
    case 'clock-jump':
      device.skew = random.pick([-day, 0, day]) ?? 0;
      return ` ${device.skew}`;
    case 'storage-full':
      device.full = !device.full;
      return ` ${device.full}`;
    case 'storage-wiped':
      await wipe(world, device);
      return '';
    case 'stream-lost':
      device.breakStreams();
      return '';
    case 'offline-spell':
      device.online = !device.online;
      if (!device.online) device.breakStreams();
      else device.wake();
      return ` ${device.online}`;
    case 'session-expired':
      await expire(world, device);
      return '';
  }
}

async function wipe({ ledger, watches }: SimulatedWorld, device: SimulatedDevice): Promise<void> {
  const own = await device.read(async (db) => ({
    commands: await db.outbox.count(),
    refused: await db.attention.where('status').anyOf('open', 'asked').count(),
    uploads: await db.uploads.count(),
  }));
  device.owesWord = own.commands + own.refused + own.uploads > 0;
  await device.wipe();
  ledger.wiped.set(device.name, ledger.deeds.length);
  watches.get(device.name)?.forget();
}

/** Their session ends on the server; on the device it is found out. Signing in again takes somebody who does it. */
async function expire({ server }: SimulatedWorld, device: SimulatedDevice): Promise<void> {
  const id = people[device.parts.person].id;
  await server.time.busy(
    server.host.points.sql`delete from sessions where user_id = ${id}`.then(() => undefined),
  );
  device.breakStreams();
}

/** The database is put back to its last backup, as after a loss of its disk; the files on disk stay. */
async function restoreServer(world: SimulatedWorld): Promise<string> {
  const { backup, server, ledger, counts, office } = world;
  if (backup === null) return 'no backup';
  count(counts, 'server-restored');
  await server.finishSlow();
  const epoch = `0194${String(world.seed % 10_000).padStart(4, '0')}-0000-7000-8000-${String(counts['server-restored']).padStart(12, '0')}`;
  await server.time.busy(server.host.points.restore('backup', epoch));
  server.restart();
  for (const watch of world.watches.values()) watch.forget();
  ledger.restored = { at: ledger.deeds.length };
  office.away.clear();
  for (const name of backup.away) office.away.add(name);
  return 'server-restored';
}

/** The profile is copied to another browser, as a moved or restored tablet has it. */
async function clone(world: SimulatedWorld, device: SimulatedDevice): Promise<string> {
  if (world.devices.length >= 5) return 'no more devices';
  count(world.counts, 'profile-cloned');
  const copy = world.addDevice(device.parts.person);
  copy.cookie = device.cookie;
  await device.copyTo(copy);
  const [from, to] = [world.watches.get(device.name), world.watches.get(copy.name)];
  if (from !== undefined) to?.follow(from);
  await device.open();
  await copy.open();
  return `${device.name} cloned as ${copy.name}`;
}

/** Everybody whose session is over signs in anew. */
export async function signInAgain(world: SimulatedWorld): Promise<void> {
  for (const device of world.devices) {
    const answer = await world.server.ask(device.cookie, { method: 'GET', path: '/api/auth/me' });
    const me = JSON.parse(new TextDecoder().decode(answer?.bytes)) as { person: { id: string } | null };
    if (me.person?.id !== device.personId) device.cookie = await world.server.signIn(device.parts.person);
  }
}
