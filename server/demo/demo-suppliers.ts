import { demoId } from '#server/demo/demo-id.ts';
import { askeby, nordvag } from '#server/demo/demo-places.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FixedSupplier } from '#shared/testing/places.ts';

type DemoSupplier = FixedSupplier & { readonly phone: string; readonly note?: string };

/** A company as one tenant registered it: two tenants, two records. */
function supplier(
  tenant: { id: Id; name: string },
  company: Omit<DemoSupplier, 'id' | 'tenantId'>,
  note?: string,
): DemoSupplier {
  const id = demoId('supplier', `${tenant.name}/${company.name}`);
  return { ...company, id, tenantId: tenant.id, ...(note === undefined ? {} : { note }) };
}

const sagvik = {
  name: 'Sagvik Elektro AS',
  organisationNumber: '999000111',
  email: 'post@sagvik-elektro.example',
  phone: '+47 400 00 211',
  trades: ['elektro', 'ventilasjon'],
};
const bakke = {
  name: 'Bakke Brannsikring AS',
  organisationNumber: '999000333',
  email: 'post@bakke-brannsikring.example',
  phone: '+47 400 00 233',
  trades: ['brann'],
};
const holm = {
  name: 'Holm Heis AS',
  organisationNumber: '999000444',
  email: 'service@holm-heis.example',
  phone: '+47 400 00 244',
  trades: ['heis'],
};

/** Works for both municipalities; its contacts are Siri and Sondre. */
export const sagvikInAskeby = supplier(askeby, sagvik, 'Rammeavtale til og med neste år. Vakttelefon 24/7.');
export const sagvikInNordvag = supplier(nordvag, sagvik);
export const bakkeInAskeby = supplier(askeby, bakke);
export const bakkeInNordvag = supplier(nordvag, bakke);
export const holmInAskeby = supplier(askeby, holm, 'Fastpris på månedlig tilsyn.');
export const holmInNordvag = supplier(nordvag, holm);

/** Askeby's plumber: works in the same buildings as Sagvik and never sees its tasks. */
export const dahlInAskeby = supplier(askeby, {
  name: 'Rørlegger Dahl AS',
  organisationNumber: '999000222',
  email: 'post@dahl-ror.example',
  phone: '+47 400 00 222',
  trades: ['rør'],
});
export const lieInAskeby = supplier(askeby, {
  name: 'Lie Lekeplasskontroll',
  organisationNumber: '999000555',
  email: 'post@lie-lekeplass.example',
  phone: '+47 400 00 255',
  trades: ['lekeplass'],
});
export const nordventInNordvag = supplier(nordvag, {
  name: 'Nordvent AS',
  organisationNumber: '999000666',
  email: 'post@nordvent.example',
  phone: '+47 400 00 266',
  trades: ['ventilasjon'],
});

export const demoSuppliers = [
  sagvikInAskeby,
  sagvikInNordvag,
  bakkeInAskeby,
  bakkeInNordvag,
  holmInAskeby,
  holmInNordvag,
  dahlInAskeby,
  lieInAskeby,
  nordventInNordvag,
] as const;

/** The companies by the names tasks use; each in every tenant that knows it. */
export const demoCompanies = {
  sagvik: [sagvikInAskeby, sagvikInNordvag],
  bakke: [bakkeInAskeby, bakkeInNordvag],
  holm: [holmInAskeby, holmInNordvag],
  dahl: [dahlInAskeby],
  lie: [lieInAskeby],
  nordvent: [nordventInNordvag],
} as const satisfies Record<string, readonly DemoSupplier[]>;

export type Company = keyof typeof demoCompanies;
