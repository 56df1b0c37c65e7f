import type { Id } from '#shared/kernel/ids.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import type { RecordKind, SyncRecord } from '#shared/sync/record.ts';
import type { PullAnswer } from '#lib/sync/read-pull.ts';

/** A record to be written. `whole`: it came with its whole scope, and replaces what is there whatever its revision. */
export interface PlannedPut {
  readonly record: SyncRecord;
  readonly whole: boolean;
}

/** What an answer makes of the device's records, after the last word on each. */
export interface PlannedChanges {
  readonly dropped: readonly Pick<Scope, 'kind' | 'id'>[];
  readonly scopes: ReadonlyMap<string, Scope>;
  /** A scope larger than a page of which more is to come: not held yet. */
  readonly unfinished: Scope | null;
  /** Scopes that came whole: what the device had of them and is not put again goes. */
  readonly whole: readonly Scope[];
  readonly puts: ReadonlyMap<RecordKind, ReadonlyMap<Id, PlannedPut>>;
  readonly deleted: ReadonlyMap<RecordKind, ReadonlySet<Id>>;
}

const recordKinds: readonly RecordKind[] = ['task', 'building', 'profile', 'past-task', 'own-file'];

/** Gathers an answer's lines, so that they can be written in a few large strokes. Pure. */
export function planChanges(changes: PullAnswer['changes']): PlannedChanges {
  const dropped = new Map<string, Pick<Scope, 'kind' | 'id'>>();
  const scopes = new Map<string, Scope>();
  const whole = new Map<string, Scope>();
  const puts = new Map(recordKinds.map((kind) => [kind, new Map<Id, PlannedPut>()]));
  const deleted = new Map(recordKinds.map((kind) => [kind, new Set<Id>()]));
  let unfinished: Scope | null = null;
  let inWhole = false;
  for (const line of changes) {
    switch (line.line) {
      case 'drop':
        dropped.set(scopeKey(line), { kind: line.kind, id: line.id });
        break;
      case 'scope':
        inWhole = line.whole;
        if (line.part === 'more') {
          unfinished = line.scope;
          break;
        }
        scopes.set(scopeKey(line.scope), line.scope);
        if (line.whole) whole.set(scopeKey(line.scope), line.scope);
        break;
      case 'put':
        puts.get(line.record.kind)?.set(line.record.id, { record: line.record, whole: inWhole });
        deleted.get(line.record.kind)?.delete(line.record.id);
        break;
      case 'del': {
        const kind = recordKinds.find((one) => one === line.kind);
        if (kind !== undefined) deleted.get(kind)?.add(line.id);
        if (kind !== undefined) puts.get(kind)?.delete(line.id);
        break;
      }
    }
  }
  return { dropped: [...dropped.values()], scopes, unfinished, whole: [...whole.values()], puts, deleted };
}
