import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { findActor } from '#server/people/actor-queries.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, askebyBad } from '#shared/testing/places.ts';

let app: TestApp;
/** Each command is a process that starts from nothing; on a busy machine that takes seconds. */
const slow = 90_000;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

function operate(...words: string[]): Promise<{ code: number; said: string; complained: string }> {
  const { databaseUrl, dataDir } = app.deps.environment;
  const env = { ...process.env, DATABASE_URL: databaseUrl ?? '', DATA_DIR: dataDir, DEMO: 'off' };
  return new Promise((settle) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, 'operator.ts'), ...words],
      { env },
      (error, said, complained) =>
        settle({ code: typeof error?.code === 'number' ? error.code : 0, said, complained }),
    );
  });
}

test(
  'a building is given, and the one it is given to is deactivated, beside a running server that hears of it',
  async () => {
    const { email, id: personId } = people.arne;
    let pokes = 0;
    app.deps.pokes.listen({ personId, tenantIds: [], poke: () => (pokes += 1) });
    const given = await operate(
      ...['give-building-access', '--tenant', askeby.name, '--email', email],
      ...['--building', askebyBad.name, '--building', 'Askeby skole'],
    );
    expect(given).toEqual({
      code: 0,
      said: `${email} got 1 of 2 buildings; the others were theirs already.\n`,
      complained: '',
    });
    await expect.poll(() => pokes, { timeout: 10_000 }).toBe(1);
    const ended = await operate('deactivate', '--email', email.toUpperCase());
    expect(ended.said).toBe(
      `${email} is deactivated; tenants: 1, files on their way that were refused: 0.\n`,
    );
    await expect.poll(() => pokes, { timeout: 10_000 }).toBe(2);
    expect(await operate('deactivate', '--email', email)).toEqual({
      code: 1,
      said: '',
      complained: `${email} has nothing to end there.\n`,
    });
  },
  slow,
);

test(
  'a supplier is registered with a contact who may act',
  async () => {
    const { said } = await operate(
      ...['register-supplier', '--tenant', askeby.name, '--name', 'Strand AS', '--trade', 'glass'],
      ...['--contact-name', 'Stig Strand', '--contact-email', people.stig.email],
    );
    expect(said).toMatch(/^"Strand AS" is in the list of "Askeby kommune" \([0-9a-f-]{36}\)\.\n$/u);
    const actor = await withScope(app.db, { kind: 'sign-in' }, (trx) => findActor(trx, people.stig.id));
    expect(actor?.engagements.map((one) => one.supplierName)).toEqual(['Strand AS']);
  },
  slow,
);

test(
  'what cannot be done is told in a sentence with the usage',
  async () => {
    const [unknown, wrong, strange, nowhere] = await Promise.all([
      operate('fly'),
      operate('deactivate', '--email', 'nobody'),
      operate('deactivate', '--mail', 'x@y.example'),
      operate('deactivate', '--email', people.siri.email, '--tenant', 'Ingensteds'),
    ]);
    expect(unknown.code).toBe(1);
    for (const name of ['create-tenant', 'deactivate', 'give-building-access', 'register-supplier'])
      expect(unknown.complained).toContain(`  ${name} --`);
    expect(wrong.complained).toMatch(
      /^--email must be an e-mail address\.\n\nUsage: npm run operator -- deactivate/u,
    );
    expect(strange.complained).toContain("Unknown option '--mail'");
    expect(nowhere).toMatchObject({ code: 1, complained: 'There is no tenant called "Ingensteds".\n' });
  },
  slow,
);
