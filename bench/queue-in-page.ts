import type { Id } from '#shared/kernel/ids.ts';

/** Opens the person's database in the page, as `db`, and gives `ask` for its requests: the beginning of a script. */
export function openQueue(personId: Id): string {
  return `const db = await new Promise((done, failed) => {
    const asked = indexedDB.open(${JSON.stringify(`oppdrag-${personId}`)});
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const ask = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });`;
}

/** A script that puts commands at the end of the app's queue, as its own code writes them. */
export function fillQueue(personId: Id, commands: readonly object[]): string {
  return `(async () => {
    ${openQueue(personId)}
    const trx = db.transaction(['outbox', 'meta'], 'readwrite');
    const [outbox, meta] = [trx.objectStore('outbox'), trx.objectStore('meta')];
    const { value } = await ask(meta.get('sequence'));
    let { nextSeq, nextOrder } = value;
    for (const command of ${JSON.stringify(commands)}) {
      outbox.add({ seq: nextSeq++, order: nextOrder++, id: command.id, taskId: command.taskId, command,
        madeAt: command.madeAt, label: '', task: null, retries: 0, outcome: null });
    }
    meta.put({ key: 'sequence', value: { ...value, nextSeq, nextOrder } });
    await new Promise((done) => { trx.oncomplete = done; });
    db.close();
  })()`;
}
