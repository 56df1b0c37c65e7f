import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, folders } from '#shared/testing/places.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('what is done with an archive file that belongs to no task stands in the tenant’s audit log too', async () => {
  const fileId = uuid();
  const archive = { taskId: null, fileId, purpose: 'archive', folderId: folders.fire } as const;
  const outcomes = await new SyncClient(app, 'arne').push(
    { ...aCommand('declare-file', archive), id: uuid() },
    { ...aCommand('cancel-file', { taskId: null, fileId }), id: uuid() },
  );
  expect(outcomes.map((one) => one.status)).toEqual(['applied', 'applied']);
  const audit = await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.selectFrom('audit').select(['action', 'person_id', 'subject_id', 'channel']).orderBy('id').execute(),
  );
  const who = { person_id: people.arne.id, subject_id: fileId, channel: 'app' };
  expect(audit).toEqual([
    { action: 'file-declared', ...who },
    { action: 'file-cancelled', ...who },
  ]);
});
