import { createHash } from 'node:crypto';
import type { AttentionItem } from '#lib/device/attention-item.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { Deed } from '../ledger.ts';
import type { SimulatedDevice } from '../simulated-device.ts';
import type { SimulatedWorld } from '../world.ts';
import type { ServerFacts } from './server-facts.ts';
import type { Report } from './violation.ts';

/** One person's own work on one device, as it lies there. */
interface OwnWork {
  readonly device: SimulatedDevice;
  readonly outbox: readonly OutboxEntry[];
  readonly attention: ReadonlyMap<Id, AttentionItem>;
  readonly uploads: ReadonlyMap<Id, UploadRow>;
}

/** What may be put away without asking anybody: it asks for what is so already, or takes back what is not there. */
const mayEndByItself: ReadonlySet<FieldCommand['type']> = new Set([
  'request-reopening',
  'undo-complete',
  'cancel-file',
]);

/**
 * Everything a person did ends where they can see it: applied, under attention with its content, given up by
 * themselves, or lost with a storage whose loss was told (21, 36).
 */
export async function checkOwnWork(world: SimulatedWorld, facts: ServerFacts, report: Report): Promise<void> {
  const works = new Map<Id, OwnWork[]>();
  for (const device of world.devices) {
    const own = await readOwnWork(device);
    works.set(device.personId, [...(works.get(device.personId) ?? []), own]);
    checkRefusals(world, own, facts, report);
    await checkKeptBytes(world, own, report);
  }
  for (const deed of world.ledger.deeds) {
    const found = works.get(deed.personId) ?? [];
    if (!deed.sure) continue;
    if (deed.file !== null) checkFile(world, deed, deed.file, found, facts, report);
    else checkCommand(world, deed, found, facts, report);
  }
}

function checkCommand(
  { ledger }: SimulatedWorld,
  deed: Deed,
  works: readonly OwnWork[],
  facts: ServerFacts,
  report: Report,
): void {
  const seen = new Set<Id>();
  const ends = (id: Id): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (facts.outcomes.get(`${deed.personId} ${id}`)?.status === 'applied') return true;
    if (ledger.discarded.has(id)) return true;
    for (const { attention, device } of works) {
      const item = attention.get(id);
      if (item === undefined) continue;
      if (item.status === 'open' || item.status === 'asked') {
        if (item.command.type === 'add-comment' && item.command.text !== deed.text) {
          report(21, `${device.name} keeps ${id} with other words`);
        }
        return true;
      }
      if (item.status === 'discarded' && mayEndByItself.has(item.command.type)) return true;
    }
    return successorsOf(id, works, facts).some(ends);
  };
  if (ends(deed.id) || ledger.isWiped(deed)) return;
  report(21, `${deed.device} did ${deed.type} ${deed.id} ${deed.text}, and it is nowhere`);
}

function successorsOf(id: Id, works: readonly OwnWork[], facts: ServerFacts): Id[] {
  const here = works.flatMap(({ outbox, attention }) => [
    ...outbox.filter((entry) => entry.command.retryOf === id).map((entry) => entry.id),
    ...[...attention.values()].filter((item) => item.command.retryOf === id).map((item) => item.id),
  ]);
  return [...here, ...(facts.successors.get(id) ?? [])];
}

function checkFile(
  { ledger }: SimulatedWorld,
  deed: Deed,
  file: NonNullable<Deed['file']>,
  works: readonly OwnWork[],
  facts: ServerFacts,
  report: Report,
): void {
  const there = facts.files.get(file.id);
  if (there?.state === 'available' || ledger.takenBack.has(file.id) || ledger.isWiped(deed)) return;
  if (ledger.restored !== null && ledger.deeds.indexOf(deed) < ledger.restored.at) return;
  const rows = works.flatMap(({ uploads }) => uploads.get(file.id) ?? []);
  if (rows.some((row) => row.state === 'refused' || row.state === 'lost')) return;
  const items = works.flatMap(({ attention }) => [...attention.values()]);
  const about = items.filter((item) => item.fileId === file.id);
  if (about.some((item) => ledger.discarded.has(item.id))) return;
  const states = rows.map((row) => row.state).join();
  report(
    21,
    `file ${file.id} of ${deed.device} is ${there?.state ?? 'unknown'} there and ${states || 'gone'} here`,
  );
}

/** Each refusal of a device's command is told on it once, and each told one was given (21). */
function checkRefusals({ ledger }: SimulatedWorld, own: OwnWork, facts: ServerFacts, report: Report): void {
  const { device, attention, uploads } = own;
  if (ledger.wiped.has(device.name)) return;
  const mine = ledger.deeds.filter((deed) => deed.device === device.name && deed.sure && deed.id !== '');
  for (const { id, type } of mine) {
    const outcome = facts.outcomes.get(`${device.personId} ${id}`);
    if (outcome?.status === 'refused' && !attention.has(id)) {
      report(21, `${device.name} was refused ${type} ${id} (${outcome.code}) and does not tell it`);
    }
  }
  for (const item of attention.values()) {
    if (item.kind === 'upload' || ledger.restored !== null) continue;
    const outcome = facts.outcomes.get(`${device.personId} ${item.id}`);
    if (outcome?.status !== 'refused')
      report(21, `${device.name} tells a refusal of ${item.id} that was not given`);
  }
  for (const row of uploads.values()) {
    if (row.state !== 'refused') continue;
    const item = attention.get(row.declareId);
    if (item === undefined || (item.status !== 'open' && item.status !== 'asked')) {
      report(21, `${device.name} keeps refused file ${row.fileId}, and nothing tells of it`);
    }
  }
}

/** What was refused is kept whole: the same bytes as were picked (21, 36). */
async function checkKeptBytes({ ledger }: SimulatedWorld, own: OwnWork, report: Report): Promise<void> {
  const chunks = await own.device.readBytes((db) => db.chunks.orderBy(':id').toArray());
  for (const row of own.uploads.values()) {
    if (row.state === 'lost') continue;
    const hash = createHash('sha256');
    for (const chunk of chunks) if (chunk.fileId === row.fileId) hash.update(new Uint8Array(chunk.bytes));
    if (hash.digest('hex') !== row.sha256) report(36, `${own.device.name} lost bytes of ${row.fileId}`);
  }
  for (const { fileId } of chunks) {
    if (own.uploads.has(fileId)) continue;
    // What a killed copy left is swept at the next start; anything else must have gone.
    const known = ledger.deeds.some((deed) => deed.file?.id === fileId);
    if (known) report(11, `${own.device.name} still holds bytes of ${fileId}`);
  }
}

function readOwnWork(device: SimulatedDevice): Promise<OwnWork> {
  return device.read(async (db) => ({
    device,
    outbox: await db.outbox.toArray(),
    attention: new Map((await db.attention.toArray()).map((item) => [item.id, item])),
    uploads: new Map((await db.uploads.toArray()).map((row) => [row.fileId, row])),
  }));
}
