import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { fieldCommandSchema } from '#shared/sync/field-command.ts';
import type { Outcome, Refusal } from '#shared/sync/outcome.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { PullRequest } from '#shared/sync/pull-message.ts';
import type { PushRequest } from '#shared/sync/push-message.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import { refuseFile } from '#shared/tasks/land-file.ts';
import type { Task } from '#shared/tasks/task.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import { ModelWorld, nameOf } from '#lib/testing/model-world.ts';

/** What a model server answers: a status, a content type, and text. */
export interface ModelAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
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
export class ModelServer extends ModelWorld {
  readonly pulls: PullRequest[] = [];
  readonly pushes: PushRequest[] = [];
  readonly blocked = new Set<Id>();
  /** How many new scopes a pull carries. */
  scopesPerPull = 500;
  /** The live stream cannot be had. */
  deaf = false;
  verify: 'at-once' | 'later' = 'at-once';
  readonly #log = new Map<string, Outcome>();
  readonly #devices = new Map<Id, Device>();
  readonly #listeners = new Set<{ personId: Id; poke: () => void }>();
  #epoch = 0;

  addTask(task: Task): void {
    this.putTask(task);
    this.#pokeAll();
  }

  /** The office does something directly. */
  office(name: PersonName, command: TaskCommand): void {
    const refusal = this.apply(people[name].id, name, command);
    if (refusal !== null) throw new Error(`the office was refused: ${JSON.stringify(refusal)}`);
    this.#pokeAll();
  }

  personId(name: PersonName): Id {
    return people[name].id;
  }

  task(id: Id): Task {
    return must(this.tasks.get(id), `task ${id}`).value;
  }

  /** Everything after this moment is forgotten but the command log: as after a restore with a new epoch. */
  startNewEpoch(): void {
    this.#epoch = 1;
  }

  /** Another profile with the same device id was here and had this number. */
  cloneDevice(deviceId: Id, commandId: Id): void {
    const device = must(this.#devices.get(deviceId), 'device');
    const { nextSeq: seq } = device;
    device.outcomes.push({ seq, id: commandId, status: 'applied', at: this.at() });
    device.nextSeq += 1;
  }

  /** These queued commands get this refusal, whatever the rules say. */
  refuseAll(deviceId: Id, queued: readonly { seq: number; id: Id }[], refusal: Refusal): void {
    const { personId } = must(this.#devices.get(deviceId) ?? this.#firstDevice(deviceId), 'device');
    for (const { seq, id } of queued) {
      this.#log.set(`${personId}/${id}`, { seq, id, at: this.at(), status: 'refused', refusal });
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
    if (path === '/api/probe') return json({ protocol: protocolVersion, at: this.at() });
    if (path === '/api/auth/me')
      return json(personId === null ? { person: null, actor: null } : this.#me(personId));
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
    if (this.byteRefusal(personId, fileId) !== null) return 403;
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
      const { situation, context, file } = this.situationOf(fileId);
      if (file.state !== 'received' && file.state !== 'declared') continue;
      if (bytes.length !== file.size) continue;
      this.land(fileId, situation, context, bytes);
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
    for (const { seq, id } of request.commands) {
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
      protocol: protocolVersion,
      outcomes,
      nextSeq: device.nextSeq,
    });
  }

  #decideQueued(personId: Id, seq: number, id: Id, body: unknown): Outcome {
    const before = this.#log.get(`${personId}/${id}`);
    if (before !== undefined) return { ...before, seq };
    const refusal = this.apply(personId, nameOf(personId), fieldCommandSchema.parse(body));
    const base = { seq, id, at: this.at() };
    const outcome: Outcome =
      refusal === null ? { ...base, status: 'applied' } : { ...base, status: 'refused', refusal };
    this.#log.set(`${personId}/${id}`, outcome);
    return outcome;
  }

  #pull(personId: Id, request: PullRequest): ModelAnswer {
    this.pulls.push(request);
    const epoch = must(epochs[this.#epoch], 'epoch');
    const [cookieEpoch, seen] = request.cookie?.split('@') ?? [];
    if (cookieEpoch !== undefined && cookieEpoch !== epoch) return problem(409, 'cookie.reset');
    const since = seen === undefined ? null : Number(seen);
    const allowed = this.allowedKeys(nameOf(personId)).map((key): Scope => {
      const [kind, id] = key.split(':');
      const generation = this.generation(personId, key);
      return { kind: kind as Scope['kind'], id: must(id, 'id'), generation };
    });
    const held = new Map(listOf(request.held).map((scope) => [scopeKey(scope), scope.generation]));
    const keys = new Set(allowed.map(scopeKey));
    const isKept = (scope: Scope) => since !== null && held.get(scopeKey(scope)) === scope.generation;
    const missing = allowed.filter((scope) => !isKept(scope));
    const lines: unknown[] = [{ line: 'head', protocol: protocolVersion, epoch }];
    for (const scope of listOf(request.held).filter((one) => !keys.has(scopeKey(one)))) {
      lines.push({ line: 'drop', kind: scope.kind, id: scope.id });
    }
    for (const scope of allowed.filter(isKept)) {
      const puts = this.recordsOf(personId, scope).filter(({ version }) => version > (since ?? 0));
      if (puts.length > 0) lines.push({ line: 'scope', scope, whole: false });
      for (const { record } of puts) lines.push({ line: 'put', record });
    }
    for (const scope of missing.slice(0, this.scopesPerPull)) {
      lines.push({ line: 'scope', scope, whole: true });
      for (const { record } of this.recordsOf(personId, scope)) lines.push({ line: 'put', record });
    }
    const device = this.#devices.get(request.deviceId);
    const outcomes = device?.outcomes.filter((one) => one.seq > request.ackedSeq) ?? [];
    lines.push({ line: 'acks', nextSeq: device?.nextSeq ?? 1, outcomes });
    const more = missing.length > this.scopesPerPull;
    lines.push({ line: 'end', cookie: `${epoch}@${this.version}`, more, serverTime: this.at() });
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return { status: 200, type: 'application/vnd.oppdrag.pull+ndjson', body };
  }

  #session(personId: Id, fileId: Id): ModelAnswer {
    if (this.findFile(fileId) === null) return problem(404, 'not-found');
    const { file, situation } = this.situationOf(fileId);
    if (file.state === 'available' || file.state === 'received') {
      return json({ uploadUrl: null, offset: file.size, state: file.state });
    }
    const refusal = this.byteRefusal(personId, fileId);
    if (refusal !== null) {
      this.save(refuseFile(situation, fileId, refusal.code as 'task.closed'));
      return problem(409, 'command.refused', { refusal });
    }
    return json({ uploadUrl: `/api/uploads/${fileId}`, offset: this.offset(fileId), state: file.state });
  }

  #finalise(personId: Id, fileId: Id): ModelAnswer {
    const { file, situation, context } = this.situationOf(fileId);
    if (file.state === 'available') return json({ state: 'available' });
    const refusal = this.byteRefusal(personId, fileId);
    const bytes = this.bytes.get(fileId) ?? new Uint8Array();
    if (refusal === null && bytes.length < file.size) return json({ state: 'receiving' });
    if (this.verify === 'later') return json({ state: 'received' });
    const landed = this.land(fileId, situation, context, bytes);
    this.#pokeAll();
    return landed === null
      ? json({ state: 'available' })
      : problem(409, 'command.refused', { refusal: landed });
  }

  #me(personId: Id): unknown {
    const { name, email } = people[nameOf(personId)];
    return { person: { id: personId, name, email, staff: false }, actor: actorOf(nameOf(personId)) };
  }

  #pokeAll(): void {
    for (const { poke } of this.#listeners) poke();
  }
}

/** This server always gets the list: its worlds are small. */
function listOf(held: PullRequest['held']): Scope[] {
  if (!Array.isArray(held)) throw new Error('the model server wants a list');
  return held;
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
