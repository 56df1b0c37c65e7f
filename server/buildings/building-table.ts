import type { Defaulted, Timestamp } from '#server/db/column.ts';
import type { Folder } from '#shared/buildings/building.ts';

export interface BuildingTables {
  buildings: {
    id: string;
    tenant_id: string;
    name: string;
    address: string;
    postal_place: string;
    contact_name: string | null;
    contact_phone: string | null;
    access_note: string | null;
    created_at: Timestamp;
  };
  folders: {
    id: string;
    tenant_id: string;
    building_id: string;
    parent_id: string | null;
    name: string;
    kind: Folder['kind'];
    position: Defaulted<number>;
  };
}
