import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { SituationDecision } from '#shared/tasks/situation.ts';
import type { Task } from '#shared/tasks/task.ts';
import { readMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { WorkMark } from '#lib/device/work-mark.ts';
import { addFile, type AddedFile, type NewFile } from '#lib/sync/add-file.ts';
import { askArchive } from '#lib/sync/ask-archive.ts';
import { askFileTicket } from '#lib/sync/ask-file-ticket.ts';
import { askToReopen } from '#lib/sync/ask-to-reopen.ts';
import { createBoard, engineAtRest, type Board, type EngineState } from '#lib/sync/board.ts';
import { cancelFile } from '#lib/sync/cancel-file.ts';
import type { CommandFields } from '#lib/sync/command-fields.ts';
import { fileUnder, sendAgain } from '#lib/sync/declare-again.ts';
import { discard } from '#lib/sync/discard.ts';
import { createEngine } from '#lib/sync/engine.ts';
import type { Exchanged } from '#lib/sync/exchange.ts';
import type { FileView } from '#lib/sync/file-view.ts';
import type { TaskListItem, TaskWork } from '#lib/sync/join-tasks.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';
import { lookAtOnce } from '#lib/device/follow.ts';
import { keepMark } from '#lib/sync/keep-mark.ts';
import { keepStorage } from '#lib/sync/keep-storage.ts';
import { linkTabs } from '#lib/sync/link-tabs.ts';
import { outboxItems, readAttention, type AttentionView, type OutboxItem } from '#lib/sync/outbox-list.ts';
import { readOwnInArchive } from '#lib/sync/own-in-archive.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { predict, queueCommand, type Queued } from '#lib/sync/queue-command.ts';
import { readFile, type ReadFile } from '#lib/sync/read-file.ts';
import { getThumbnail, putThumbnail } from '#lib/sync/stored-thumbnails.ts';
import { followStoring, type Storing } from '#lib/sync/storing.ts';
import { readTaskList, readTaskRows, readTasksIn, readTaskWork } from '#lib/sync/task-list.ts';
import { readTaskPage, type TaskPage } from '#lib/sync/task-view.ts';
import { readDeviceWork, type DeviceWork, type WorkStatus } from '#lib/sync/work-status.ts';

/**
 * One person's device: what screens read and do. Reading functions are plain queries of the device's databases, to be
 * wrapped by `Live`; acting functions resolve when the work is durable, never wait for the network, and say so when
 * the rules refuse.
 */
export interface Sync {
  readonly personId: Id;
  /** What the engine does just now, in whichever tab it runs. */
  readonly state: Board<EngineState>;
  /** What was lost with a wiped storage, exactly; null when nothing was. */
  readonly lost: Promise<WorkMark | null>;
  /** Files that were added and are not stored yet, here and in other tabs. */
  readonly storing: Pick<Storing, 'here' | 'all' | 'done'>;

  enqueue(fields: CommandFields): Promise<Queued>;
  /** What the rules would say to it now; null where this device cannot know. Nothing is written. */
  predict(fields: CommandFields): Promise<SituationDecision | null>;
  /** Stores a file when those added before it are stored. */
  addFile(file: NewFile): Promise<AddedFile>;
  cancelFile(fileId: Id): Promise<Queued | null>;
  readFile(fileId: Id): Promise<ReadFile | null>;
  /** Keeps a small picture of a file for as long as the device has the file or its task. */
  keepThumbnail(fileId: Id, picture: Blob): Promise<void>;
  thumbnail(fileId: Id): Promise<Blob | null>;
  /** Asks the server for an address to download a file from: wants contact, and says so when there is none. */
  fileTicket(fileId: Id): Promise<Exchanged<{ url: string }>>;
  askToReopen(taskId: Id, message: string): Promise<Queued>;
  discard(itemId: Id): Promise<void>;
  sendAgain(itemId: Id): Promise<Queued | null>;
  fileUnder(itemId: Id, taskId: Id): Promise<Queued | null>;

  tasks(): Promise<TaskListItem[]>;
  /** The two halves of `tasks()`, for long lists that are watched: `joinTasks` makes the list of them. */
  taskRows(before?: Task[]): Promise<Task[]>;
  taskWork(): Promise<TaskWork>;
  tasksIn(buildingId: Id): Promise<TaskListItem[]>;
  task(taskId: Id): Promise<TaskPage>;
  pastTasks(): Promise<PastTask[]>;
  buildings(): Promise<Building[]>;
  building(buildingId: Id): Promise<Building | null>;
  /** What the person put into a building's archive, on its way or received, as far as this device knows. */
  ownInArchive(buildingId: Id): Promise<FileView[]>;
  /** Asks the server which files the person may see in a building's archive: wants contact, like a ticket. */
  archive(buildingId: Id): Promise<Exchanged<{ entries: ArchiveEntry[] }>>;
  /** What `outbox()` and `status()` are made of, for screens that show both and must not contradict themselves. */
  work(): Promise<DeviceWork>;
  outbox(): Promise<OutboxItem[]>;
  attention(): Promise<AttentionView[]>;
  status(): Promise<WorkStatus>;
  profile(): Promise<Actor | null>;

  /** Look now: the person asked for it, or came back to the app. */
  lookNow(): void;
  /** Ends the engine in this tab; the databases stay. */
  stop(): Promise<void>;
}

/** Starts a person's device over these ports: the engine takes the lead when no other tab has it. */
export function startPerson(ports: Ports, personId: Id): Sync {
  const board = createBoard<EngineState>(engineAtRest);
  const storageListener = {
    replaced: () => board.set({ storage: 'replaced' }),
    blocked: () => board.set({ storage: 'blocked' }),
  };
  const database = ports.storage.person(personId, storageListener);
  const bytes = ports.storage.bytes(personId, storageListener);
  const places: OwnPlaces = { ports, personId, database, bytes };
  const mark = keepMark(places);
  const measure = keepStorage(places);
  const worked = () => {
    void mark.refresh();
    measure().catch((fault: unknown) => ports.report(fault));
  };
  const engine = createEngine({ ports, personId, database, bytes, board, worked });
  const stopping = new AbortController();
  const ending = stopping.signal;
  const storing = followStoring(ports, personId, stopping.signal);
  const tabs = linkTabs(ports, personId, engine, board, stopping.signal);
  // Whether a database is gone is seen before the engine makes a new one.
  const running = mark.lost
    .then(() => engine.run(stopping.signal))
    .catch((fault: unknown) => ports.report(fault));
  const now = () => ports.clock.now();
  const work = () => database.use((db) => readDeviceWork(db, now()));

  /** Work was made: nobody is told that it is kept before the mark of it is, and whichever tab leads is called. */
  async function made<T>(making: Promise<T>): Promise<T> {
    const result = await making;
    lookAtOnce();
    await mark.refresh();
    engine.workQueued();
    tabs.workQueued();
    return result;
  }

  return {
    personId,
    state: board,
    lost: mark.lost,
    storing,

    enqueue: (fields) => made(queueCommand(ports, database, fields)),
    predict: (fields) => predict(ports, database, fields),
    addFile: (file) =>
      storing.take(() => made(addFile(ports, places, { ...file, signal: endOf(file.signal, ending) }))),
    async cancelFile(fileId) {
      engine.forgetFile(fileId);
      return made(cancelFile(places, fileId));
    },
    readFile: (fileId) => readFile(places, fileId),
    keepThumbnail: (fileId, picture) => putThumbnail(places, fileId, picture),
    thumbnail: (fileId) => getThumbnail(places, fileId),
    fileTicket: (fileId) => askFileTicket(places, fileId),
    askToReopen: (taskId, message) => made(askToReopen(places, taskId, message)),
    discard: (itemId) => made(discard(places, itemId)),
    sendAgain: (itemId) => made(sendAgain(places, itemId)),
    fileUnder: (itemId, taskId) => made(fileUnder(places, itemId, taskId)),

    tasks: () => database.use((db) => readTaskList(db, now())),
    taskRows: (before) => database.use((db) => readTaskRows(db, before)),
    taskWork: () => database.use((db) => readTaskWork(db, now())),
    tasksIn: (buildingId) => database.use((db) => readTasksIn(db, buildingId, now())),
    task: (taskId) => database.use((db) => readTaskPage(db, taskId, board.get(), now())),
    pastTasks: () =>
      database.use((db) =>
        db.pastTasks
          .orderBy('endedAt')
          .reverse()
          .toArray()
          .then((rows) => rows.map((row) => row.body)),
      ),
    buildings: () => database.use((db) => readBuildings(db, now())),
    building: (buildingId) =>
      database.use((db) =>
        readBuildings(db, now()).then((all) => all.find((one) => one.id === buildingId) ?? null),
      ),
    ownInArchive: (buildingId) =>
      database.use((db) => readOwnInArchive(db, { buildingId, personId }, board.get(), now())),
    archive: (buildingId) => askArchive(places, buildingId),
    work,
    outbox: () => work().then(({ own }) => outboxItems(own, board.get())),
    attention: () => database.use(readAttention),
    status: () => work().then(({ status }) => status),
    profile: () =>
      database.use((db) => readMeta(db.meta, 'profile').then((profile) => profile?.body ?? null)),

    lookNow: () => tabs.lookNow(),
    async stop() {
      stopping.abort();
      await running;
      database.close();
      bytes.close();
    },
  };
}

/** Aborts when either does. `AbortSignal.any` is younger than the tablets. */
function endOf(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  if (one === undefined) return other;
  const end = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) end.abort(signal.reason);
    signal.addEventListener('abort', () => end.abort(signal.reason), { once: true });
  }
  return end.signal;
}

function readBuildings(db: PersonDatabase, now: number): Promise<Building[]> {
  return db.transaction('r', [db.buildings, db.meta], async () => {
    if (isLeaseOver(await readMeta(db.meta, 'contact'), now)) return [];
    return (await db.buildings.toArray()).map((row) => row.body);
  });
}
