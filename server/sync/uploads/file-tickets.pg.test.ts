import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuid } from 'uuid';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { fileFor, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { now } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { askeby, folders, sagvikInAskeby } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';

let harness: UploadHarness;
const bytes = somePhoto();

beforeAll(async () => {
  harness = await UploadHarness.start();
});
afterAll(() => harness.close());

async function landed(
  content = bytes,
  overrides: Partial<FileRecord> = {},
): Promise<{ file: FileRecord; task: Task }> {
  const file = fileFor(content, overrides);
  const task = await harness.task([file]);
  expect((await harness.upload('siri', file.id, content)).json).toMatchObject({ state: 'available' });
  return { file, task };
}

async function ticket(person: PersonName, fileId: Id): Promise<string> {
  const answer = await harness.post(person, `/api/files/${fileId}/ticket`);
  expect(answer).toMatchObject({ status: 200, json: { expiresIn: 60 } });
  expect(answer.json['url']).toMatch(/^\/api\/f\/[\w-]{43}$/u);
  return String(answer.json['url']);
}

async function open(
  person: PersonName | null,
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
) {
  const answer = await harness.send(person, method, url, { headers });
  if (answer === null) throw new Error('cut');
  return answer;
}

function inAskeby<Result>(work: Parameters<typeof withScope<Result>>[2]): Promise<Result> {
  return withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, work);
}

const complete = (task: Task) =>
  inAskeby((trx) => trx.updateTable('tasks').set({ state: 'completed' }).where('id', '=', task.id).execute());

const assess = (file: FileRecord, approval: 'approved' | 'rejected') =>
  inAskeby((trx) =>
    trx.updateTable('archive_entries').set({ approval }).where('file_id', '=', file.id).execute(),
  );

test('a ticket opens the very bytes that were sent, as often as asked within its minute', async () => {
  const { file } = await landed(bytes, { name: 'Tavle på loftet.jpg' });
  const url = await ticket('siri', file.id);
  for (let times = 0; times < 2; times += 1) {
    const answer = await open('siri', url);
    expect(answer.status).toBe(200);
    expect(answer.bytes).toEqual(bytes);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(bytes.length),
      'content-disposition': expect.stringContaining(`filename*=UTF-8''Tavle%20p%C3%A5%20loftet.jpg`),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  }
});

test('only a hash of the ticket is stored', async () => {
  const { file } = await landed();
  const url = await ticket('siri', file.id);
  const rows = await withScope(
    harness.app.db,
    { kind: 'person', personId: file.declaredBy, tenantIds: [] },
    (trx) => trx.selectFrom('file_tickets').select('ticket_hash').where('file_id', '=', file.id).execute(),
  );
  expect(rows).toEqual([{ ticket_hash: expect.stringMatching(/^[0-9a-f]{64}$/u) }]);
  expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1));
});

test('a picture is shown in place only when asked, never as a page of its own; nothing else is', async () => {
  const picture = await landed();
  const pdf = await landed(Buffer.from('%PDF-1.7\nstor rapport'));
  const html = await landed(Buffer.from('<script>alert(1)</script>'), { name: 'bilde.png' });
  const disposition = async (file: FileRecord, query: string, headers: Record<string, string> = {}) => {
    const answer = await open('siri', (await ticket('siri', file.id)) + query, headers);
    return [String(answer.headers['content-disposition']).split(';')[0], answer.headers['content-type']];
  };
  expect(await disposition(picture.file, '?inline=1')).toEqual(['inline', 'image/jpeg']);
  expect(await disposition(picture.file, '?inline=1', { 'Sec-Fetch-Dest': 'image' })).toEqual([
    'inline',
    'image/jpeg',
  ]);
  for (const dest of ['document', 'iframe', 'embed', 'object', 'frame']) {
    expect((await disposition(picture.file, '?inline=1', { 'Sec-Fetch-Dest': dest }))[0]).toBe('attachment');
  }
  expect(await disposition(picture.file, '')).toEqual(['attachment', 'image/jpeg']);
  expect(await disposition(pdf.file, '?inline=1')).toEqual(['attachment', 'application/pdf']);
  expect(await disposition(html.file, '?inline=1')).toEqual(['attachment', 'application/octet-stream']);
});

test('HEAD tells the size and reads nothing', async () => {
  const { file } = await landed();
  const url = await ticket('siri', file.id);
  const { store } = harness.deps;
  await harness.restart({ store: { ...store, read: () => Promise.reject(new Error('read')) } });
  const answer = await open('siri', url, {}, 'HEAD');
  expect(answer).toMatchObject({ status: 200, headers: { 'content-length': String(bytes.length) } });
  expect(answer.bytes).toHaveLength(0);
  await harness.restart();
});

test('after sixty seconds, for another person and for nobody a ticket opens nothing', async () => {
  const { file } = await landed();
  const url = await ticket('siri', file.id);
  expect((await open(null, url)).status).toBe(401);
  for (const person of ['sondre', 'magnus', 'nils'] as const) {
    expect((await open(person, url)).status).toBe(404);
  }
  harness.app.setNow(laterBy(now, 59_999));
  expect((await open('siri', url)).status).toBe(200);
  harness.app.setNow(laterBy(now, 60_000));
  expect((await open('siri', url)).status).toBe(404);
  harness.app.setNow(now);
});

test.each(['x', 'a'.repeat(43), '..%2f..%2fetc%2fpasswd', '%00', 'a'.repeat(5000)])(
  'a ticket that was never issued is not found: %s',
  async (made) => {
    const answer = await open('siri', `/api/f/${made}`);
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  },
);

test('a ticket ends with the grant, before its minute is over', async () => {
  const { file, task } = await landed();
  const url = await ticket('siri', file.id);
  await complete(task);
  expect(await open('siri', url)).toMatchObject({ status: 410, json: { code: 'link.dead' } });
  expect((await harness.post('siri', `/api/files/${file.id}/ticket`)).status).toBe(404);
});

test('a file that has not landed has no ticket, for its sender neither', async () => {
  const file = fileFor(bytes);
  await harness.task([file]);
  await harness.patch('siri', await harness.session('siri', file.id), 0, bytes.subarray(0, 10));
  for (const person of ['siri', 'magnus'] as const) {
    expect((await harness.post(person, `/api/files/${file.id}/ticket`)).status).toBe(404);
  }
});

test.each<[PersonName, boolean]>([
  ['astrid', true],
  ['magnus', true],
  ['mette', false],
  ['erik', true],
  ['unni', false],
  ['arne', false],
  ['siri', true],
  ['sondre', true],
  ['ragnar', false],
  ['nils', false],
  ['eva', false],
  ['stig', false],
])('a task’s attachment is read by whoever reads the task: %s %s', async (person, may) => {
  const { file } = await landed();
  const answer = await harness.post(person, `/api/files/${file.id}/ticket`);
  expect(answer.status).toBe(may ? 200 : 404);
  if (!may) {
    const madeUp = await harness.post(person, `/api/files/${uuid()}/ticket`);
    expect({ ...answer.json, requestId: '' }).toEqual({ ...madeUp.json, requestId: '' });
  }
});

test.each<[PersonName, { awaiting: boolean; approved: boolean }]>([
  ['astrid', { awaiting: true, approved: true }],
  ['magnus', { awaiting: true, approved: true }],
  ['mette', { awaiting: false, approved: false }],
  ['erik', { awaiting: false, approved: true }],
  ['unni', { awaiting: false, approved: true }],
  ['arne', { awaiting: false, approved: true }],
  ['siri', { awaiting: true, approved: true }],
  ['sondre', { awaiting: false, approved: true }],
  ['ragnar', { awaiting: false, approved: false }],
  ['nils', { awaiting: false, approved: false }],
  ['stig', { awaiting: false, approved: false }],
])('Siri’s archive file is read by %s: %o', async (person, may) => {
  const { file } = await landed(bytes, { purpose: 'archive', folderId: folders.fire });
  const status = async () => (await harness.post(person, `/api/files/${file.id}/ticket`)).status;
  expect(await status()).toBe(may.awaiting ? 200 : 404);
  await assess(file, 'rejected');
  expect(await status()).toBe(may.awaiting ? 200 : 404);
  await assess(file, 'approved');
  expect(await status()).toBe(may.approved ? 200 : 404);
});

test('an approved archive file is a supplier’s to read while any task of theirs is open there, and no longer', async () => {
  const { file, task } = await landed(bytes, { purpose: 'archive', folderId: folders.fire });
  await assess(file, 'approved');
  const url = await ticket('sondre', file.id);
  await inAskeby((trx) =>
    trx
      .updateTable('tasks')
      .set({ state: 'completed' })
      .where('id', '<>', task.id)
      .where(
        'id',
        'in',
        trx.selectFrom('assignments').select('task_id').where('supplier_id', '=', sagvikInAskeby.id),
      )
      .execute(),
  );
  expect((await open('sondre', url)).status).toBe(200);
  await complete(task);
  expect((await open('sondre', url)).status).toBe(410);
  expect((await harness.post('siri', `/api/files/${file.id}/ticket`)).status).toBe(404);
});
