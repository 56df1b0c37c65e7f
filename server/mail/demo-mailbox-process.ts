import { createServer } from 'node:net';
import { MailDev } from 'maildev';

/**
 * The demo's mailbox in a process of its own: argv are web port, SMTP port and folder. Reports the ports it got to its
 * parent, and ends when the parent does, however the parent ended.
 */
const [web, smtp, folder] = process.argv.slice(2);
const host = '127.0.0.1';
const mailbox = new MailDev({
  web: await freeOr(Number(web)),
  smtp: await freeOr(Number(smtp)),
  ip: host,
  webIp: host,
  mailDirectory: folder ?? '',
  maxEmails: 500,
  silent: true,
});
const servers = await mailbox.start();
process.send?.({ port: servers.api?.getAddress()?.port, smtpPort: servers.smtp.getAddress().port });
process.once('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group; the parent decides when the mailbox goes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

/** The port, or 0 (any) when somebody else has it. */
function freeOr(port: number): Promise<number> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(0));
    probe.listen(port, host, () => probe.close(() => settle(port)));
  });
}
