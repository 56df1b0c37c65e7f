import type { Transaction } from 'kysely';
import * as archive from '#server/archive/archive-queries.ts';
import * as passwordTokens from '#server/auth/password-token-queries.ts';
import * as passwordMails from '#server/auth/password-mail-queries.ts';
import * as buildings from '#server/buildings/building-queries.ts';
import type { Database } from '#server/db/database.ts';
import * as files from '#server/files/file-queries.ts';
import * as tickets from '#server/files/ticket-queries.ts';
import * as uploads from '#server/files/upload-queries.ts';
import * as grants from '#server/grants/grant-queries.ts';
import * as assignmentMails from '#server/mail/assignment-mail-queries.ts';
import * as lateFiles from '#server/mail/late-files-mail-queries.ts';
import * as outbox from '#server/mail/outbox-queries.ts';
import * as actors from '#server/people/actor-queries.ts';
import * as people from '#server/people/people-queries.ts';
import * as commandLog from '#server/sync/command-log-queries.ts';
import * as devices from '#server/sync/device-queries.ts';
import * as feed from '#server/sync/feed-queries.ts';
import * as holdings from '#server/sync/holding-queries.ts';
import * as pastTasks from '#server/sync/past-task-queries.ts';
import * as looks from '#server/sync/pull-look-queries.ts';
import * as requests from '#server/sync/reopening-request-queries.ts';
import * as history from '#server/sync/task-history-queries.ts';
import * as taskLists from '#server/tasks/task-list-queries.ts';
import * as tasks from '#server/tasks/task-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';

type Trx = Transaction<Database>;
/** A call of one query function, and what its statements answer where it needs a row to go on. */
export interface SqlExample {
  readonly call: (trx: Trx) => Promise<unknown>;
  readonly rows?: readonly object[][];
}

const id: Id = '01900000-0000-7000-8000-000000000001';
const now = '2026-11-23T08:30:00.000Z';
const actor = { personId: id, name: '', memberships: [], engagements: [] };
const entry = { id, assessedByName: '', assessedAt: now, approval: 'approved', rejectReason: null } as never;
const place = { id, tenantId: id, buildingId: id };
const scopes = [{ kind: 'task' as const, id }];
const change = { now, began: 'assigned', ended: 'reassigned' } as const;
const view = { tenantId: id, buildingIds: [id], states: null, search: 'x', limit: 1, offset: 0 };
const logged = {
  personId: id,
  commandId: id,
  duplicate: false,
  deviceId: id,
  seq: 1,
  type: 'start-task',
  taskId: id,
  retryOf: null,
  refusal: null,
  madeAt: now,
  at: now,
};

function call(run: (trx: Trx) => Promise<unknown>, rows: readonly object[][] = []): SqlExample {
  return { call: run, rows };
}

/** One example of every function in every `*-queries.ts`; a test finds what is missing. */
export const sqlExamples: Readonly<Record<string, Readonly<Record<string, SqlExample>>>> = {
  'archive/archive-queries': {
    listArchiveEntries: call((trx) =>
      archive.listArchiveEntries(trx, { buildingId: id, unapproved: { ofPersonId: id }, limit: 1 }),
    ),
    countAwaiting: call((trx) => archive.countAwaiting(trx, [id])),
    findArchiveEntryOfFile: call((trx) => archive.findArchiveEntryOfFile(trx, id)),
    lockArchiveEntry: call((trx) => archive.lockArchiveEntry(trx, id)),
    saveAssessment: call((trx) => archive.saveAssessment(trx, entry, id)),
    insertArchiveEntry: call((trx) =>
      archive.insertArchiveEntry(trx, { id, folder: place, fileId: id, at: now, assessedBy: actor }),
    ),
  },
  'auth/password-token-queries': {
    replacePasswordToken: call((trx) =>
      passwordTokens.replacePasswordToken(trx, { personId: id, token: 'x', codeHash: 'x', expiresAt: now, now }),
    ),
    findTokenOwner: call((trx) => passwordTokens.findTokenOwner(trx, 'x', now)),
    spendCodeTry: call((trx) => passwordTokens.spendCodeTry(trx, id, now)),
    consumePasswordToken: call((trx) => passwordTokens.consumePasswordToken(trx, 'x', now)),
    removePasswordTokens: call((trx) => passwordTokens.removePasswordTokens(trx, id)),
  },
  'auth/password-mail-queries': {
    findSignInReceiver: call((trx) => passwordMails.findSignInReceiver(trx, id)),
  },
  'buildings/building-queries': {
    listBuildingsById: call((trx) => buildings.listBuildingsById(trx, [id])),
    listFoldersById: call((trx) => buildings.listFoldersById(trx, [id])),
    listReachableBuildings: call((trx) => buildings.listReachableBuildings(trx, actor)),
  },
  'files/file-queries': {
    listFilesById: call((trx) => files.listFilesById(trx, [id])),
    lockFilesById: call((trx) => files.lockFilesById(trx, [id])),
  },
  'files/ticket-queries': {
    findPlacedFile: call((trx) => tickets.findPlacedFile(trx, id)),
    insertTicket: call((trx) =>
      tickets.insertTicket(trx, { hash: 'x', fileId: id, personId: id, expiresAt: now, now }),
    ),
    findTicketFile: call((trx) => tickets.findTicketFile(trx, { hash: 'x', personId: id, now })),
  },
  'files/upload-queries': {
    findUpload: call((trx) => uploads.findUpload(trx, id)),
    findUploadByAddress: call((trx) => uploads.findUploadByAddress(trx, 'x')),
    lockUpload: call((trx) => uploads.lockUpload(trx, id)),
    listOutstandingUploads: call((trx) => uploads.listOutstandingUploads(trx)),
    listUploadsToRemove: call((trx) => uploads.listUploadsToRemove(trx)),
    beginUpload: call((trx) => uploads.beginUpload(trx, id, 'x')),
    endUpload: call((trx) => uploads.endUpload(trx, id)),
    noteProgress: call((trx) => uploads.noteProgress(trx, id, 'received', now)),
    startAgain: call((trx) => uploads.startAgain(trx, id, true, now)),
    endFile: call((trx) => uploads.endFile(trx, id, { state: 'expired', refusalCode: null })),
  },
  'grants/grant-queries': {
    listAllowedScopes: call((trx) => grants.listAllowedScopes(trx, id)),
    listTaskScopesAfter: call((trx) => grants.listTaskScopesAfter(trx, id, id, 1)),
    hasBuildingGrant: call((trx) => grants.hasBuildingGrant(trx, id, id)),
    listFormerTasks: call((trx) => grants.listFormerTasks(trx, id, [id])),
    listPeopleOfTasks: call((trx) => grants.listPeopleOfTasks(trx, [id])),
    recordTaskGrants: call((trx) => grants.recordTaskGrants(trx, [id], change)),
    recordPersonGrants: call((trx) => grants.recordPersonGrants(trx, id, change)),
  },
  'mail/assignment-mail-queries': {
    findAssignmentFacts: call((trx) => assignmentMails.findAssignmentFacts(trx, id, id)),
  },
  'mail/late-files-mail-queries': {
    listLateFilesReceivers: call((trx) => lateFiles.listLateFilesReceivers(trx, now)),
    findLateFilesFacts: call((trx) => lateFiles.findLateFilesFacts(trx, id, id)),
  },
  'mail/outbox-queries': {
    claimMail: call((trx) => outbox.claimMail(trx, id)),
    saveSent: call((trx) => outbox.saveSent(trx, id, { messageId: 'x', now })),
    saveEnded: call((trx) => outbox.saveEnded(trx, id, { state: 'dead', why: 'x' })),
    saveRetry: call((trx) => outbox.saveRetry(trx, id, { afterSeconds: 60, why: 'x' })),
    listForgottenMails: call((trx) => outbox.listForgottenMails(trx, now)),
  },
  'people/actor-queries': {
    findActor: call((trx) => actors.findActor(trx, id), [[{ actor }]]),
    lockActor: call((trx) => actors.lockActor(trx, id), [[{ actor }]]),
  },
  'people/people-queries': {
    findCredentials: call((trx) => people.findCredentials(trx, 'a@b.example')),
    findEmail: call((trx) => people.findEmail(trx, id)),
    savePasswordHash: call((trx) => people.savePasswordHash(trx, id, 'x')),
  },
  'sync/command-log-queries': {
    lockCommands: call((trx) => commandLog.lockCommands(trx, id, [id])),
    listLoggedCommands: call((trx) => commandLog.listLoggedCommands(trx, id, [id])),
    listOutcomes: call((trx) => commandLog.listOutcomes(trx, { deviceId: id, personId: id }, 0)),
    insertLog: call((trx) => commandLog.insertLog(trx, [logged])),
  },
  'sync/device-queries': {
    lockDevice: call((trx) => devices.lockDevice(trx, { id, personId: id, appVersion: 'x', now })),
    findDevice: call((trx) => devices.findDevice(trx, id, id)),
    saveDevice: call((trx) => devices.saveDevice(trx, { id, nextSeq: 2, appVersion: 'x', now })),
    countFailure: call((trx) => devices.countFailure(trx, { id, personId: id, appVersion: 'x', now }, 2)),
  },
  'sync/feed-queries': {
    getPullStart: call((trx) => feed.getPullStart(trx, { personId: id, deviceId: id }), [[{ epoch: id }]]),
    listChangedStamps: call((trx) => feed.listChangedStamps(trx, scopes, '1:1:')),
    listStamps: call((trx) => feed.listStamps(trx, scopes)),
    listScopeStamps: call((trx) => feed.listScopeStamps(trx, { kind: 'task', id }, null, 100)),
  },
  'sync/holding-queries': { listHoldings: call((trx) => holdings.listHoldings(trx, [id])) },
  'sync/past-task-queries': { listPastTasks: call((trx) => pastTasks.listPastTasks(trx, id, [id])) },
  'sync/pull-look-queries': {
    getPullLook: call(
      (trx) => looks.getPullLook(trx, { personId: id, tenantIds: [id], deviceId: id }, '1:1:'),
      [[{ epoch: id, snapshot: '1:1:', nextSeq: null }]],
    ),
  },
  'sync/reopening-request-queries': {
    listOpenRequests: call((trx) => requests.listOpenRequests(trx, { tenantId: id, buildingIds: null })),
  },
  'sync/task-history-queries': { listTaskHistory: call((trx) => history.listTaskHistory(trx, id)) },
  'tasks/task-list-queries': {
    listTaskLines: call((trx) => taskLists.listTaskLines(trx, view)),
    countTasksByState: call((trx) => taskLists.countTasksByState(trx, view)),
  },
  'tasks/task-queries': {
    findTask: call((trx) => tasks.findTask(trx, id)),
    listTasksById: call((trx) => tasks.listTasksById(trx, [id])),
    lockTasks: call((trx) => tasks.lockTasks(trx, [id])),
    takeTaskNumber: call((trx) => tasks.takeTaskNumber(trx, id), [[{ next_task_number: 2 }]]),
  },
};
