import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '#server/env.ts';
import type { Log } from '#server/log.ts';

export type DemoMailbox = Readonly<{
  /** Where people read the demo's mail. */
  webUrl: string;
  /** Where the server delivers it. */
  smtpUrl: string;
  stop(): Promise<void>;
}>;

const report = z.object({ port: z.number(), smtpPort: z.number() });

/**
 * Starts MailDev, which shows every mail of the demo and sends none of them on; on this machine only. Another free port
 * is used, and told, where the asked one is taken.
 */
export async function startDemoMailbox(
  environment: Pick<Environment, 'dataDir' | 'mailbox'>,
  log: Log,
): Promise<DemoMailbox> {
  const folder = join(environment.dataDir, 'mailbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const asked = environment.mailbox;
  const child = fork(
    join(import.meta.dirname, 'demo-mailbox-process.ts'),
    [String(asked.port), String(asked.smtpPort), folder],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const exit = new Promise<void>((settle) => child.once('exit', () => settle()));
  const got = await new Promise<z.infer<typeof report>>((settle, fail) => {
    child.on('message', (message) => {
      // Under `node --watch` the child also reports what it imports.
      const parsed = report.safeParse(message);
      if (parsed.success) settle(parsed.data);
    });
    child.once('exit', (code) =>
      fail(new Error(`The demo mailbox did not start (exit code ${code}). ${said}`)),
    );
  });
  if (got.port !== asked.port) log.info(`MAILBOX_PORT ${asked.port} is taken; the mailbox uses ${got.port}`);
  if (got.smtpPort !== asked.smtpPort)
    log.info(`MAILBOX_SMTP_PORT ${asked.smtpPort} is taken; the mailbox uses ${got.smtpPort}`);
  return {
    webUrl: `http://localhost:${got.port}`,
    smtpUrl: `smtp://127.0.0.1:${got.smtpPort}`,
    async stop() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
