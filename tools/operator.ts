import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createPasswords } from '#server/auth/passwords.ts';
import { systemClock } from '#server/clock.ts';
import { assertSuitableDatabase, connectApp, createDatabase } from '#server/db/connect.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { withScope } from '#server/db/scope.ts';
import { parseEnvironment } from '#server/env.ts';
import type { Environment } from '#server/env.ts';
import { installJobs } from '#server/jobs/install-jobs.ts';
import { createLog } from '#server/log.ts';
import { createTenant } from '#server/operator/create-tenant.ts';
import { inviteAdministrator } from '#server/operator/invite-administrator.ts';
import { emailSchema } from '#shared/people/sign-in.ts';

/* `npm run operator`: what nobody inside a tenant can do. Works beside a running server, and without one. */

const usage = `Usage:
  npm run operator -- create-tenant --name "Solvik kommune" --admin-email kari@solvik.example --admin-name "Kari Moe" [--language nb|en] [--print-link]

Makes a tenant and its first administrator. The administrator gets a mail with a link to make the password when
SMTP_URL is set; without it, or with --print-link, the link is printed here for you to hand over.
The environment is the server's: give the same DATABASE_URL or DATA_DIR, PUBLIC_URL and SMTP_URL.
`;

/** What each option must be; said when it is not. */
const expected: Readonly<Record<string, string>> = {
  name: "the tenant's name",
  'admin-email': 'an e-mail address',
  'admin-name': "the administrator's name",
  language: 'nb or en',
};

const named = z.string().trim().min(1).max(200);
const createTenantOptions = z.object({
  name: named,
  'admin-email': emailSchema,
  'admin-name': named,
  language: z.enum(['nb', 'en']).default('nb'),
  'print-link': z.boolean().default(false),
});

await run();

async function run(): Promise<void> {
  const [command, ...words] = process.argv.slice(2);
  if (command !== 'create-tenant') return end(usage);
  const options = readOptions(words);
  const parsed = parseEnvironment(process.env);
  if (!parsed.ok) return end(`${parsed.sentences.join('\n')}\n`);
  try {
    await onDatabase(parsed.environment, (url) => makeTenant(url, parsed.environment, options));
  } catch (error) {
    end(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function readOptions(words: string[]): z.infer<typeof createTenantOptions> {
  const text = { type: 'string' } as const;
  let values: unknown;
  try {
    ({ values } = parseArgs({
      args: words,
      options: {
        name: text,
        'admin-email': text,
        'admin-name': text,
        language: text,
        'print-link': { type: 'boolean' },
      },
    }));
  } catch (error) {
    return end(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const parsed = createTenantOptions.safeParse(values);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  return end(`${[...wrong].map((name) => `--${name} must be ${expected[name]}.\n`).join('')}\n${usage}`);
}

/** Beside a running server its own PostgreSQL serves; without one it is started for the moment. */
async function onDatabase(environment: Environment, work: (url: string) => Promise<void>): Promise<void> {
  const { databaseUrl, dataDir } = environment;
  const running = databaseUrl ?? (await findRunningPostgres(dataDir));
  if (running) return work(running);
  const embedded = await startEmbeddedPostgres({ dataDir, log: createLog('warn') });
  try {
    await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

async function makeTenant(
  url: string,
  environment: Environment,
  options: z.infer<typeof createTenantOptions>,
): Promise<void> {
  await assertSuitableDatabase(url);
  await migrate(url);
  await installJobs(url);
  const db = createDatabase(connectApp(url, { max: 2, applicationName: 'oppdrag-operator' }));
  try {
    const now = systemClock();
    const { name, language, 'admin-email': adminEmail, 'admin-name': adminName } = options;
    const created = await withScope(db, { kind: 'operator' }, (trx) =>
      createTenant(trx, { name, language, adminEmail, adminName }, now),
    );
    process.stdout.write(
      `Made the tenant "${name}" (${created.tenantId}); ${adminEmail} is its administrator.\n`,
    );
    if (!created.needsPassword) {
      process.stdout.write('The administrator has a password already, and signs in with it.\n');
      return;
    }
    const invitation = await inviteAdministrator(
      { db, passwords: createPasswords(), publicUrl: environment.publicUrl },
      { personId: created.adminId, by: environment.smtpUrl && !options['print-link'] ? 'mail' : 'hand', now },
    );
    process.stdout.write(
      invitation.by === 'mail'
        ? 'A mail with a link to make the password is in the outbox; the running server sends it.\n'
        : `Hand this over; it works once, for three days:\n  ${invitation.link}\n  or the code ${invitation.code} on ${environment.publicUrl}/forgot-password\n`,
    );
  } finally {
    await db.destroy();
  }
}

function end(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}
