import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { PastTask, SyncRecord } from '#shared/sync/record.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import { byteRefusal, landFile, refuseFile } from '#shared/tasks/land-file.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { isAssigned, type TaskContext } from '#shared/tasks/task-context.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { directoryOf, folderOf } from '#shared/testing/case-context.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import { buildings } from '#shared/testing/places.ts';

interface Kept<T> {
  value: T;
  version: number;
}

interface Grant {
  generation: number;
  held: boolean;
}

/** What the model server knows: tasks, files, bytes, who may see what, decided by the shared rules. */
export class ModelWorld {
  readonly tasks = new Map<Id, Kept<Task>>();
  readonly ownFiles = new Map<Id, Kept<FileRecord>>();
  readonly bytes = new Map<Id, Uint8Array>();
  /** Every applied command in the order of its effect. */
  readonly applied: { personId: Id; command: TaskCommand }[] = [];
  version = 0;
  readonly #now: () => number;
  readonly #grants = new Map<string, Grant>();
  readonly #past = new Map<string, Kept<PastTask>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  file(id: Id): FileRecord {
    const found = [...this.tasks.values()].flatMap((kept) => kept.value.files).filter((one) => one.id === id);
    return must(
      found.find((one) => one.state !== 'refused') ?? found[0] ?? this.ownFiles.get(id)?.value,
      `file ${id}`,
    );
  }

  putTask(task: Task): void {
    this.tasks.set(task.id, { value: task, version: (this.version += 1) });
    this.#refreshGrants();
  }

  apply(personId: Id, name: PersonName, command: TaskCommand): Refusal | null {
    const known = command.taskId === null ? undefined : this.tasks.get(command.taskId);
    const fileId = 'fileId' in command ? command.fileId : null;
    const own = command.taskId === null && fileId !== null ? this.ownFiles.get(fileId) : undefined;
    const situation = { task: known?.value ?? null, file: own?.value ?? null };
    const decision = decide(situation, command, this.#contextFor(name, command, known?.value ?? null));
    if (!decision.ok) return decision.refusal;
    this.applied.push({ personId, command });
    this.save(decision.next);
    return null;
  }

  #contextFor(name: PersonName, command: TaskCommand, task: Task | null): TaskContext {
    const personId = people[name].id;
    return {
      actor: actorOf(name),
      now: this.at(),
      former: task !== null && this.#past.has(`${personId}/${task.id}`),
      quotaLeft: Infinity,
      folder: 'folderId' in command ? folderOf(command.folderId) : null,
      file: 'fileId' in command ? this.findFile(command.fileId) : null,
      directory: task === null ? null : directoryOf(task.tenantId),
    };
  }

  findFile(fileId: Id): FileRecord | null {
    const own = this.ownFiles.get(fileId)?.value;
    const all = [...this.tasks.values()]
      .flatMap((kept) => kept.value.files)
      .filter((one) => one.id === fileId);
    return own ?? all.find((one) => one.state !== 'refused') ?? all[0] ?? null;
  }

  save(next: Situation): void {
    const version = (this.version += 1);
    if (next.task !== null) {
      // A file that is filed under another task leaves nothing behind but its refusal.
      this.tasks.set(next.task.id, { value: next.task, version });
      for (const file of next.task.files) if (file.state === 'refused') this.bytes.delete(file.id);
    }
    if (next.file !== null) this.ownFiles.set(next.file.id, { value: next.file, version });
    this.#refreshGrants();
  }

  #refreshGrants(): void {
    for (const name of Object.keys(people) as PersonName[]) {
      const allowed = new Set(this.allowedKeys(name));
      const { id: personId } = people[name];
      for (const key of allowed) {
        const grant = this.#grants.get(`${personId}/${key}`) ?? { generation: 0, held: false };
        if (!grant.held)
          this.#grants.set(`${personId}/${key}`, { generation: grant.generation + 1, held: true });
      }
      for (const [full, grant] of this.#grants) {
        const [holder, key] = full.split('/');
        if (holder !== personId || !grant.held || allowed.has(must(key, 'key'))) continue;
        this.#grants.set(full, { ...grant, held: false });
      }
      for (const { value: task, version } of this.tasks.values()) this.#notePast(name, task, version);
    }
  }

  allowedKeys(name: PersonName): string[] {
    const actor = actorOf(name);
    const mine = [...this.tasks.values()].map((kept) => kept.value).filter((task) => isAssigned(actor, task));
    const held = mine.filter((task) => isOpen(task.state) || task.state === 'completing');
    const open = mine.filter((task) => isOpen(task.state)).map((task) => task.buildingId);
    const reached = actor.memberships.flatMap((one) => one.buildingIds ?? []);
    return [
      scopeKey({ kind: 'person', id: actor.personId }),
      ...[...new Set([...open, ...reached])].map((id) => scopeKey({ kind: 'building', id })),
      ...held.map((task) => scopeKey({ kind: 'task', id: task.id })),
    ];
  }

  #notePast(name: PersonName, task: Task, version: number): void {
    const { id: personId } = people[name];
    const key = `${personId}/${task.id}`;
    const grant = this.#grants.get(`${personId}/task:${task.id}`);
    if (grant === undefined || grant.held) {
      this.#past.delete(key);
      return;
    }
    if ((this.#past.get(key)?.version ?? -1) >= version) return;
    const closed = task.state === 'completed' || task.state === 'approved';
    const value: PastTask = {
      id: task.id,
      tenantId: task.tenantId,
      tenantName: task.tenantName,
      number: task.number,
      title: task.title,
      state: task.state,
      endedAt: task.closedAt ?? this.at(),
      endedBy: closed ? 'completed' : task.state === 'cancelled' ? 'cancelled' : 'reassigned',
      completedAt: task.completedAt,
      completedByMe: task.completedBy === personId,
      completedByName: task.completedByName,
      cancelReason: task.cancelReason,
      files: task.files.filter((file) => file.declaredBy === personId),
      checklists: [],
      reopeningRequestedAt: task.reopeningRequests.find((one) => one.byId === personId)?.at ?? null,
    };
    this.#past.set(key, { value, version });
  }

  recordsOf(personId: Id, scope: Scope): { record: SyncRecord; version: number }[] {
    const { id } = scope;
    if (scope.kind === 'task') {
      const kept = must(this.tasks.get(id), 'task');
      return [{ record: { kind: 'task', id, rev: kept.version, body: kept.value }, version: kept.version }];
    }
    if (scope.kind === 'building') {
      const body = must(
        buildings.find((one) => one.id === id),
        'building',
      );
      return [{ record: { kind: 'building', id, rev: 1, body }, version: 0 }];
    }
    const past = [...this.#past.entries()].filter(([key]) => key.startsWith(`${personId}/`));
    return [
      { record: { kind: 'profile', id, rev: 1, body: actorOf(nameOf(personId)) }, version: 0 },
      ...past.map(([, { value, version }]) => ({
        record: { kind: 'past-task' as const, id: value.id, rev: version, body: value },
        version,
      })),
      ...[...this.ownFiles.values()]
        .filter(({ value }) => value.declaredBy === personId)
        .map(({ value, version }) => ({
          record: { kind: 'own-file' as const, id: value.id, rev: version, body: value },
          version,
        })),
    ];
  }

  land(fileId: Id, situation: Situation, context: TaskContext, bytes: Uint8Array): Refusal | null {
    const found = { sha256: bytesToHex(sha256(bytes)), size: bytes.length, type: null, program: false };
    const decision = landFile(situation, fileId, found, context);
    this.save(decision.ok ? decision.next : refuseFile(situation, fileId, decision.refusal.code));
    return decision.ok ? null : decision.refusal;
  }

  byteRefusal(personId: Id, fileId: Id): Refusal | null {
    if (this.findFile(fileId)?.declaredBy !== personId) return { code: 'file.not-found' };
    const { situation, context } = this.situationOf(fileId);
    return byteRefusal(situation, fileId, context);
  }

  situationOf(fileId: Id): { situation: Situation; context: TaskContext; file: FileRecord } {
    const file = this.file(fileId);
    const all = [...this.tasks.values()].map((kept) => kept.value);
    const task = all.find((one) => one.files.includes(file)) ?? null;
    const situation = { task, file: task === null ? file : null };
    const context: TaskContext = {
      actor: actorOf(nameOf(file.declaredBy)),
      now: this.at(),
      former: false,
      quotaLeft: Infinity,
      folder: folderOf(file.folderId),
      file,
      directory: null,
    };
    return { situation, context, file };
  }

  at(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Which time a scope was given to a person; 0: never. */
  generation(personId: Id, key: string): number {
    return this.#grants.get(`${personId}/${key}`)?.generation ?? 0;
  }
}

/** The name tests know a person by. */
export function nameOf(personId: Id): PersonName {
  const names = Object.keys(people) as PersonName[];
  return must(
    names.find((name) => people[name].id === personId),
    `person ${personId}`,
  );
}
