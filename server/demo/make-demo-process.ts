import { z } from 'zod';
import { createPasswords } from '#server/auth/passwords.ts';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import { makeDemoWorld } from '#server/demo/make-demo-world.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { instantSchema } from '#shared/kernel/instant.ts';

const order = z.object({ databaseUrl: z.string(), dataDir: z.string(), now: instantSchema });

// The server is gone: what is not committed now is made again at the next start.
process.on('disconnect', () => process.exit(1));

process.once('message', (message) => {
  void make(order.parse(message)).then(() => process.exit(0));
});

async function make({ databaseUrl, dataDir, now }: z.infer<typeof order>): Promise<void> {
  const db = createDatabase(connectApp(databaseUrl, { max: 1, applicationName: 'oppdrag-demo' }));
  await makeDemoWorld({
    db,
    store: await createDiskFileStore(dataDir),
    passwords: createPasswords(),
    clock: () => now,
    closing: new AbortController().signal,
  });
  await db.destroy();
}
