import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { logLevels } from '#server/log.ts';
import type { LogLevel } from '#server/log.ts';

/** Everything the server takes from its surroundings; nothing else reads `process.env`. */
export type Environment = Readonly<{
  port: number;
  /** The address to listen on; null is every address of the machine. */
  host: string | null;
  /** Absolute. Holds the embedded database, uploaded files and the demo's mailbox. */
  dataDir: string;
  /** Null: PostgreSQL is embedded under `dataDir`. */
  databaseUrl: string | null;
  databaseConnections: number;
  /** The origin people type, without a slash at the end; links in mail begin with it. */
  publicUrl: string;
  /** Whether PUBLIC_URL named it. Otherwise people may reach us by other names too, a tablet by the machine's address. */
  publicUrlGiven: boolean;
  /** Whether people reach us by https, here or at a proxy: decides on `__Host-` cookies and HSTS. */
  secure: boolean;
  tls: Readonly<{ cert: Buffer; key: Buffer }> | null;
  /** Believe `X-Forwarded-For` and `X-Forwarded-Proto`, which only a proxy of ours may set. */
  trustProxy: boolean;
  smtpUrl: string | null;
  mailFrom: string;
  /** Fill an empty database with the demo world, print its sign-ins, and run its mailbox unless SMTP_URL is set. */
  demo: boolean;
  mailbox: Readonly<{ port: number; smtpPort: number }>;
  /** Uploaded files are not scanned; the office is told so. */
  scanner: 'off';
  logLevel: LogLevel;
}>;

export type ParsedEnvironment =
  Readonly<{ ok: true; environment: Environment }> | Readonly<{ ok: false; sentences: readonly string[] }>;

const port = (standard: number) => wholeNumber(1, 65_535).default(standard);
const onOff = z.enum(['on', 'off'], { error: 'on or off' });

const variables = z.object({
  PORT: port(3000),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: address(
    'an address like postgres://user:password@host:5432/database',
    'postgres',
    'postgresql',
  ),
  DATABASE_CONNECTIONS: wholeNumber(1, 200).default(10),
  PUBLIC_URL: address('an origin like https://oppdrag.example, without a path', 'http', 'https').refine(
    (value) => value === undefined || /^https?:\/\/[^/?#@]+\/?$/.test(value),
    { error: 'an origin like https://oppdrag.example, without a path' },
  ),
  TLS_CERT: file(),
  TLS_KEY: file(),
  TRUST_PROXY: onOff.default('off'),
  SMTP_URL: address('an address like smtp://user:password@host:587 or smtps://host', 'smtp', 'smtps'),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
      error: 'an e-mail address, or a name and an address like Oppdrag <oppdrag@example.no>',
    })
    .optional(),
  DEMO: onOff.optional(),
  MAILBOX_PORT: port(1080),
  MAILBOX_SMTP_PORT: port(1025),
  SCANNER: z.literal('off', { error: 'off (this version has no virus scanner to call)' }).default('off'),
  LOG_LEVEL: z.enum(logLevels, { error: logLevels.join(', ') }).default('info'),
});

type Variables = z.infer<typeof variables>;

/** Reads the environment: all of it, or a sentence for every wrong value. An empty value counts as not given. */
export function parseEnvironment(raw: Readonly<Record<string, string | undefined>>): ParsedEnvironment {
  const given: Record<string, string> = {};
  for (const name of Object.keys(variables.shape)) {
    const value = raw[name]?.trim();
    if (value) given[name] = value;
  }
  const parsed = variables.safeParse(given);
  const sentences = parsed.error?.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name} is "${withoutPassword(given[name] ?? '')}"; it must be ${issue.message}.`;
  });
  const all = [...new Set([...(sentences ?? []), ...sentencesAboutPairs(given)])];
  if (!parsed.success || all.length > 0) return { ok: false, sentences: all };
  return { ok: true, environment: toEnvironment(parsed.data) };
}

function toEnvironment(given: Variables): Environment {
  const tls =
    given.TLS_CERT && given.TLS_KEY
      ? { cert: readFileSync(given.TLS_CERT), key: readFileSync(given.TLS_KEY) }
      : null;
  const own = `${tls ? 'https' : 'http'}://localhost:${given.PORT}`;
  const publicUrl = given.PUBLIC_URL ? new URL(given.PUBLIC_URL).origin : own;
  return {
    port: given.PORT,
    host: given.HOST ?? null,
    dataDir: resolve(given.DATA_DIR),
    databaseUrl: given.DATABASE_URL ?? null,
    databaseConnections: given.DATABASE_CONNECTIONS,
    publicUrl,
    publicUrlGiven: given.PUBLIC_URL !== undefined,
    secure: publicUrl.startsWith('https:'),
    tls,
    trustProxy: given.TRUST_PROXY === 'on',
    smtpUrl: given.SMTP_URL ?? null,
    mailFrom: given.MAIL_FROM ?? 'Oppdrag <oppdrag@localhost>',
    demo: given.DEMO ? given.DEMO === 'on' : !given.DATABASE_URL,
    mailbox: { port: given.MAILBOX_PORT, smtpPort: given.MAILBOX_SMTP_PORT },
    scanner: given.SCANNER,
    logLevel: given.LOG_LEVEL,
  };
}

/** What no variable shows alone. */
function sentencesAboutPairs(given: Readonly<Record<string, string>>): string[] {
  const sentences: string[] = [];
  const { TLS_CERT: cert, TLS_KEY: key } = given;
  if (cert && !key) sentences.push('TLS_CERT is given without TLS_KEY; https needs both.');
  if (key && !cert) sentences.push('TLS_KEY is given without TLS_CERT; https needs both.');
  if (cert && key && isReadable(cert) && isReadable(key)) {
    try {
      createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
    } catch (error) {
      sentences.push(
        `TLS_CERT "${cert}" and TLS_KEY "${key}" do not work together (${error instanceof Error ? error.message : 'unknown reason'}); ` +
          'they must be a certificate and its own private key, both in PEM form.',
      );
    }
  }
  if (given['SMTP_URL'] && !given['MAIL_FROM'])
    sentences.push('SMTP_URL is given without MAIL_FROM; mail servers refuse mail without a real sender.');
  return sentences;
}

function wholeNumber(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
}

function address(error: string, ...protocols: readonly string[]) {
  return z
    .string()
    .refine((value) => protocols.some((each) => value.startsWith(`${each}://`)) && URL.canParse(value), {
      error,
    })
    .optional();
}

function file() {
  return z.string().refine(isReadable, { error: 'the path of a file that this user can read' }).optional();
}

function isReadable(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

function withoutPassword(value: string): string {
  return value.replace(/(:\/\/)[^/]*@/, '$1…@');
}
