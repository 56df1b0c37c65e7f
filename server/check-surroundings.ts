import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/** Makes the folder of DATA_DIR and tries to write in it; throws a sentence that names the variable. */
export function openDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    rmdirSync(mkdtempSync(join(dataDir, '.trial-')));
  } catch (error) {
    throw new Error(
      `DATA_DIR is "${dataDir}"; it must be a folder in which this user can write (${codeOf(error)}).`,
      { cause: error },
    );
  }
}

/** Throws a sentence when nothing can listen on HOST, before any part has started. */
export async function assertHost(host: string | null): Promise<void> {
  if (host === null) return;
  const probe = createServer();
  await new Promise<void>((settle, fail) => {
    probe.once('error', (error) => fail(new Error(sayHost(host, error), { cause: error })));
    probe.listen(0, host, () => probe.close(() => settle()));
  });
}

// Node's own `recursive` asks for ever where the system answers a parent's ENOENT, as it does in /proc.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function sayHost(host: string, error: Error): string {
  return codeOf(error) === 'EADDRNOTAVAIL'
    ? `This machine does not have the address HOST=${host}.`
    : `HOST is "${host}"; it must be a name or address of this machine (${codeOf(error)}).`;
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: string };
  return code ?? String(error);
}
