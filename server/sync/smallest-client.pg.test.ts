import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveTestPasswords, testPassword } from '#server/testing/test-passwords.ts';
import { UploadHarness } from '#server/testing/upload-harness.ts';
import { people } from '#shared/testing/people.ts';

const example = resolve(import.meta.dirname, '../../docs/examples/smallest-client.ts');
const run = promisify(execFile);

let server: UploadHarness;
beforeAll(async () => {
  server = await UploadHarness.start();
  await giveTestPasswords(server.deps, 'siri');
});
afterAll(() => server.close());

test('the client written from docs/protocol.md alone pulls, comments, and sees its acknowledgement', async () => {
  const task = await server.task([]);
  const address = `http://127.0.0.1:${server.port}`;
  const { stdout } = await run(process.execPath, [example, address, people.siri.email, testPassword]);
  const said = JSON.parse(stdout) as { taskId: string; commentId: string; outcome: string };
  expect(said).toMatchObject({ taskId: task.id, outcome: 'applied' });
  const { comments } = await server.taskNow(task.id);
  expect(comments.map((one) => [one.id, one.text])).toContainEqual([
    said.commentId,
    'Hilsen fra en liten klient.',
  ]);
});
