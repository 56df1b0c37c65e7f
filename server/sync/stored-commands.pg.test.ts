import { readFileSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { fieldCommandTypes } from '#shared/testing/command-types.ts';

/** An outbox may be a year old: what was ever queued is decided by the rules of work, and never refused for its form. */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const file = new URL('../../shared/sync/stored-commands.json', import.meta.url);
const storedSchema = z.array(
  z.object({ protocol: z.number(), command: z.looseObject({ type: z.string() }) }),
);
const types: readonly string[] = fieldCommandTypes;
const stored = storedSchema
  .parse(JSON.parse(readFileSync(file, 'utf8')))
  .filter(({ command }) => types.includes(command.type));

test.each(stored)('$command.type of protocol $protocol is decided', async ({ command }) => {
  const siri = new SyncClient(app, 'siri');
  const [outcome] = await siri.push({ ...command, id: uuid() });
  const code = outcome?.status === 'refused' ? outcome.refusal.code : outcome?.status;
  expect(['applied', 'task.not-found', 'file.not-found', 'folder.not-found']).toContain(code);
});
