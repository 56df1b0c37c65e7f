import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileFor, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';

let harness: UploadHarness;
const bytes = somePhoto(700_000);

beforeAll(async () => {
  harness = await UploadHarness.start();
});
afterAll(() => harness.close());

/** What the device uses: the address alone, no endpoint, no retries of its own. Ends after `until` bytes when told. */
async function sendByTus(url: string, until = Infinity): Promise<{ sent: number }> {
  const cookie = await harness.cookieOf('siri');
  const origin = `http://127.0.0.1:${harness.port}`;
  return new Promise((resolve, reject) => {
    let sent = 0;
    const upload = new Upload(bytes, {
      uploadUrl: `${origin}${url}`,
      uploadSize: bytes.length,
      chunkSize: 65_536,
      retryDelays: null,
      storeFingerprintForResuming: false,
      headers: { Cookie: cookie, Origin: origin },
      onChunkComplete: (chunk, accepted) => {
        sent += chunk;
        if (accepted >= until) void upload.abort().then(() => resolve({ sent }));
      },
      onSuccess: () => resolve({ sent }),
      onError: reject,
    });
    upload.start();
  });
}

test('the tus client of the device sends a file, is interrupted, and goes on where it was', async () => {
  const file = fileFor(bytes);
  await harness.task([file]);
  const url = await harness.session('siri', file.id);
  const first = await sendByTus(url, 200_000);
  await harness.restart();
  const second = await sendByTus(url);
  // At most the chunk that was on its way is sent twice.
  expect(first.sent + second.sent).toBeLessThanOrEqual(bytes.length + 65_536);
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
  // Asked again although all is done, it sends nothing and is content.
  expect(await sendByTus(url)).toEqual({ sent: 0 });
});

test('the tus client hears a lost grant as an end, with the reason in the answer', async () => {
  const file = fileFor(bytes);
  const task = await harness.task([file]);
  const url = await harness.session('siri', file.id);
  await sendByTus(url, 100_000);
  await harness.post('magnus', '/api/commands', {
    type: 'cancel-task',
    id: crypto.randomUUID(),
    madeAt: harness.deps.clock(),
    taskId: task.id,
  });
  const error = await sendByTus(url).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ originalResponse: expect.anything() });
  const { originalResponse } = error as { originalResponse: { getStatus(): number } };
  expect(originalResponse.getStatus()).toBe(410);
});
