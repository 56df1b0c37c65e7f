import type { SimulatedDevice } from '../simulated-device.ts';
import type { SimulatedWorld } from '../world.ts';
import type { Report } from './violation.ts';

/**
 * Looks at the screens while the world goes on: whatever a person wrote stands in its task exactly once from then on,
 * for as long as they hold the task and nobody refused it (19, 20). What waits while the task is closed as far as the
 * device knows is told of as doubtful there instead, and stands in the outbox.
 */
export async function lookAtViews(world: SimulatedWorld, report: Report): Promise<void> {
  for (const device of world.devices) {
    if (device.isOpen) await lookAt(world, device, report);
    await watchRevs(world, device);
  }
}

async function watchRevs({ watches }: SimulatedWorld, device: SimulatedDevice): Promise<void> {
  const { tasks, past, feed } = await device.read((db) =>
    db.transaction('r', [db.tasks, db.pastTasks, db.meta], async () => ({
      tasks: await db.tasks.toArray(),
      past: await db.pastTasks.toArray(),
      feed: await db.meta.get('feed'),
    })),
  );
  const revs = [
    ...tasks.map(({ id, rev }) => [`task ${id}`, rev] as const),
    ...past.map(({ id, rev }) => [`past-task ${id}`, rev] as const),
  ];
  watches.get(device.name)?.compareRevs(new Map(revs), feed?.key === 'feed' ? feed.value.epoch : null);
}

async function lookAt({ ledger }: SimulatedWorld, device: SimulatedDevice, report: Report): Promise<void> {
  const mine = ledger.deeds.filter(
    (deed) =>
      deed.device === device.name && deed.type === 'add-comment' && deed.sure && !ledger.isWiped(deed),
  );
  for (const [taskId, deeds] of Map.groupBy(mine, (deed) => deed.taskId ?? '')) {
    const page = await device.act((sync) => sync.task(taskId));
    const items = await device.act((sync) => readRefused(sync));
    if (typeof page === 'string' || typeof items === 'string' || page.current === null) continue;
    const { task, doubts } = page.current;
    const doubtful = await device.read((db) =>
      db.outbox
        .where('id')
        .anyOf([...doubts.keys()])
        .toArray(),
    );
    const told = new Set(doubtful.flatMap(({ command }) => ('text' in command ? [command.text] : [])));
    for (const { text } of deeds) {
      const times = task.comments.filter((comment) => comment.text === text).length;
      if (times === 1 || (times === 0 && (items.has(text) || told.has(text)))) continue;
      report(times === 0 ? 19 : 20, `${device.name} shows "${text}" ${times} times`);
    }
  }

  async function readRefused(_: unknown): Promise<Set<string>> {
    const rows = await device.read((db) => db.attention.toArray());
    return new Set(rows.flatMap(({ command }) => (command.type === 'add-comment' ? [command.text] : [])));
  }
}
