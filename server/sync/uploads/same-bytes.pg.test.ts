import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileFor, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { dahl, sagvik } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

/* Knowing the hash of bytes is not having them, and having them once is not reading them elsewhere (38). */
let harness: UploadHarness;
beforeAll(async () => {
  harness = await UploadHarness.start();
});
afterAll(() => harness.close());

const bytes = somePhoto();

/** Siri's and Ragnar's file of the very same bytes, each in a task of their own company. */
async function declaredTwice(): Promise<{ siris: FileRecord; ragnars: FileRecord }> {
  const siris = fileFor(bytes);
  const ragnars = fileFor(bytes, { declaredBy: people.ragnar.id, partyId: dahl.id });
  await harness.task([siris], { executors: [sagvik] });
  await harness.task([ragnars], { executors: [dahl] });
  return { siris, ragnars };
}

const ticket = async (person: PersonName, { id }: FileRecord) =>
  (await harness.post(person, `/api/files/${id}/ticket`)).status;

test('the same bytes declared twice are kept twice, and whoever reads the one does not read the other', async () => {
  const { siris, ragnars } = await declaredTwice();
  await harness.upload('siri', siris.id, bytes);
  await harness.upload('ragnar', ragnars.id, bytes);
  const keys = [(await harness.row(siris.id)).storageKey, (await harness.row(ragnars.id)).storageKey];
  expect(new Set(keys).size).toBe(2);
  expect(await harness.kept(siris.id)).toEqual(bytes);
  expect(await harness.kept(ragnars.id)).toEqual(bytes);
  expect([await ticket('siri', siris), await ticket('siri', ragnars)]).toEqual([200, 404]);
  expect([await ticket('ragnar', ragnars), await ticket('ragnar', siris)]).toEqual([200, 404]);
});

test('declaring the hash of bytes that are there already brings none of them: they must be sent', async () => {
  const { siris, ragnars } = await declaredTwice();
  await harness.upload('siri', siris.id, bytes);
  const url = await harness.session('ragnar', ragnars.id);
  expect((await harness.head('ragnar', url)).headers['upload-offset']).toBe('0');
  expect((await harness.finalise('ragnar', ragnars.id)).json).toMatchObject({ state: 'declared', offset: 0 });
  expect(await ticket('ragnar', ragnars)).toBe(404);
});
