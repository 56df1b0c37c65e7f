import { networkInterfaces } from 'node:os';
import type { Environment } from '#server/env.ts';

/** One demo person as printed at the start. */
export type DemoSignIn = Readonly<{ email: string; role: string; tenant: string; password: string }>;

/** The lines printed when everything is ready: where to go, and with which demo person. */
export function welcome(
  environment: Pick<Environment, 'port' | 'host' | 'publicUrl' | 'tls' | 'smtpUrl'>,
  facts: Readonly<{ mailboxUrl: string | null; demoSignIns: readonly DemoSignIn[] }>,
): string {
  const lines = ['', 'Oppdrag is ready.', '', ...addresses(environment)];
  if (facts.mailboxUrl)
    lines.push(`  Mailbox       ${facts.mailboxUrl}  (every mail of the demo, none is sent on)`);
  else if (!environment.smtpUrl) lines.push('  Mail          waits in the outbox: SMTP_URL is not set');
  if (facts.demoSignIns.length > 0)
    lines.push('', 'Demo sign-ins (e-mail, role, tenant, password):', ...table(facts.demoSignIns));
  return `${lines.join('\n')}\n\n`;
}

function addresses(environment: Pick<Environment, 'port' | 'host' | 'publicUrl' | 'tls'>): string[] {
  const scheme = environment.tls ? 'https' : 'http';
  const own = `${scheme}://localhost:${environment.port}`;
  const lines = [`  This machine  ${own}`];
  if (environment.publicUrl !== own) lines.push(`  Public        ${environment.publicUrl}`);
  if (environment.host !== null) return lines;
  const hint = environment.tls ? '' : '  (without https: no work without network; see TLS_CERT)';
  for (const address of Object.values(networkInterfaces()).flat())
    if (address && !address.internal && address.family === 'IPv4')
      lines.push(`  Network       ${scheme}://${address.address}:${environment.port}${hint}`);
  return lines;
}

function table(signIns: readonly DemoSignIn[]): string[] {
  const rows = signIns.map((each) => [each.email, each.role, each.tenant, each.password]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
