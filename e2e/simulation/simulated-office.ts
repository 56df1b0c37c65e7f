import { withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { deactivatePerson } from '#server/operator/deactivate-person.ts';
import type { Command } from '#shared/sync/command.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import {
  askeby,
  askebySkole,
  dahlInAskeby,
  fireTemplate,
  nordvag,
  sagvikInAskeby,
} from '#shared/testing/places.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedServer } from './simulated-server.ts';

type Wish =
  | Exclude<
      Extract<Command['type'], `${string}-task` | 'add-comment'>,
      `${'accept' | 'decline' | 'start' | 'wait' | 'resume' | 'complete'}-task`
    >
  | 'reactivate'
  | 'deactivate';

/** What fits a task in this state, and how likely the office does it. Now and then it does what does not fit. */
const fitting: Record<TaskState, Partial<Record<Wish, number>>> = {
  new: { 'assign-task': 6, 'cancel-task': 1, 'add-comment': 1 },
  assigned: { 'reassign-task': 3, 'cancel-task': 1, 'add-comment': 2 },
  'in-progress': { 'reassign-task': 3, 'cancel-task': 2, 'add-comment': 2 },
  waiting: { 'reassign-task': 3, 'cancel-task': 1, 'add-comment': 1 },
  returned: { 'reassign-task': 2, 'cancel-task': 1, 'add-comment': 1 },
  completing: { 'force-complete-task': 3, 'return-task': 2, 'reopen-task': 2, 'cancel-task': 1 },
  completed: { 'approve-task': 2, 'return-task': 3, 'reopen-task': 4, 'add-comment': 1 },
  approved: { 'return-task': 2, 'reopen-task': 3 },
  cancelled: { 'reopen-task': 5 },
};

const sagvik = { kind: 'supplier', id: sagvikInAskeby.id } as const;
const executorOf = {
  siri: sagvik,
  sondre: sagvik,
  ragnar: { kind: 'supplier', id: dahlInAskeby.id },
  arne: { kind: 'person', id: people.arne.id },
} as const;

/** Staff at work: always online, always by the real routes. */
export class SimulatedOffice {
  readonly #server: SimulatedServer;
  readonly #random: SeededRandom;
  readonly #contacts: readonly PersonName[];
  readonly away = new Set<PersonName>();
  #ids = 0;
  #words = 0;

  constructor(server: SimulatedServer, random: SeededRandom, contacts: readonly PersonName[]) {
    this.#server = server;
    this.#random = random;
    this.#contacts = contacts;
  }

  /** A new task, given to somebody. */
  async plan(): Promise<string> {
    const checklists = this.#random.chance(0.5)
      ? [{ id: this.#id(), templateId: fireTemplate.id, mandatory: this.#random.chance(0.5) }]
      : [];
    return this.#send('create-task', this.#id(), {
      tenantId: askeby.id,
      buildingId: askebySkole.id,
      place: '',
      title: `Oppdrag ${this.#ids}`,
      text: '',
      deadline: null,
      priority: 'normal',
      executors: this.#executors(),
      checklists,
    });
  }

  /**
   * Something that the office would do. Gives what it did, in words. `slowly`: its transaction stays open so many
   * milliseconds.
   */
  async act(slowly = 0): Promise<string> {
    if (this.#random.chance(0.1)) return this.plan();
    if (slowly === 0 && this.#random.chance(0.06)) return this.#changeContact();
    const tasks = await this.#server.host.points.sql<{ id: string; state: TaskState }[]>`
      select id, state from tasks order by number`;
    const task = this.#random.pick([...tasks]);
    if (task === undefined) return this.plan();
    const wish = this.#random.weighted<Wish>({
      ...fitting[task.state],
      'cancel-task': 0.3,
      'reopen-task': 0.3,
    });
    return `${task.state} ${await this.#send(wish, task.id, this.#fieldsOf(wish), slowly)}`;
  }

  /** Everybody who was let go is back. */
  async reactivateAll(): Promise<void> {
    for (const name of [...this.away]) await this.#reactivate(name);
  }

  #fieldsOf(wish: Wish): object {
    this.#words += 1;
    switch (wish) {
      case 'assign-task':
      case 'reassign-task':
        return { executors: this.#executors() };
      case 'reopen-task':
        return { executors: this.#random.chance(0.5) ? null : this.#executors() };
      case 'return-task':
        return { reason: `mangler ${this.#words}` };
      case 'add-comment':
        return { text: `kontoret sier ${this.#words}`, internal: this.#random.chance(0.5) };
      default:
        return {};
    }
  }

  #executors() {
    const all = [...new Set(Object.values(executorOf))];
    const here = this.#server.present.map((name) => executorOf[name as keyof typeof executorOf]);
    const chosen = all.filter((one) => this.#random.chance(here.includes(one) ? 0.7 : 0.15));
    return chosen.length > 0 ? chosen : [here[0] ?? executorOf.siri];
  }

  async #send(type: string, taskId: string, fields: object, slowly = 0): Promise<string> {
    const command = { type, id: this.#id(), madeAt: this.#server.now(), taskId, ...fields };
    const cookie = this.#server.host.cookies.get('astrid') ?? null;
    const body = JSON.stringify(command);
    const asked = { method: 'POST', path: '/api/commands', body };
    if (slowly > 0) {
      await this.#server.askSlowly(cookie, asked, slowly);
      return `${type} ${taskId} slowly`;
    }
    const answer = await this.#server.ask(cookie, asked);
    const status = answer?.status ?? 0;
    if (status !== 200 && status !== 409 && status !== 503) {
      throw new Error(`the office got ${status} for ${body}: ${new TextDecoder().decode(answer?.bytes)}`);
    }
    return `${type} ${taskId} ${status}`;
  }

  async #changeContact(): Promise<string> {
    const name = this.#random.pick(this.#contacts.filter((one) => people[one].contactOf.length > 0));
    if (name === undefined) return 'nobody to let go';
    if (this.away.has(name)) {
      await this.#reactivate(name);
      return `reactivate ${name}`;
    }
    this.away.add(name);
    await this.#server.finishSlow();
    const wanted = { email: people[name].email, tenantId: askeby.id, by: null, channel: 'operator' } as const;
    await this.#server.time.busy(deactivatePerson(this.#server.deps, wanted));
    return `deactivate ${name}`;
  }

  async #reactivate(name: PersonName): Promise<void> {
    this.away.delete(name);
    await this.#server.finishSlow();
    const { deps, time } = this.#server;
    const personId = people[name].id;
    const scope = { kind: 'person', personId, tenantIds: [askeby.id, nordvag.id] } as const;
    const change = { now: this.#server.now(), began: 'activated', ended: 'deactivated' } as const;
    await time.busy(
      withScope(deps.db, scope, async (trx) => {
        const active = trx.updateTable('supplier_contacts').set({ active: true });
        await active.where('person_id', '=', personId).where('tenant_id', '=', askeby.id).execute();
        await recordPersonGrants(trx, personId, change);
      }),
    );
    deps.pokes.poke({ personIds: [personId], tenantIds: [] });
  }

  #id(): string {
    this.#ids += 1;
    return `0192aaaa-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }
}
