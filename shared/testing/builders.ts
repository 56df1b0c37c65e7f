import type { Checklist } from '#shared/checklists/checklist.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Comment, Executor, ReopeningRequest, Task } from '#shared/tasks/task.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import {
  askeby,
  askebySkole,
  dahlInAskeby,
  fireTemplate,
  questions,
  sagvikInAskeby,
} from '#shared/testing/places.ts';

/** The moment of every case that names no other. */
export const now: Instant = '2026-11-23T08:30:00.000Z';

/** The instant so many minutes (or parts of one) before `now`; negative: after. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString();
}

/** Ids of one case, by what they stand for; `freshIds` makes them unique for a database of many cases. */
export const ids = {
  task: localId(1),
  otherTask: localId(2),
  photo: localId(101),
  report: localId(102),
  drawing: localId(103),
  ragnarsPhoto: localId(104),
  checklist: localId(201),
  otherChecklist: localId(202),
  comment: localId(301),
  request: localId(401),
  entry: localId(501),
  command: localId(901),
  /** Nothing in any case has this id. */
  nothing: localId(999),
} as const;

const siri = people.siri;

/** Siri's photo on the task, declared and not yet sent. */
export function aFile(overrides: Partial<FileRecord> = {}): FileRecord {
  const state = overrides.state ?? 'declared';
  return {
    id: ids.photo,
    purpose: 'task-attachment',
    folderId: null,
    checklistId: null,
    questionId: null,
    name: 'tavle-1.jpg',
    size: 2_400_000,
    sha256: 'a1'.repeat(32),
    type: state === 'available' ? 'image/jpeg' : null,
    declaredBy: siri.id,
    declaredByName: siri.name,
    partyId: sagvikInAskeby.id,
    declaredAt: minutesAgo(60),
    availableAt: state === 'available' ? minutesAgo(55) : null,
    state,
    refusalCode: state === 'refused' ? 'grant.ended' : null,
    approval: overrides.purpose === 'archive' ? 'awaiting' : null,
    ...overrides,
  };
}

/** A mandatory fire checklist with both mandatory questions answered, not yet delivered. */
export function aChecklist(overrides: Partial<Checklist> = {}): Checklist {
  const answer = { value: 'yes', comment: '', byName: siri.name, at: minutesAgo(30) } as const;
  return {
    id: ids.checklist,
    title: fireTemplate.title,
    mandatory: true,
    templateVersion: fireTemplate.version,
    questions: fireTemplate.questions,
    answers: [
      { ...answer, questionId: questions.detectors },
      { ...answer, questionId: questions.exits },
    ],
    deliveredAt: null,
    deliveredByName: null,
    ...overrides,
  };
}

export function aComment(overrides: Partial<Comment> = {}): Comment {
  return {
    id: ids.comment,
    authorId: people.magnus.id,
    authorName: people.magnus.name,
    text: 'Husk å ta bilde av tavlen.',
    internal: false,
    at: minutesAgo(90),
    ...overrides,
  };
}

/** Siri's unanswered request to reopen. */
export function aRequest(overrides: Partial<ReopeningRequest> = {}): ReopeningRequest {
  return {
    id: ids.request,
    byId: siri.id,
    byName: siri.name,
    at: minutesAgo(3),
    message: 'Bildene ligger på nettbrettet.',
    waiting: [{ kind: 'file', name: 'tavle-1.jpg', size: 2_400_000, madeAt: minutesAgo(20) }],
    answeredAt: null,
    ...overrides,
  };
}

/** The two companies of Askeby as executors: Sagvik (Siri, Sondre) and Dahl (Ragnar). */
export const sagvik = { kind: 'supplier', id: sagvikInAskeby.id, name: sagvikInAskeby.name } as const;
export const dahl = { kind: 'supplier', id: dahlInAskeby.id, name: dahlInAskeby.name } as const;

/** One person of the world as an executor. */
export function asExecutor(name: PersonName): Executor {
  return { kind: 'person', id: people[name].id, name: people[name].name };
}

const started = { startedAt: minutesAgo(120) };
const completed = {
  ...started,
  completedAt: minutesAgo(5),
  completedBy: siri.id,
  completedByName: siri.name,
  closedAt: minutesAgo(5),
};

/** What a task has to carry to stand in a state, so that every built task could have come about by commands. */
const stateFields: Record<TaskState, () => Partial<Task>> = {
  new: () => ({ executors: [] }),
  assigned: () => ({}),
  'in-progress': () => started,
  waiting: () => ({ ...started, waitingReason: 'Venter på deler' }),
  completing: () => ({ ...completed, files: [aFile()], expectedFiles: [ids.photo] }),
  completed: () => completed,
  approved: () => completed,
  returned: () => ({ ...started, returnReason: 'Bilde av tavlen mangler' }),
  cancelled: () => ({ ...started, closedAt: minutesAgo(5), completedByName: people.magnus.name }),
};

/** A task of Askeby at the school, assigned to Sagvik Elektro, in the named state (Assigned when none is named). */
export function aTask(overrides: Partial<Task> = {}): Task {
  const state = overrides.state ?? 'assigned';
  return {
    id: ids.task,
    tenantId: askeby.id,
    tenantName: askeby.name,
    number: 118,
    buildingId: askebySkole.id,
    buildingName: askebySkole.name,
    place: 'Teknisk rom, kjeller',
    title: 'Kontroll av nødlys',
    text: 'Gå gjennom alle nødlys og bytt defekte.',
    deadline: '2026-12-03',
    priority: 'normal',
    state,
    waitingReason: null,
    returnReason: null,
    declined: null,
    cancelReason: null,
    executors: [sagvik],
    createdBy: people.magnus.id,
    createdAt: minutesAgo(60 * 24),
    acceptedAt: null,
    startedAt: null,
    completedAt: null,
    completedBy: null,
    completedByName: null,
    closedAt: null,
    expectedFiles: [],
    comments: [],
    files: [],
    checklists: [],
    reopeningRequests: [],
    ...stateFields[state](),
    ...overrides,
  };
}

/** What a rule knows when nothing special is the case: no quota, no folder, no file, no directory. */
export function aContext(actor: PersonName, overrides: Partial<TaskContext> = {}): TaskContext {
  return {
    actor: actorOf(actor),
    now,
    former: false,
    quotaLeft: Infinity,
    folder: null,
    file: null,
    directory: null,
    ...overrides,
  };
}
