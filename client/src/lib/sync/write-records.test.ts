import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PersonDatabase } from '#lib/device/person-database.ts';
import { taskRow } from '#lib/device/record-rows.ts';
import { planChanges } from '#lib/sync/plan-changes.ts';
import type { PullAnswer } from '#lib/sync/read-pull.ts';
import { writeRecords } from '#lib/sync/write-records.ts';
import { aTask } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';

let db: PersonDatabase;
beforeEach(() => {
  db = new PersonDatabase(people.siri.id, { indexedDB: new IDBFactory(), IDBKeyRange });
});
afterEach(() => db.delete());

/** An answer with so many whole task scopes, each with its record. */
function answerOf(count: number): PullAnswer['changes'] {
  return Array.from({ length: count }, (_, at) => {
    const id = localId(at + 1);
    const scope = { line: 'scope', whole: true, scope: { kind: 'task', id, generation: 1 } } as const;
    const record = { kind: 'task', id, rev: 1, body: aTask({ id, number: at }) } as const;
    return [scope, { line: 'put', record } as const];
  }).flat();
}

describe('writing an answer of many scopes', () => {
  it('stays in its one transaction, so that a fault after it undoes all of it', async () => {
    const plan = planChanges(answerOf(600));
    const applying = db.transaction('rw', db.tables, async () => {
      await writeRecords(db, plan);
      expect(await db.tasks.count()).toBe(600);
      throw new Error('the power went');
    });
    await expect(applying).rejects.toThrow('the power went');
    expect(await db.tasks.count()).toBe(0);
  });

  it('removes what the device had of a scope that came without its record', async () => {
    const known = aTask({ id: localId(1) });
    await db.tasks.add(taskRow(known.id, 1, known));
    const answer = answerOf(2).filter((line) => line.line !== 'put' || line.record.id !== known.id);
    await db.transaction('rw', db.tables, async () => writeRecords(db, planChanges(answer)));
    expect(await db.tasks.toCollection().primaryKeys()).toEqual([localId(2)]);
  });
});
