import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { aFile, aTask } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { askebyBad, askebySkole, folders } from '#shared/testing/places.ts';

const answerSchema = z.object({
  buildings: z.array(z.object({ id: z.string(), postalPlace: z.string(), awaiting: z.number().nullable() })),
});

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const archived = { purpose: 'archive' as const, folderId: folders.fire };
  const file = (overrides: Parameters<typeof aFile>[0]) => aFile({ id: uuid(), ...archived, ...overrides });
  await insertTask(
    app.db,
    aTask({
      id: uuid(),
      files: [
        file({ state: 'available', approval: 'awaiting' }),
        file({ state: 'available', approval: 'awaiting' }),
        file({ state: 'available', approval: 'approved' }),
        file({ state: 'receiving', approval: 'awaiting' }),
      ],
    }),
  );
});
afterAll(() => app.close());

async function awaitingOf(person: PersonName): Promise<Record<string, number | null>> {
  const response = await app.request(person, 'GET', '/api/archive');
  const { buildings } = answerSchema.parse(await response.json());
  return Object.fromEntries(buildings.map((one) => [one.id, one.awaiting]));
}

test('who assesses is told how many landed files wait in each building', async () => {
  expect(await awaitingOf('astrid')).toEqual({ [askebySkole.id]: 2, [askebyBad.id]: 0 });
  expect(await awaitingOf('magnus')).toEqual({ [askebySkole.id]: 2 });
});

test('others see the buildings they reach, and nothing of what waits there', async () => {
  expect(await awaitingOf('erik')).toEqual({ [askebySkole.id]: null });
  expect(await awaitingOf('siri')).toEqual({ [askebySkole.id]: null });
});
