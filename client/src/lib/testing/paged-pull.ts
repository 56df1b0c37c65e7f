import type { PullAnswer } from '#lib/sync/read-pull.ts';
import type { ModelWorld } from '#lib/testing/model-world.ts';
import { nameOf } from '#lib/testing/model-world.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import type { SyncRecord } from '#shared/sync/record.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

/** Where a round stands, as the page's token tells it. */
interface Place {
  readonly snapshot: number;
  readonly fresh: boolean;
  readonly after: string | null;
  /** The last record that came of a person's scope larger than a page. */
  readonly within: string | null;
}

const rank = { person: 0, building: 1, task: 2 };
const placeOf = (scope: Scope): string => `${rank[scope.kind]}:${scope.id}`;
/** A record by kind and id. */
export const nameOfRecord = ({ kind, id }: Pick<SyncRecord, 'kind' | 'id'>): string => `${kind}:${id}`;

/** Records (`kind:id`) that left the person's own scope, and at which version of the world. */
export type Gone = ReadonlyMap<string, number>;

/** One page of a pull of a world, `limit` records at the most, as docs/protocol.md has it. */
export function pageOf(
  world: ModelWorld,
  personId: Id,
  request: PullRequest,
  limit: number,
  gone: Gone,
): PullAnswer {
  if (request.cookie === '') throw new Error('a cookie that no round ended with');
  const begins = request.page === null;
  const since = request.cookie === null ? null : Number(request.cookie);
  const round: Place = begins
    ? { snapshot: world.version, fresh: since === null, after: null, within: null }
    : (JSON.parse(must(request.page, 'page')) as Place);
  const allowed = world.allowedKeys(nameOf(personId)).map((key): Scope => {
    const [kind, id] = key.split(':');
    return { kind: kind as Scope['kind'], id: must(id, 'id'), generation: world.generation(personId, key) };
  });
  const listed = Array.isArray(request.held) ? request.held : [];
  const held = round.fresh ? [] : listed;
  const isKept = (scope: Scope) =>
    held.some((one) => scopeKey(one) === scopeKey(scope) && one.generation === scope.generation);
  const load = allowed
    .filter((scope) => !isKept(scope) && placeOf(scope) > (round.after ?? ''))
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

  const changes: PullAnswer['changes'][number][] = [];
  const keys = new Set(allowed.map(scopeKey));
  if (begins) {
    for (const { kind, id } of listed.filter((scope) => !keys.has(scopeKey(scope)))) {
      changes.push({ line: 'drop', kind, id });
    }
    for (const scope of allowed.filter(isKept))
      changes.push(...delta(world, personId, scope, since ?? 0, gone));
  }
  const { whole, next } = wholeScopes(world, personId, load, round, limit);
  changes.push(...whole);
  const page = next === null ? {} : { page: JSON.stringify({ ...round, ...next }) };
  const end = { cookie: next === null ? String(round.snapshot) : '', ...page, more: next !== null };
  return {
    ...{ epoch: localId(990_001), changes, sums: [] },
    acks: { line: 'acks', nextSeq: 1, outcomes: [] },
    end: { line: 'end', ...end, serverTime: world.at() },
  };
}

function delta(
  world: ModelWorld,
  personId: Id,
  scope: Scope,
  since: number,
  gone: Gone,
): PullAnswer['changes'] {
  const news = world.recordsOf(personId, scope).filter(({ version }) => version > since);
  const left = scope.kind === 'person' ? [...gone].filter(([, version]) => version > since) : [];
  if (news.length + left.length === 0) return [];
  return [
    { line: 'scope', scope, whole: false },
    ...news.map(({ record }) => ({ line: 'put' as const, record })),
    ...left.map(([name]) => {
      const [kind, id] = name.split(':');
      return { line: 'del' as const, kind: must(kind, 'kind'), id: must(id, 'id') };
    }),
  ];
}

/** Pages end between scopes; the person's own may be cut in parts. */
function wholeScopes(
  world: ModelWorld,
  personId: Id,
  load: readonly Scope[],
  { within }: Place,
  limit: number,
): { whole: PullAnswer['changes']; next: Pick<Place, 'after' | 'within'> | null } {
  const whole: PullAnswer['changes'][number][] = [];
  let left = limit;
  for (const [at, scope] of load.entries()) {
    if (left <= 0)
      return { whole, next: { after: placeOf(must(load[at - 1], 'scope before')), within: null } };
    const all = world.recordsOf(personId, scope).map(({ record }) => record);
    const rest = all
      .sort((a, b) => (nameOfRecord(a) < nameOfRecord(b) ? -1 : 1))
      .filter((record) => scope.kind !== 'person' || nameOfRecord(record) > (within ?? ''));
    const now = rest.slice(0, left);
    const cut = now.length < rest.length;
    const part = cut
      ? { part: 'more' as const }
      : scope.kind === 'person' && within !== null
        ? { part: 'last' as const }
        : {};
    whole.push({ line: 'scope', scope, whole: true, ...part });
    for (const record of now) whole.push({ line: 'put', record });
    if (cut) return { whole, next: { after: null, within: nameOfRecord(must(now.at(-1), 'record')) } };
    left -= now.length;
  }
  return { whole, next: null };
}
