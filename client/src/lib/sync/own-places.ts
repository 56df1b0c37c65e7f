import type { Id } from '#shared/kernel/ids.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { Ports } from '#lib/sync/ports.ts';

/** What the person's own actions work with. */
export interface OwnPlaces {
  readonly ports: Ports;
  readonly personId: Id;
  readonly database: Handle<PersonDatabase>;
  readonly bytes: Handle<BytesDatabase>;
}
