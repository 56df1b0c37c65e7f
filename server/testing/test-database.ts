import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

export type TestDatabase = Readonly<{
  /** For `connectApp`, which binds itself to the application's role. */
  url: string;
  /** For `connectOwner` and `migrate`. */
  ownerUrl: string;
  /** Drops the database, with whoever is still connected to it. */
  close(): Promise<void>;
}>;

/** Where the run's PostgreSQL is announced: JSON of the superuser's and the owner's address. */
export const testPostgresVariable = 'OPPDRAG_TEST_POSTGRES';

export const templateName = 'oppdrag_template';

/** A migrated, empty database of one's own, cloned from the run's template in about 50 ms. Works in vitest and Playwright. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await makeDatabase(name, templateName);
  const url = databaseUrl(name);
  return {
    url,
    ownerUrl: url,
    close: () => asAdmin((sql) => sql.unsafe(`drop database if exists ${name} with (force)`)),
  };
}

/** The owner's address of a database of this run. */
export function databaseUrl(name: string): string {
  const url = new URL(addresses().owner);
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes a database that belongs to the owner; a copy of `template` when one is named. */
export async function makeDatabase(name: string, template = 'template1'): Promise<void> {
  const owner = new URL(addresses().owner).username;
  await asAdmin((sql) => sql.unsafe(`create database ${name} template ${template} owner ${owner}`));
}

async function asAdmin(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(addresses().admin, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function addresses(): { admin: string; owner: string } {
  const announced = process.env[testPostgresVariable];
  if (!announced)
    throw new Error(
      'No PostgreSQL was started for this test: name the file *.pg.test.ts, or start the run by npm run pg or npm run stories.',
    );
  return JSON.parse(announced) as { admin: string; owner: string };
}
