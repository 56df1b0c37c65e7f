import { byteRefusal, landFile, refuseFile } from '#shared/tasks/land-file.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import { fieldCommandSchema, type TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import type { Outcome, Refusal } from '#shared/sync/outcome.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import type { PushRequest } from '#shared/sync/push-message.ts';
import type { PastTask, SyncRecord } from '#shared/sync/record.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { isAssigned, type TaskContext } from '#shared/tasks/task-context.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { directoryOf, folderOf } from '#shared/testing/case-context.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import { buildings } from '#shared/testing/places.ts';

/** What a model server answers: a status, a content type, and text. */
export interface ModelAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

interface Kept<T> {
  value: T;
  version: number;
}

interface Grant {
  generation: number;
  held: boolean;
}

interface Device {
  readonly personId: Id;
  nextSeq: number;
  readonly outcomes: Outcome[];
}

const epochs = [localId(990_001), localId(990_002)];

/**
 * A server of the wire in memory, deciding by the shared rules: enough to test the device's side of every promise.
 * The real server is tested on PostgreSQL, and both together by the stories.
 */
export class ModelServer {
  readonly tasks = new Map<Id, Kept<Task>>();
  readonly ownFiles = new Map<Id, Kept<FileRecord>>();
  readonly bytes = new Map<Id, Uint8Array>();
  /** Every applied command in the order of its effect. */
  readonly applied: { personId: Id; command: TaskCommand }[] = [];
  readonly pulls: PullRequest[] = [];
  readonly pushes: PushRequest[] = [];
  readonly blocked = new Set<Id>();
  /** How many new scopes a pull carries. */
  scopesPerPull = 500;
  /** The live stream cannot be had. */
  deaf = false;
  verify: 'at-once' | 'later' = 'at-once';
  readonly #now: () => number;
  readonly #log = new Map<string, Outcome>();
  readonly #devices = new Map<Id, Device>();
  readonly #grants = new Map<string, Grant>();
  readonly #past = new Map<string, Kept<PastTask>>();
  readonly #listeners = new Set<{ personId: Id; poke: () => void }>();
  #version = 0;
  #epoch = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  addTask(task: Task): void {
    this.tasks.set(task.id, { value: task, version: (this.#version += 1) });
    this.#refreshGrants();
    this.#pokeAll();
  }

  /** The office does something directly. */
  office(name: PersonName, command: TaskCommand): void {
    const refusal = this.#apply(people[name].id, name, command);
    if (refusal !== null) throw new Error(`the office was refused: ${JSON.stringify(refusal)}`);
    this.#pokeAll();
  }

  personId(name: PersonName): Id {
    return people[name].id;
  }

  task(id: Id): Task {
    return must(this.tasks.get(id), `task ${id}`).value;
  }

  file(id: Id): FileRecord {
    const found = [...this.tasks.values()].flatMap((kept) => kept.value.files).filter((one) => one.id === id);
    return must(found.find((one) => one.state !== 'refused') ?? found[0] ?? this.ownFiles.get(id)?.value, `file ${id}`);
  }

  /** Everything after this moment is forgotten but the command log: as after a restore with a new epoch. */
  startNewEpoch(): void {
    this.#epoch = 1;
  }

  /** Another profile with the same device id was here and had this number. */
  cloneDevice(deviceId: Id, commandId: Id): void {
    const device = must(this.#devices.get(deviceId), 'device');
    const { nextSeq: seq } = device;
    device.outcomes.push({ seq, id: commandId, status: 'applied', at: this.#at() });
    device.nextSeq += 1;
  }

  /** These queued commands get this refusal, whatever the rules say. */
  refuseAll(deviceId: Id, queued: readonly { seq: number; id: Id }[], refusal: Refusal): void {
    const { personId } = must(this.#devices.get(deviceId) ?? this.#firstDevice(deviceId), 'device');
    for (const { seq, id } of queued) {
      this.#log.set(`${personId}/${id}`, { seq, id, at: this.#at(), status: 'refused', refusal });
    }
  }

  /** The log of commands as a restore leaves it: empty. */
  forgetCommands(): void {
    this.#log.clear();
  }

  forgetDevice(deviceId: Id): void {
    this.#devices.delete(deviceId);
  }

  listen(personId: Id, poke: () => void): () => void {
    const listener = { personId, poke };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One request under a session; null: no session. */
  answer(personId: Id | null, method: string, path: string, body: string | null): ModelAnswer {
    if (path === '/api/probe') return json({ protocol: 1, at: this.#at() });
    if (path === '/api/auth/me') return json(personId === null ? { person: null, actor: null } : this.#me(personId));
    if (path === '/api/auth/sign-out') return { status: 204, type: '', body: '' };
    if (personId === null) return problem(401, 'session.missing');
    const [, fileId, step] = /^\/api\/files\/([^/]+)\/(session|finalise)$/u.exec(path) ?? [];
    if (path === '/api/sync/push') return this.#push(personId, JSON.parse(body ?? '') as PushRequest);
    if (path === '/api/sync/pull') return this.#pull(personId, JSON.parse(body ?? '') as PullRequest);
    if (fileId !== undefined && step === 'session') return this.#session(personId, fileId);
    if (fileId !== undefined && step === 'finalise') return this.#finalise(personId, fileId);
    throw new Error(`the model server knows no ${method} ${path}`);
  }

  /** Bytes at an offset of an upload address; the status tus would answer. */
  receive(personId: Id | null, uploadUrl: string, offset: number, bytes: Uint8Array): number {
    if (personId === null) return 401;
    const fileId = must(uploadUrl.split('/').at(-1), 'file id');
    if (this.#byteRefusal(personId, fileId) !== null) return 403;
    const before = this.bytes.get(fileId) ?? new Uint8Array();
    if (before.length !== offset) return 409;
    const joined = new Uint8Array(before.length + bytes.length);
    joined.set(before);
    joined.set(bytes, before.length);
    this.bytes.set(fileId, joined);
    return 204;
  }

  offset(fileId: Id): number {
    return this.bytes.get(fileId)?.length ?? 0;
  }

  /** The verification that a job does: whatever has all its bytes lands or is refused. */
  verifyAll(): void {
    for (const [fileId, bytes] of this.bytes) {
      const { situation, context, file } = this.#situationOf(fileId);
      if (file.state !== 'received' && file.state !== 'declared') continue;
      if (bytes.length !== file.size) continue;
      this.#land(fileId, situation, context, bytes);
    }
    this.#pokeAll();
  }

  #firstDevice(deviceId: Id): Device {
    const device = { personId: people.siri.id, nextSeq: 1, outcomes: [] };
    this.#devices.set(deviceId, device);
    return device;
  }

  #push(personId: Id, request: PushRequest): ModelAnswer {
    this.pushes.push(request);
    const device = this.#devices.get(request.deviceId) ?? { personId, nextSeq: 1, outcomes: [] };
    if (this.blocked.has(request.deviceId)) return problem(403, 'device.blocked');
    if (device.personId !== personId) return problem(409, 'device.forked');
    const first = must(request.commands[0], 'first command').seq;
    if (first > device.nextSeq) return problem(409, 'device.gap', { expected: device.nextSeq });
    const outcomes: Outcome[] = [];
    for (const { seq, id, command } of request.commands) {
      const known = device.outcomes.find((one) => one.seq === seq);
      if (known !== undefined && known.id !== id) return problem(409, 'device.forked');
    }
    this.#devices.set(request.deviceId, device);
    for (const { seq, id, command } of request.commands) {
      const known = device.outcomes.find((one) => one.seq === seq);
      const outcome = known ?? this.#decideQueued(personId, seq, id, command);
      if (known === undefined) {
        device.outcomes.push(outcome);
        device.nextSeq += 1;
      }
      outcomes.push(outcome);
    }
    this.#pokeAll();
    return envelope('application/vnd.oppdrag.push+json', {
      protocol: 1,
      outcomes,
      nextSeq: device.nextSeq,
    });
  }

  #decideQueued(personId: Id, seq: number, id: Id, body: unknown): Outcome {
    const before = this.#log.get(`${personId}/${id}`);
    if (before !== undefined) return { ...before, seq };
    const refusal = this.#apply(personId, nameOf(personId), fieldCommandSchema.parse(body));
    const base = { seq, id, at: this.#at() };
    const outcome: Outcome =
      refusal === null ? { ...base, status: 'applied' } : { ...base, status: 'refused', refusal };
    this.#log.set(`${personId}/${id}`, outcome);
    return outcome;
  }

  #apply(personId: Id, name: PersonName, command: TaskCommand): Refusal | null {
    const known = command.taskId === null ? undefined : this.tasks.get(command.taskId);
    const fileId = 'fileId' in command ? command.fileId : null;
    const own = command.taskId === null && fileId !== null ? this.ownFiles.get(fileId) : undefined;
    const situation = { task: known?.value ?? null, file: own?.value ?? null };
    const decision = decide(situation, command, this.#contextFor(name, command, known?.value ?? null));
    if (!decision.ok) return decision.refusal;
    this.applied.push({ personId, command });
    this.#save(decision.next);
    return null;
  }

  #contextFor(name: PersonName, command: TaskCommand, task: Task | null): TaskContext {
    const personId = people[name].id;
    return {
      actor: actorOf(name),
      now: this.#at(),
      former: task !== null && this.#past.has(`${personId}/${task.id}`),
      quotaLeft: Infinity,
      folder: 'folderId' in command ? folderOf(command.folderId) : null,
      file: 'fileId' in command ? this.#findFile(command.fileId) : null,
      directory: task === null ? null : directoryOf(task.tenantId),
    };
  }

  #findFile(fileId: Id): FileRecord | null {
    const own = this.ownFiles.get(fileId)?.value;
    const all = [...this.tasks.values()].flatMap((kept) => kept.value.files).filter((one) => one.id === fileId);
    return own ?? all.find((one) => one.state !== 'refused') ?? all[0] ?? null;
  }

  #save(next: Situation): void {
    const version = (this.#version += 1);
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
      const allowed = new Set(this.#allowedKeys(name));
      const { id: personId } = people[name];
      for (const key of allowed) {
        const grant = this.#grants.get(`${personId}/${key}`) ?? { generation: 0, held: false };
        if (!grant.held) this.#grants.set(`${personId}/${key}`, { generation: grant.generation + 1, held: true });
      }
      for (const [full, grant] of this.#grants) {
        const [holder, key] = full.split('/');
        if (holder !== personId || !grant.held || allowed.has(must(key, 'key'))) continue;
        this.#grants.set(full, { ...grant, held: false });
      }
      for (const { value: task, version } of this.tasks.values()) this.#notePast(name, task, version);
    }
  }

  #allowedKeys(name: PersonName): string[] {
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
      endedAt: task.closedAt ?? this.#at(),
      endedBy: closed ? 'completed' : task.state === 'cancelled' ? 'cancelled' : 'reassigned',
      completedAt: task.completedAt,
      completedByMe: task.completedBy === personId,
      completedByName: task.completedByName,
      files: task.files.filter((file) => file.declaredBy === personId),
      checklists: [],
      reopeningRequestedAt: task.reopeningRequests.find((one) => one.byId === personId)?.at ?? null,
    };
    this.#past.set(key, { value, version });
  }

  #pull(personId: Id, request: PullRequest): ModelAnswer {
    this.pulls.push(request);
    const epoch = must(epochs[this.#epoch], 'epoch');
    const [cookieEpoch, seen] = request.cookie?.split('@') ?? [];
    if (cookieEpoch !== undefined && cookieEpoch !== epoch) return problem(409, 'cookie.reset');
    const since = seen === undefined ? null : Number(seen);
    const allowed = this.#allowedKeys(nameOf(personId)).map((key): Scope => {
      const [kind, id] = key.split(':');
      const generation = this.#grants.get(`${personId}/${key}`)?.generation ?? 0;
      return { kind: kind as Scope['kind'], id: must(id, 'id'), generation };
    });
    const held = new Map(request.held.map((scope) => [scopeKey(scope), scope.generation]));
    const keys = new Set(allowed.map(scopeKey));
    const isKept = (scope: Scope) => since !== null && held.get(scopeKey(scope)) === scope.generation;
    const missing = allowed.filter((scope) => !isKept(scope));
    const lines: unknown[] = [{ line: 'head', protocol: 1, epoch }];
    for (const scope of request.held.filter((one) => !keys.has(scopeKey(one)))) {
      lines.push({ line: 'drop', kind: scope.kind, id: scope.id });
    }
    for (const scope of allowed.filter(isKept)) {
      const puts = this.#recordsOf(personId, scope).filter(({ version }) => version > (since ?? 0));
      if (puts.length > 0) lines.push({ line: 'scope', scope, whole: false });
      for (const { record } of puts) lines.push({ line: 'put', record });
    }
    for (const scope of missing.slice(0, this.scopesPerPull)) {
      lines.push({ line: 'scope', scope, whole: true });
      for (const { record } of this.#recordsOf(personId, scope)) lines.push({ line: 'put', record });
    }
    const device = this.#devices.get(request.deviceId);
    const outcomes = device?.outcomes.filter((one) => one.seq > request.ackedSeq) ?? [];
    lines.push({ line: 'acks', nextSeq: device?.nextSeq ?? 1, outcomes });
    const more = missing.length > this.scopesPerPull;
    lines.push({ line: 'end', cookie: `${epoch}@${this.#version}`, more, serverTime: this.#at() });
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return { status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body };
  }

  #recordsOf(personId: Id, scope: Scope): { record: SyncRecord; version: number }[] {
    const { id } = scope;
    if (scope.kind === 'task') {
      const kept = must(this.tasks.get(id), 'task');
      return [{ record: { kind: 'task', id, rev: kept.version, body: kept.value }, version: kept.version }];
    }
    if (scope.kind === 'building') {
      const body = must(buildings.find((one) => one.id === id), 'building');
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

  #session(personId: Id, fileId: Id): ModelAnswer {
    if (this.#findFile(fileId) === null) return problem(404, 'not-found');
    const { file, situation } = this.#situationOf(fileId);
    if (file.state === 'available' || file.state === 'received') {
      return json({ uploadUrl: null, offset: file.size, state: file.state });
    }
    const refusal = this.#byteRefusal(personId, fileId);
    if (refusal !== null) {
      this.#save(refuseFile(situation, fileId, refusal.code as 'task.closed'));
      return problem(409, 'command.refused', { refusal });
    }
    return json({ uploadUrl: `/api/uploads/${fileId}`, offset: this.offset(fileId), state: file.state });
  }

  #finalise(personId: Id, fileId: Id): ModelAnswer {
    const { file, situation, context } = this.#situationOf(fileId);
    if (file.state === 'available') return json({ state: 'available' });
    const refusal = this.#byteRefusal(personId, fileId);
    const bytes = this.bytes.get(fileId) ?? new Uint8Array();
    if (refusal === null && bytes.length < file.size) return json({ state: 'receiving' });
    if (this.verify === 'later') return json({ state: 'received' });
    const landed = this.#land(fileId, situation, context, bytes);
    this.#pokeAll();
    return landed === null ? json({ state: 'available' }) : problem(409, 'command.refused', { refusal: landed });
  }

  #land(fileId: Id, situation: Situation, context: TaskContext, bytes: Uint8Array): Refusal | null {
    const found = { sha256: bytesToHex(sha256(bytes)), size: bytes.length, type: null, program: false };
    const decision = landFile(situation, fileId, found, context);
    this.#save(decision.ok ? decision.next : refuseFile(situation, fileId, decision.refusal.code));
    return decision.ok ? null : decision.refusal;
  }

  #byteRefusal(personId: Id, fileId: Id): Refusal | null {
    if (this.#findFile(fileId)?.declaredBy !== personId) return { code: 'file.not-found' };
    const { situation, context } = this.#situationOf(fileId);
    return byteRefusal(situation, fileId, context);
  }

  #situationOf(fileId: Id): { situation: Situation; context: TaskContext; file: FileRecord } {
    const file = this.file(fileId);
    const all = [...this.tasks.values()].map((kept) => kept.value);
    const task = all.find((one) => one.files.includes(file)) ?? null;
    const situation = { task, file: task === null ? file : null };
    const context: TaskContext = {
      actor: actorOf(nameOf(file.declaredBy)),
      now: this.#at(),
      former: false,
      quotaLeft: Infinity,
      folder: folderOf(file.folderId),
      file,
      directory: null,
    };
    return { situation, context, file };
  }

  #me(personId: Id): unknown {
    const { name, email } = people[nameOf(personId)];
    return { person: { id: personId, name, email, staff: false }, actor: actorOf(nameOf(personId)) };
  }

  #pokeAll(): void {
    for (const { poke } of this.#listeners) poke();
  }

  #at(): string {
    return new Date(this.#now()).toISOString();
  }
}

function nameOf(personId: Id): PersonName {
  const names = Object.keys(people) as PersonName[];
  return must(names.find((name) => people[name].id === personId), `person ${personId}`);
}

function json(body: unknown): ModelAnswer {
  return { status: 200, type: 'application/json', body: JSON.stringify(body) };
}

function envelope(type: string, body: unknown): ModelAnswer {
  return { status: 200, type, body: JSON.stringify(body) };
}

/** A problem as the real server gives it. */
export function problem(status: number, code: string, facts: object = {}): ModelAnswer {
  const body = JSON.stringify({ code, status, requestId: 'r1', ...facts });
  return { status, type: 'application/problem+json', body };
}
