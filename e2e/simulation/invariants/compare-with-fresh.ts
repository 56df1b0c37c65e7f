import { isDeepStrictEqual } from 'node:util';
import { listHeldScopes } from '#lib/device/scope-shards.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { PullLine, PullRequest } from '#shared/sync/pull-message.ts';
import type { SimulatedDevice } from '../simulated-device.ts';
import type { SimulatedWorld } from '../world.ts';
import type { Report } from './violation.ts';

type State = Map<string, unknown>;

/**
 * The whole of a device's confirmed state against the whole of what the server would send its person afresh: nothing
 * missing (1), nothing beyond what they may see now (3, 11 to 14), each task with its building (7).
 */
export async function compareWithFresh(world: SimulatedWorld, device: SimulatedDevice, report: Report) {
  const held = await readConfirmed(device);
  const fresh = await pullFresh(world, device);
  for (const [key, value] of fresh) {
    if (!held.has(key)) report(1, `${device.name} lacks ${key}`);
    else if (!isDeepStrictEqual(held.get(key), value)) {
      report(1, `${device.name} has another ${key}: ${tell(held.get(key))} instead of ${tell(value)}`);
    }
  }
  for (const key of held.keys()) if (!fresh.has(key)) report(11, `${device.name} still holds ${key}`);
  for (const [key, value] of held) {
    if (!key.startsWith('task:')) continue;
    const { buildingId, state } = (value as { body: { buildingId: string; state: string } }).body;
    // What is Completing keeps its files on their way, read-only, and opens the building no more.
    if (state !== 'completing' && !held.has(`building:${buildingId}`))
      report(7, `${device.name} has ${key} without its building`);
  }
}

function tell(value: unknown): string {
  return JSON.stringify(value).slice(0, 2_000);
}

function readConfirmed(device: SimulatedDevice): Promise<State> {
  return device.read(async (db) => {
    const state: State = new Map();
    const put = (kind: string, rows: readonly { id: string; rev: number; body: unknown }[]) => {
      for (const { id, rev, body } of rows) state.set(`${kind}:${id}`, { rev, body });
    };
    put('task', await db.tasks.toArray());
    put('building', await db.buildings.toArray());
    put('past-task', await db.pastTasks.toArray());
    put('own-file', await db.ownFiles.toArray());
    const profile = await db.meta.get('profile');
    if (profile?.key === 'profile') state.set(`profile:${device.personId}`, profile.value);
    for (const { kind, id, generation, stale } of await listHeldScopes(db.scopeShards)) {
      state.set(`scope ${kind}:${id}`, stale ? 'stale' : generation);
    }
    return state;
  });
}

async function pullFresh({ server }: SimulatedWorld, device: SimulatedDevice): Promise<State> {
  const request: PullRequest = {
    protocol: protocolVersion,
    deviceId: `0193beef-0000-7000-8000-${device.personId.slice(-12)}`,
    appVersion: 'oracle',
    cookie: null,
    page: null,
    held: [],
    ackedSeq: 0,
    holding: [],
    verify: false,
    drifted: [],
  };
  const state: State = new Map();
  for (let page: string | null = null; ;) {
    const body = JSON.stringify({ ...request, page });
    const answer = await server.ask(device.cookie, { method: 'POST', path: '/api/sync/pull', body });
    const texts = new TextDecoder().decode(answer?.bytes).trim().split('\n');
    const lines = texts.map((text) => JSON.parse(text) as PullLine);
    for (const line of lines) {
      if (line.line === 'scope')
        state.set(`scope ${line.scope.kind}:${line.scope.id}`, line.scope.generation);
      if (line.line !== 'put') continue;
      const { kind, id, rev, body: record } = line.record;
      state.set(`${kind}:${id}`, { rev, body: record });
    }
    const end = lines.find((line) => line.line === 'end');
    if (end?.page === undefined) return state;
    page = end.page;
  }
}
