/* One production build, ended explicitly: Vite 8 may keep its process alive after the last file is written. */
import { createBuilder } from 'vite';

try {
  // `build()` would make one environment only; this is what the command line does.
  const builder = await createBuilder({ logLevel: 'warn' }, null);
  await builder.buildApp();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
