import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { sweepUploads } from '#server/sync/uploads/sweep-uploads.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { fileFor, UploadHarness } from '#server/testing/upload-harness.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import { now } from '#shared/testing/builders.ts';
import { askeby } from '#shared/testing/places.ts';

let harness: UploadHarness;
beforeAll(async () => {
  harness = await UploadHarness.start();
  // A server that is stopping starts no verdict by itself at the last byte: here they come when they are told to.
  await harness.restart({ closing: AbortSignal.abort() });
});
afterAll(() => harness.close());

const week = 7 * 86_400_000;
const unit = 1_000;

interface Act {
  readonly is: 'declare' | 'session' | 'land' | 'cancel' | 'complete' | 'reopen' | 'sweep';
  readonly which: number;
}

/** Tasks of Siri's (of one alone the declarations would wait for each other) and four files that may be declared in them, of one to three units each. */
class Room {
  readonly #taskIds: readonly Id[];
  readonly #files: readonly { file: FileRecord; bytes: Buffer }[];

  constructor(taskIds: readonly Id[]) {
    this.#taskIds = taskIds;
    this.#files = Array.from({ length: 4 }, (_, at) => {
      const bytes = Buffer.alloc(unit * ((at % 3) + 1), at + 1);
      return { bytes, file: fileFor(bytes, { name: `${at}.bin` }) };
    });
  }

  async act({ is, which }: Act): Promise<void> {
    const taskId = must(this.#taskIds[which % this.#taskIds.length], 'task');
    const { file, bytes } = must(this.#files[which], 'file');
    const { id: fileId, name, size, sha256 } = file;
    const place = { purpose: 'task-attachment', folderId: null, checklistId: null, questionId: null };
    if (is === 'declare') await this.#push(taskId, 'declare-file', { fileId, ...place, name, size, sha256 });
    else if (is === 'cancel') await this.#push(taskId, 'cancel-file', { fileId });
    else if (is === 'complete') await this.#push(taskId, 'complete-task', { files: [] });
    else if (is === 'reopen') await this.#reopen(taskId);
    else if (is === 'sweep') await sweepUploads(harness.deps, laterBy(now, week));
    else await this.#send(fileId, is === 'land' ? bytes : null);
  }

  async #push(taskId: Id, type: string, fields: object): Promise<void> {
    const command = { type, id: uuid(), madeAt: now, taskId, ...fields };
    await new SyncClient(harness.app, 'siri').push(command);
  }

  async #reopen(taskId: Id): Promise<void> {
    const command = { type: 'reopen-task', id: uuid(), madeAt: now, taskId, executors: null };
    await harness.app.request('magnus', 'POST', '/api/commands', command);
  }

  async #send(fileId: Id, bytes: Buffer | null): Promise<void> {
    const { uploadUrl } = (await harness.post('siri', `/api/files/${fileId}/session`)).json;
    if (bytes === null || typeof uploadUrl !== 'string') return;
    await harness.patch('siri', uploadUrl, 0, bytes);
    await harness.finalise('siri', fileId);
  }
}

/** What Askeby has reserved, and what its files that count come to. */
async function books(): Promise<{ reserved: number; counted: number; available: number }> {
  return withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    const files = await trx.selectFrom('files').select(['size', 'state']).execute();
    const sum = (states: readonly string[]) =>
      files.filter(({ state }) => states.includes(state)).reduce((all, { size }) => all + Number(size), 0);
    const tenant = await trx
      .selectFrom('tenants')
      .select('reserved_bytes')
      .where('id', '=', askeby.id)
      .executeTakeFirstOrThrow();
    return {
      reserved: Number(tenant.reserved_bytes),
      counted: sum(['declared', 'receiving', 'received', 'available']),
      available: sum(['available']),
    };
  });
}

const act: fc.Arbitrary<Act> = fc.record({
  is: fc.constantFrom<Act['is']>(
    ...(['declare', 'declare', 'declare', 'declare', 'declare', 'session', 'land', 'land'] as const),
    ...(['cancel', 'cancel', 'cancel', 'complete', 'reopen', 'reopen', 'reopen', 'sweep'] as const),
  ),
  which: fc.nat(3),
});
/** What happens at the same moment, moment after moment. */
const moments = fc.array(fc.array(act, { minLength: 1, maxLength: 4, size: 'max' }), {
  minLength: 6,
  maxLength: 14,
  size: 'max',
});

test('however files are declared, sent, taken back, refused and expire, what is reserved is what counts, and fits', async () => {
  await fc.assert(
    fc.asyncProperty(moments, fc.integer({ min: 2, max: 8 }), async (all, units) => {
      const tasks = [await harness.task([], { state: 'in-progress' }), await harness.task([])];
      const room = new Room(tasks.map((task) => task.id));
      const quota = (await books()).reserved + units * unit;
      await withScope(harness.app.db, { kind: 'operator' }, (trx) =>
        trx.updateTable('tenants').set({ quota_bytes: quota }).where('id', '=', askeby.id).execute(),
      );
      for (const together of all) {
        await Promise.all(together.map((one) => room.act(one)));
        const { reserved, counted } = await books();
        expect(reserved).toBe(counted);
        expect(reserved).toBeLessThanOrEqual(quota);
      }
      await sweepUploads(harness.deps, laterBy(now, week));
      const { reserved, available } = await books();
      expect(reserved, 'all that has not landed is given back').toBe(available);
    }),
    { numRuns: 16, endOnFailure: true },
  );
});
