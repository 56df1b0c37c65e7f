import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { aFile, aTask, dahl } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askebyBad, askebySkole, dahlInAskeby, folders } from '#shared/testing/places.ts';

const answerSchema = z.object({
  buildings: z.array(z.object({ id: z.string(), postalPlace: z.string(), awaiting: z.number().nullable() })),
});

const entriesSchema = z.object({
  entries: z.array(z.object({ fromName: z.string(), file: z.object({ name: z.string() }) })),
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

test('who sent a file for another supplier is told to staff only', async () => {
  const name = 'rørtegning.pdf';
  const ragnars = {
    declaredBy: people.ragnar.id,
    declaredByName: people.ragnar.name,
    partyId: dahlInAskeby.id,
  };
  const approved = {
    purpose: 'archive',
    folderId: folders.fire,
    state: 'available',
    approval: 'approved',
  } as const;
  const file = aFile({ id: uuid(), ...approved, ...ragnars, name });
  await insertTask(app.db, aTask({ id: uuid(), number: 2, executors: [dahl], files: [file] }));
  const senderOf = async (person: PersonName) => {
    const response = await app.request(person, 'GET', `/api/archive/${askebySkole.id}`);
    const { entries } = entriesSchema.parse(await response.json());
    return entries.find((one) => one.file.name === name)?.fromName;
  };
  expect(await senderOf('magnus')).toBe('Ragnar Dahl');
  expect(await senderOf('ragnar')).toBe('Ragnar Dahl');
  for (const outsider of ['siri', 'unni', 'arne'] as const) expect(await senderOf(outsider)).toBe('');
});
