import type { Kysely } from 'kysely';
import { z } from 'zod';
import { createPasswords } from '#server/auth/passwords.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { createTenant } from '#server/operator/create-tenant.ts';
import { deactivatePerson } from '#server/operator/deactivate-person.ts';
import { giveBuildingAccess } from '#server/operator/give-building-access.ts';
import { inviteAdministrator } from '#server/operator/invite-administrator.ts';
import { registerSupplier } from '#server/operator/register-supplier.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { emailSchema } from '#shared/people/sign-in.ts';
import { defineCommand, type OperatorCommand } from './operator-command.ts';

const operator = { by: null, channel: 'operator' } as const;
const named = z.string().trim().min(1).max(200);
const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

const createTenantCommand = defineCommand({
  usage: `create-tenant --name "Solvik kommune" --admin-email kari@solvik.example --admin-name "Kari Moe" [--language nb|en] [--print-link]
    Makes a tenant and its first administrator. The administrator gets a mail with a link to make the password when
    SMTP_URL is set; without it, or with --print-link, the link is printed here for you to hand over.`,
  schema: z.object({
    name: named,
    'admin-email': emailSchema,
    'admin-name': named,
    language: z.enum(['nb', 'en']).default('nb'),
    'print-link': z.boolean().default(false),
  }),
  options: {
    ...{ name: text, 'admin-email': text, 'admin-name': text, language: text },
    'print-link': { type: 'boolean' },
  },
  says: {
    name: "the tenant's name",
    'admin-email': 'an e-mail address',
    'admin-name': "the administrator's name",
    language: 'nb or en',
  },
  async run({ db, clock, environment }, options) {
    const now = clock();
    const { name, language, 'admin-email': adminEmail, 'admin-name': adminName } = options;
    const created = await withScope(db, { kind: 'operator' }, (trx) =>
      createTenant(trx, { name, language, adminEmail, adminName }, now),
    );
    const made = `Made the tenant "${name}" (${created.tenantId}); ${adminEmail} is its administrator.\n`;
    if (!created.needsPassword)
      return `${made}The administrator has a password already, and signs in with it.\n`;
    const by = environment.smtpUrl && !options['print-link'] ? 'mail' : 'hand';
    const invitation = await inviteAdministrator(
      { db, passwords: createPasswords(), publicUrl: environment.publicUrl },
      { personId: created.adminId, by, now },
    );
    return invitation.by === 'mail'
      ? `${made}A mail with a link to make the password is in the outbox; the running server sends it.\n`
      : `${made}Hand this over; it works once, for three days:\n  ${invitation.link}\n  or the code ${invitation.code} on ${environment.publicUrl}/forgot-password\n`;
  },
});

const deactivateCommand = defineCommand({
  usage: `deactivate --email arne@hauge.example [--tenant "Solvik kommune"]
    Ends what somebody is to the tenant, or to every tenant: access, sessions and uploads under way, at once. What the
    person did stays.`,
  schema: z.object({ email: emailSchema, tenant: named.optional() }),
  options: { email: text, tenant: text },
  says: { email: 'an e-mail address', tenant: "the tenant's name" },
  async run(deps, { email, tenant }) {
    const tenantId = tenant === undefined ? null : await tenantIdOf(deps.db, tenant);
    const ended = await deactivatePerson(deps, { email, tenantId, ...operator });
    const { tenantIds, refusedFiles } = ended;
    return `${email} is deactivated; tenants: ${tenantIds.length}, files on their way that were refused: ${refusedFiles}.\n`;
  },
});

const giveBuildingAccessCommand = defineCommand({
  usage: `give-building-access --tenant "Solvik kommune" --email arne@hauge.example --building "Solvik skole" [--building …]
    Opens buildings to one of the tenant's own people: staff, or an ad hoc user.`,
  schema: z.object({ tenant: named, email: emailSchema, building: z.array(named).min(1) }),
  options: { tenant: text, email: text, building: texts },
  says: {
    tenant: "the tenant's name",
    email: 'an e-mail address',
    building: "a building's name, once or several times",
  },
  async run(deps, { tenant, email, building }) {
    const tenantId = await tenantIdOf(deps.db, tenant);
    const buildingIds = await buildingIdsOf(deps.db, tenantId, building);
    const given = await giveBuildingAccess(deps, { tenantId, email, buildingIds, ...operator });
    return `${email} got ${given.length} of ${buildingIds.length} buildings; the others were theirs already.\n`;
  },
});

const registerSupplierCommand = defineCommand({
  usage: `register-supplier --tenant "Solvik kommune" --name "Holm Heis AS" --contact-name "Hanne Holm" --contact-email hanne@holm.example [--organisation-number 999000444] [--trade heis …]
    Enters a supplier and its contact into the tenant's list. No mail goes out: the first task brings access.`,
  schema: z.object({
    tenant: named,
    name: named,
    'contact-name': named,
    'contact-email': emailSchema,
    'organisation-number': z
      .string()
      .regex(/^\d{9}$/u)
      .optional(),
    trade: z.array(named).default([]),
  }),
  options: {
    ...{ tenant: text, name: text, 'contact-name': text, 'contact-email': text },
    ...{ 'organisation-number': text, trade: texts },
  },
  says: {
    tenant: "the tenant's name",
    name: "the supplier's name",
    'contact-name': "the contact's name",
    'contact-email': 'an e-mail address',
    'organisation-number': 'nine digits',
    trade: 'a trade, once or several times',
  },
  async run(deps, options) {
    const { supplierId } = await registerSupplier(deps.db, {
      ...operator,
      tenantId: await tenantIdOf(deps.db, options.tenant),
      now: deps.clock(),
      supplier: {
        ...{ name: options.name, trades: options.trade, phone: null, note: null },
        ...{ email: options['contact-email'], organisationNumber: options['organisation-number'] ?? null },
        contacts: [{ name: options['contact-name'], email: options['contact-email'] }],
      },
    });
    return `"${options.name}" is in the list of "${options.tenant}" (${supplierId}).\n`;
  },
});

/** The operator's commands by what is typed. */
export const operatorCommands: Readonly<Record<string, OperatorCommand>> = {
  'create-tenant': createTenantCommand,
  deactivate: deactivateCommand,
  'give-building-access': giveBuildingAccessCommand,
  'register-supplier': registerSupplierCommand,
};

async function tenantIdOf(db: Kysely<Database>, name: string): Promise<Id> {
  const row = await withScope(db, { kind: 'operator' }, (trx) =>
    trx.selectFrom('tenants').select('id').where('name', '=', name).executeTakeFirst(),
  );
  if (row === undefined) throw new Error(`There is no tenant called "${name}".`);
  return row.id;
}

async function buildingIdsOf(db: Kysely<Database>, tenantId: Id, names: readonly string[]): Promise<Id[]> {
  const rows = await withScope(db, { kind: 'tenant', tenantId }, (trx) =>
    trx
      .selectFrom('buildings')
      .select(['id', 'name'])
      .where('name', 'in', [...names])
      .execute(),
  );
  const missing = names.find((name) => !rows.some((row) => row.name === name));
  if (missing !== undefined) throw new Error(`There is no building called "${missing}" in this tenant.`);
  return rows.map((row) => row.id);
}
