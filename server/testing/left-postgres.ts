import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'oppdrag-test-';

/** How the folders of test runs begin; the process id in the name tells later runs whose it was. */
export function runFolderPrefix(): string {
  return join(tmpdir(), `${prefix}${process.pid}-`);
}

/** Ends the PostgreSQL that a killed server or test run left in `dataDir`; nothing is saved. */
export async function endLeftPostgres(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const name = `/proc/${pid}/comm`;
  if (existsSync(name) && readFileSync(name, 'utf8').trim() !== 'postgres') return;
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    return;
  }
  for (let attempt = 0; attempt < 100 && existsSync(file); attempt++)
    await new Promise((settle) => setTimeout(settle, 50));
}

/** Clears away what test runs left that were killed before they could do it themselves. */
export async function clearDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? process.pid);
    if (isAlive(pid)) continue;
    await endLeftPostgres(join(tmpdir(), name));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
