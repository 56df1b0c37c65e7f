import { fork } from 'node:child_process';
import type { Serializable } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a file of this folder in a process of its own until it ends, and rejects with what it said when it failed. It
 * is killed when `closing` is aborted. What it needs goes as a message: arguments could be read by everybody.
 */
export async function runChild(
  file: string,
  talk: {
    readonly closing: AbortSignal;
    readonly order?: Serializable;
    readonly hear?: (message: unknown) => void;
  },
): Promise<void> {
  const child = fork(join(import.meta.dirname, file), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    signal: talk.closing,
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  if (talk.order !== undefined) child.send(talk.order);
  await new Promise<void>((done, failed) => {
    child.on('message', (message) => talk.hear?.(message));
    child.once('error', failed);
    child.once('exit', (code, signal) => {
      if (code === 0) done();
      else failed(new Error(`${file} ended with ${signal ?? `exit code ${code}`}. ${said}`));
    });
  });
}
