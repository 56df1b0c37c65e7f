import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';

/** A folder of a building's archive; the tree is flat with parents. */
export const folderSchema = z.strictObject({
  id: idSchema,
  parentId: z.nullable(idSchema),
  name: z.string(),
  /** system: made by us; global: from the tenant's template; local: this building's own. */
  kind: z.enum(['system', 'global', 'local']),
});
export type Folder = z.infer<typeof folderSchema>;

/** What somebody with a grant needs on site, offline too. Never costs, staff addresses or other suppliers. */
export const buildingSchema = z.strictObject({
  id: idSchema,
  tenantId: idSchema,
  tenantName: z.string(),
  name: z.string(),
  address: z.string(),
  postalPlace: z.string(),
  contactName: z.nullable(z.string()),
  contactPhone: z.nullable(z.string()),
  accessNote: z.nullable(z.string()),
  folders: z.array(folderSchema),
});
export type Building = z.infer<typeof buildingSchema>;
