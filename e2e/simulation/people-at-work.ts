import { createHash } from 'node:crypto';
import type { ByteSource } from '#lib/sync/copy-bytes.ts';
import type { CommandFields } from '#lib/sync/command-fields.ts';
import type { TaskListItem } from '#lib/sync/join-tasks.ts';
import type { Queued } from '#lib/sync/queue-command.ts';
import type { Task } from '#shared/tasks/task.ts';
import { folders } from '#shared/testing/places.ts';
import type { Ledger } from './ledger.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedDevice } from './simulated-device.ts';

const wishes = {
  comment: 8,
  start: 4,
  wait: 3,
  resume: 3,
  answer: 5,
  deliver: 2,
  file: 6,
  'archive-file': 2,
  'cancel-file': 2,
  complete: 3,
  undo: 2,
  decline: 1,
  'ask-to-reopen': 3,
  'file-under': 2,
  'send-again': 1,
  discard: 2,
} as const;
type Wish = keyof typeof wishes;

/** Somebody does something on their device, as its screens would let them. Gives what they did, in words. */
export async function actOn(device: SimulatedDevice, ledger: Ledger, random: SeededRandom): Promise<string> {
  const tasks = await device.act((sync) => sync.tasks());
  if (typeof tasks === 'string') return 'finds the app closed';
  const wish = random.weighted<Wish>(wishes);
  const task = random.pick(tasks)?.task;
  const hands = { device, ledger, random };
  switch (wish) {
    case 'undo':
    case 'ask-to-reopen':
      return `${wish}: ${await askBack(hands, wish, tasks)}`;
    case 'file-under':
    case 'send-again':
    case 'discard':
      return `${wish}: ${await tidy(hands, wish, task)}`;
    case 'cancel-file':
      return `${wish}: ${await takeBack(hands)}`;
    case 'archive-file':
      return `${wish}: ${await addFile(hands, task ?? null, 'archive')}`;
    case 'file':
      return `${wish}: ${task === undefined ? 'no task' : await addFile(hands, task, 'task-attachment')}`;
    default:
      return `${wish}: ${task === undefined ? 'no task' : await workOn(hands, wish, task)}`;
  }
}

interface Hands {
  readonly device: SimulatedDevice;
  readonly ledger: Ledger;
  readonly random: SeededRandom;
}

type Step = Exclude<
  Wish,
  'undo' | 'ask-to-reopen' | 'file-under' | 'send-again' | 'discard' | 'cancel-file' | 'archive-file' | 'file'
>;

async function workOn(hands: Hands, wish: Step, task: Task): Promise<string> {
  const fields = fieldsFor(hands, wish, task);
  return fields === null ? 'nothing to do it on' : enqueue(hands, fields);
}

function fieldsFor({ device, ledger, random }: Hands, wish: Step, task: Task): CommandFields | null {
  const taskId = task.id;
  switch (wish) {
    case 'comment':
      return { type: 'add-comment', taskId, text: ledger.words(device.name), internal: false };
    case 'start':
      return { type: 'start-task', taskId };
    case 'wait':
      return { type: 'wait-task', taskId, reason: ledger.words(device.name) };
    case 'resume':
      return { type: 'resume-task', taskId };
    case 'decline':
      return { type: 'decline-task', taskId, reason: ledger.words(device.name) };
    case 'complete': {
      const mine = task.files.filter((file) => file.declaredBy === device.personId);
      const files = mine.filter((file) => file.state !== 'cancelled' && file.state !== 'refused');
      return { type: 'complete-task', taskId, files: files.map((file) => file.id) };
    }
    case 'answer':
    case 'deliver': {
      const checklist = random.pick(task.checklists);
      if (checklist === undefined) return null;
      const checklistId = checklist.id;
      if (wish === 'deliver') return { type: 'deliver-checklist', taskId, checklistId };
      const question = random.pick(checklist.questions);
      if (question === undefined) return null;
      const value = random.pick(['yes', 'no', 'not-relevant', null] as const) ?? null;
      const comment = value === 'no' ? ledger.words(device.name) : '';
      return { type: 'set-answer', taskId, checklistId, questionId: question.id, value, comment };
    }
  }
}

async function enqueue(hands: Hands, fields: CommandFields): Promise<string> {
  const text = fields.type === 'add-comment' ? fields.text : '';
  const queued = await hands.device.act((sync) => sync.enqueue(fields));
  return note(hands, { type: fields.type, taskId: fields.taskId, text }, queued);
}

function note(
  { device, ledger }: Hands,
  deed: Pick<Parameters<Ledger['add']>[0], 'type' | 'taskId' | 'text'>,
  queued: Queued | null | 'died' | 'failed',
): string {
  // A full device says so, and nothing was kept.
  if (queued === null || queued === 'failed') return queued ?? 'not there';
  if (queued !== 'died' && !queued.queued) return queued.refusal.code;
  const sure = queued !== 'died';
  const common = { device: device.name, personId: device.personId, file: null };
  ledger.add({ ...common, ...deed, sure, id: sure ? queued.id : '' });
  return sure ? 'queued' : queued;
}

async function askBack(hands: Hands, wish: 'undo' | 'ask-to-reopen', tasks: TaskListItem[]): Promise<string> {
  const past = await hands.device.act((sync) => sync.pastTasks());
  if (typeof past === 'string') return past;
  const ids = [...past.map((one) => one.id), ...tasks.map((one) => one.task.id)];
  const taskId = hands.random.pick(ids);
  if (taskId === undefined) return 'no task';
  if (wish === 'undo') return enqueue(hands, { type: 'undo-complete', taskId });
  const queued = await hands.device.act((sync) => sync.askToReopen(taskId, hands.ledger.words('jeg')));
  return note(hands, { type: 'request-reopening', taskId, text: '' }, queued);
}

async function addFile(
  { device, ledger, random }: Hands,
  task: Task | null,
  purpose: 'archive' | 'task-attachment',
): Promise<string> {
  const size = random.chance(0.1) ? random.between(1_000_000, 3_000_000) : random.between(1, 400_000);
  const source = sourceOf(size, random.between(1, 1_000_000));
  const folderId = purpose === 'archive' ? (random.pick([folders.fire, folders.drawings]) ?? null) : null;
  const name = `fil-${ledger.deeds.length}.bin`;
  const added = await device.act((sync) =>
    sync.addFile({ source, name, purpose, taskId: task?.id ?? null, folderId }),
  );
  if (added === 'failed') return added;
  if (added !== 'died' && !added.added) return added.reason === 'refused' ? added.refusal.code : added.reason;
  const sure = added !== 'died';
  const file = sure ? { id: added.fileId, size, sha256: source.sha256 } : null;
  const common = { device: device.name, personId: device.personId, taskId: task?.id ?? null };
  ledger.add({ ...common, type: 'declare-file', sure, id: '', text: '', file });
  return sure ? `added ${size}` : added;
}

function sourceOf(size: number, variety: number): ByteSource & { readonly sha256: string } {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + variety * 7 + (at >> 8)) & 255;
  new DataView(bytes.buffer).setUint32(0, size < 4 ? 0 : variety);
  return {
    size,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    slice: (start, end) => ({ arrayBuffer: () => Promise.resolve(bytes.slice(start, end).buffer) }),
  };
}

async function takeBack(hands: Hands): Promise<string> {
  const { device, ledger, random } = hands;
  const own = ledger.deeds.filter((deed) => deed.device === device.name && deed.file !== null);
  const file = random.pick(own)?.file;
  if (file === undefined || file === null) return 'no file';
  const queued = await device.act((sync) => sync.cancelFile(file.id));
  if (queued === 'died' || queued === 'failed' || queued?.queued === true) ledger.takenBack.add(file.id);
  return queued === null ? 'not there' : typeof queued === 'string' ? queued : String(queued.queued);
}

async function tidy(
  hands: Hands,
  wish: 'file-under' | 'send-again' | 'discard',
  task: Task | undefined,
): Promise<string> {
  const { device, ledger, random } = hands;
  const items = await device.act((sync) => sync.attention());
  if (typeof items === 'string') return items;
  const item = random.pick(items);
  if (item === undefined) return 'nothing refused';
  if (wish === 'discard') {
    ledger.discarded.add(item.id);
    const done = await device.act((sync) => sync.discard(item.id));
    return typeof done === 'string' ? done : 'done';
  }
  const queued = await device.act((sync) =>
    wish === 'send-again' ? sync.sendAgain(item.id) : sync.fileUnder(item.id, task?.id ?? ''),
  );
  return queued === null ? 'not there' : typeof queued === 'string' ? queued : String(queued.queued);
}
