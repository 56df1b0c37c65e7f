import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { isFull, isLostConnection, StorageFullError } from '#lib/device/is-lost-connection.ts';
import { DatabaseReplacedError, openDatabase } from '#lib/device/open-database.ts';
import { PersonDatabase } from '#lib/device/person-database.ts';
import { people } from '#shared/testing/people.ts';

const personId = people.siri.id;

function setUp() {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange };
  const opened: PersonDatabase[] = [];
  const said: string[] = [];
  const handle = openDatabase(
    () => {
      const db = new PersonDatabase(personId, options);
      opened.push(db);
      return db;
    },
    { replaced: (name) => said.push(`replaced ${name}`), blocked: (name) => said.push(`blocked ${name}`) },
  );
  return { handle, opened, options, said };
}

const failing = (name: string, message = '') => Object.assign(new Error(message), { name });

describe('a database handle', () => {
  it.each([
    failing('DatabaseClosedError'),
    failing('UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again'),
    failing('InvalidStateError', 'The database connection is closing.'),
    failing('AbortError', 'Attempt to get a record without an in-progress transaction'),
    Object.assign(failing('OpenFailedError'), { inner: failing('UnknownError', 'Internal error opening') }),
  ])('opens a lost connection anew and runs the work once more (%s)', async (error) => {
    const { handle, opened } = setUp();
    let runs = 0;
    const result = await handle.use((db) => {
      runs += 1;
      return runs === 1 ? Promise.reject(error) : db.outbox.count();
    });
    expect(result).toBe(0);
    expect(runs).toBe(2);
    expect(opened).toHaveLength(2);
  });

  it('runs the work once more at most', async () => {
    const { handle } = setUp();
    let runs = 0;
    const error = failing('UnknownError');
    await expect(
      handle.use(() => {
        runs += 1;
        return Promise.reject(error);
      }),
    ).rejects.toBe(error);
    expect(runs).toBe(2);
  });

  it('does not repeat work that failed by itself', async () => {
    const { handle, opened } = setUp();
    await expect(handle.use(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    const full = Object.assign(failing('AbortError'), { inner: failing('QuotaExceededError') });
    await expect(handle.use(() => Promise.reject(full))).rejects.toBeInstanceOf(StorageFullError);
    expect(opened).toHaveLength(1);
  });

  it('finds back after the browser closed the connection under it', async () => {
    const { handle, opened } = setUp();
    await handle.use((db) => db.outbox.count());
    opened[0]?.close();
    expect(await handle.use((db) => db.outbox.count())).toBe(0);
  });

  it('lets go for an upgrade in another window, says so, and never opens under it again', async () => {
    const { handle, options, said } = setUp();
    await handle.use((db) => db.meta.put({ key: 'feed', value: { cookie: 'c', epoch: null } }));
    const newer = new PersonDatabase(personId, options);
    newer.version(99).stores({ somethingNew: 'id' });
    await newer.open();
    expect(said).toEqual([`replaced oppdrag-${personId}`]);
    expect(() => handle.use((db) => db.meta.count())).toThrow(DatabaseReplacedError);
    expect(await newer.meta.count()).toBe(1);
    newer.close();
  });

  it('opens a database that a newer version made, as after going back to an older app', async () => {
    const { handle, options } = setUp();
    await handle.use((db) => db.meta.put({ key: 'feed', value: { cookie: 'c', epoch: null } }));
    handle.close();
    const newer = new PersonDatabase(personId, options);
    newer.version(99).stores({ somethingNew: 'id' });
    await newer.open();
    newer.close();
    expect(await handle.use((db) => db.meta.count())).toBe(1);
  });
});

describe('telling a lost connection from a full device', () => {
  it('knows a full device, also inside another error', () => {
    const full = failing('QuotaExceededError');
    expect(isFull(Object.assign(failing('AbortError'), { inner: full }))).toBe(true);
    expect(isLostConnection(Object.assign(failing('UnknownError'), { inner: full }))).toBe(false);
    expect(isFull(failing('UnknownError'))).toBe(false);
    expect(isLostConnection('a string')).toBe(false);
  });
});
