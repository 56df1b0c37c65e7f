import type { Dexie } from 'dexie';
import type { Handle } from '#lib/device/open-database.ts';

const limited = new WeakSet<Dexie>();

/** A database in which writing fails for as long as the device is full; deleting and reading go on. */
export function limitStorage<D extends Dexie>(handle: Handle<D>, isFull: () => boolean): Handle<D> {
  return {
    ...handle,
    use: (work) =>
      handle.use((db) => {
        limit(db, isFull);
        return work(db);
      }),
  };
}

/** Before the database is opened: its core is made then. */
function limit(db: Dexie, isFull: () => boolean): void {
  if (limited.has(db)) return;
  limited.add(db);
  db.use({
    stack: 'dbcore',
    name: 'limit',
    create: (core) => ({
      ...core,
      table(name) {
        const table = core.table(name);
        return {
          ...table,
          mutate(request) {
            const grows = request.type === 'add' || request.type === 'put';
            if (grows && isFull()) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
            return table.mutate(request);
          },
        };
      },
    }),
  });
}
