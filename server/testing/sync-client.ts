import { expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { TestApp } from '#server/testing/test-app.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import { pullContentType, protocolHeader, protocolVersion, pushContentType } from '#shared/sync/protocol.ts';
import { pullLineSchema, type PullLine } from '#shared/sync/pull-message.ts';
import { pushAnswerSchema } from '#shared/sync/push-message.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';
import type { RecordKind, SyncRecord } from '#shared/sync/record.ts';
import type { PersonName } from '#shared/testing/people.ts';

/** A command as it is sent, well formed or not. */
type SentCommand = { readonly id: Id; readonly type: string } & Readonly<Record<string, unknown>>;

type BodyOf = { [Kind in RecordKind]: Extract<SyncRecord, { kind: Kind }>['body'] };

/** The smallest honest device for server tests: keeps cookie, scopes and records as the protocol says. */
export class SyncClient {
  readonly deviceId: Id = uuid();
  readonly records = new Map<string, SyncRecord>();
  readonly held = new Map<string, Scope>();
  nextSeq = 1;
  ackedSeq = 0;
  cookie: string | null = null;
  page: string | null = null;
  readonly #app: TestApp;
  readonly #person: PersonName;

  constructor(app: TestApp, person: PersonName) {
    this.#app = app;
    this.#person = person;
  }

  /** Pushes commands with the next numbers and returns their outcomes. */
  async push(...commands: SentCommand[]): Promise<Outcome[]> {
    const first = this.nextSeq;
    const response = await this.send(
      commands.map((command, at) => ({ seq: first + at, id: command.id, command })),
    );
    const text = await response.text();
    expect(response.status, text).toBe(200);
    expect(response.headers.get('content-type')).toContain(pushContentType);
    expect(response.headers.get(protocolHeader)).toBe(String(protocolVersion));
    const answer = pushAnswerSchema.parse(JSON.parse(text));
    this.nextSeq = answer.nextSeq;
    return answer.outcomes;
  }

  /** One push as it stands, whatever comes back. */
  send(commands: { seq: number; id: Id; command: object }[], holding?: unknown[]): Promise<Response> {
    return this.#app.request(this.#person, 'POST', '/api/sync/push', {
      protocol: protocolVersion,
      deviceId: this.deviceId,
      appVersion: 'test',
      commands,
      ...(holding && { holding }),
    });
  }

  /** Pulls until nothing more waits; returns every line of all answers. */
  async pull(): Promise<PullLine[]> {
    const all: PullLine[] = [];
    for (;;) {
      const response = await this.#app.request(this.#person, 'POST', '/api/sync/pull', {
        protocol: protocolVersion,
        deviceId: this.deviceId,
        appVersion: 'test',
        cookie: this.cookie,
        page: this.page,
        held: [...this.held.values()],
        ackedSeq: this.ackedSeq,
        holding: [],
      });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      expect(response.headers.get('content-type')).toContain(pullContentType);
      const lines = text
        .trim()
        .split('\n')
        .map((line) => pullLineSchema.parse(JSON.parse(line)));
      all.push(...lines);
      if (!this.#apply(lines)) return all;
    }
  }

  /** The records of a kind. */
  list<Kind extends RecordKind>(kind: Kind): BodyOf[Kind][] {
    return [...this.records.values()]
      .filter((record) => record.kind === kind)
      .map((record) => record.body as BodyOf[Kind]);
  }

  #apply(lines: readonly PullLine[]): boolean {
    let scope: Scope | null = null;
    const end = must(lines.at(-1), 'last line');
    if (end.line !== 'end') throw new Error('an answer without end');
    for (const line of lines) {
      if (line.line === 'drop') {
        this.#forget(`${line.kind}:${line.id}`);
        this.held.delete(`${line.kind}:${line.id}`);
      } else if (line.line === 'scope') {
        scope = line.scope;
        if (line.whole) this.#forget(scopeKey(scope));
        this.held.set(scopeKey(scope), scope);
      } else if (line.line === 'put') {
        this.records.set(`${line.record.kind}:${line.record.id}`, line.record);
      } else if (line.line === 'del') {
        this.records.delete(`${line.kind}:${line.id}`);
      } else if (line.line === 'acks') {
        this.ackedSeq = line.outcomes.at(-1)?.seq ?? this.ackedSeq;
      }
    }
    this.page = end.page ?? null;
    if (end.page === undefined) this.cookie = end.cookie;
    return end.more;
  }

  #forget(key: string): void {
    const own = key.startsWith('person:') ? ['past-task:', 'own-file:', 'profile:'] : [key];
    for (const name of [...this.records.keys()]) {
      if (own.some((prefix) => name.startsWith(prefix))) this.records.delete(name);
    }
  }
}
