import { isFull } from '#lib/device/is-lost-connection.ts';
import type { FaultCounts } from './faults.ts';
import { checkOwnWork } from './invariants/check-own-work.ts';
import { checkCommands, checkFiles } from './invariants/check-server.ts';
import { compareWithFresh } from './invariants/compare-with-fresh.ts';
import { readServerFacts } from './invariants/server-facts.ts';
import { lookAtViews } from './invariants/view-watch.ts';
import type { Report, Violation } from './invariants/violation.ts';
import type { SimulationHost } from './simulation-host.ts';
import { makeWorld, type Meddling, type SimulatedWorld } from './world.ts';
import { signInAgain, takeStep } from './world-steps.ts';

export interface WorldResult {
  readonly seed: number;
  readonly digest: string;
  readonly steps: readonly string[];
  readonly trace: readonly string[];
  readonly broken: readonly Violation[];
  readonly counts: FaultCounts;
  readonly deeds: number;
  readonly requests: number;
}

/**
 * One seed, one world: people and office act, faults fall, then everything heals and comes to rest, and the
 * invariants of sync.md section 5 are asked.
 */
export async function runWorld(
  host: SimulationHost,
  seed: number,
  meddling: Meddling = {},
): Promise<WorldResult> {
  await host.reset();
  const world = makeWorld(host, seed, meddling);
  const broken: Violation[] = [];
  const report: Report = (invariant, says) => {
    if (!broken.some((one) => one.invariant === invariant && one.says === says))
      broken.push({ invariant, says });
  };
  const steps: string[] = [];
  const tell = (words: string) => {
    steps.push(words);
    world.trace.add(words);
  };
  try {
    await populate(world);
    for (let left = lengthOf(world); left > 0; left -= 1) {
      tell(await takeStep(world));
      if (world.random.chance(0.7)) await world.time.pass(world.random.between(0, 3_000));
      await lookAtViews(world, report);
    }
    tell('heal');
    await heal(world, report);
    await judge(world, report);
  } finally {
    for (const device of world.devices) device.kill();
  }
  const { trace, counts, ledger } = world;
  const { lines } = trace;
  const [deeds, requests] = [ledger.deeds.length, world.requests()];
  return { seed, digest: trace.digest(), steps, trace: lines, broken, counts, deeds, requests };
}

/** Short worlds are cheap, and most of what goes wrong goes wrong in few steps; long ones bring the rest together. */
function lengthOf({ random }: SimulatedWorld): number {
  return random.chance(0.5) ? random.between(5, 15) : random.between(12, 40);
}

const companies = ['siri', 'sondre', 'ragnar', 'arne'] as const;

async function populate(world: SimulatedWorld): Promise<void> {
  const { random, office, time } = world;
  for (let devices = random.between(1, 3); devices > 0; devices -= 1) {
    world.addDevice(random.pick(companies) ?? 'siri');
  }
  for (let tasks = random.between(2, 4); tasks > 0; tasks -= 1) await office.plan();
  for (const device of world.devices) await device.open();
  await time.pass(2_000);
}

/** Faults end, clocks are right, everybody is signed in and looks at their device; then half a minute passes. */
async function heal(world: SimulatedWorld, report: Report): Promise<void> {
  const { time, server, office, devices } = world;
  for (const device of devices) {
    device.parts.weather.heal();
    device.skew = 0;
    device.full = false;
    device.online = true;
    device.dieIn(Infinity);
  }
  server.pokes.lost = 0;
  await server.finishSlow();
  await office.reactivateAll();
  await signInAgain(world);
  for (const device of devices) {
    if (!device.isOpen) await device.open();
    device.wake();
  }
  if (!(await until(world, 30_000, (device) => device.read(async (db) => (await db.outbox.count()) === 0)))) {
    for (const device of devices) {
      const left = await device.read((db) => db.outbox.toArray());
      const { connection, pausedBy } = device.sync.state.get();
      const what = left
        .map((entry) => `${entry.command.type} ${entry.outcome?.status ?? 'unanswered'}`)
        .join();
      if (left.length > 0)
        report(23, `${device.name} still waits with ${what}; it is ${connection} ${pausedBy}`);
    }
  }
  // Bytes may rest between their attempts, and the sweeper takes up what nobody asked about.
  const settled = await until(world, 15 * 60_000, (device) =>
    device.read(
      async (db) => (await db.uploads.where('state').anyOf('queued', 'declared', 'landed').count()) === 0,
    ),
  );
  if (!settled) report(31, 'an upload came to no end within a quarter of an hour');
  await server.sweep();
  for (const device of devices) device.wake();
  // Whoever was told to come again later has come.
  await time.pass(30_000);
}

async function until(
  world: SimulatedWorld,
  ms: number,
  holds: (device: SimulatedWorld['devices'][number]) => Promise<boolean>,
): Promise<boolean> {
  const { time, devices, server } = world;
  const step = ms / 30;
  for (let waited = 0; waited < ms; waited += step) {
    await time.settle();
    const all: boolean[] = [];
    for (const device of devices) all.push(await holds(device));
    if (all.every(Boolean)) return true;
    await time.pass(step);
    if (step > 10_000) await server.sweep();
  }
  return false;
}

async function judge(world: SimulatedWorld, report: Report): Promise<void> {
  const facts = await readServerFacts(world.server.host.points.sql);
  checkCommands(world, facts, report);
  await checkFiles(world, facts, report);
  await checkOwnWork(world, facts, report);
  await lookAtViews(world, report);
  for (const device of world.devices) {
    await compareWithFresh(world, device, report);
    // A day later checksums are asked for.
    device.skew = 25 * 60 * 60_000;
    device.wake();
    await world.time.pass(3_000);
    for (const { invariant, says } of world.watches.get(device.name)?.broken ?? []) {
      report(invariant, `${device.name}: ${says}`);
    }
    if (device.owesWord && !device.told.includes('lost'))
      report(21, `${device.name} was wiped and said nothing`);
    device.kill();
    for (const fault of device.faults.filter((one) => !isFull(one)))
      report(0, `${device.name} reported ${String(fault)}`);
  }
}
