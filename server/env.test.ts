import { expect, test } from 'vitest';
import { parseEnvironment } from '#server/env.ts';

function sentencesFor(raw: Record<string, string>): readonly string[] {
  const parsed = parseEnvironment(raw);
  return parsed.ok ? [] : parsed.sentences;
}

function environmentFor(raw: Record<string, string>) {
  const parsed = parseEnvironment(raw);
  if (!parsed.ok) throw new Error(parsed.sentences.join('\n'));
  return parsed.environment;
}

test('nothing given is a demo on port 3000 with its own database', () => {
  expect(environmentFor({})).toMatchObject({
    port: 3000,
    host: null,
    databaseUrl: null,
    publicUrl: 'http://localhost:3000',
    secure: false,
    demo: true,
    scanner: 'off',
    logLevel: 'info',
  });
});

test('a database of one’s own turns the demo off unless it is asked for', () => {
  const DATABASE_URL = 'postgres://me:secret@db.example/oppdrag';
  expect(environmentFor({ DATABASE_URL }).demo).toBe(false);
  expect(environmentFor({ DATABASE_URL, DEMO: 'on' }).demo).toBe(true);
  expect(environmentFor({ DEMO: 'off' }).demo).toBe(false);
});

test('a public https address without a certificate here means a proxy, and is secure', () => {
  expect(environmentFor({ PUBLIC_URL: 'https://oppdrag.example/' })).toMatchObject({
    publicUrl: 'https://oppdrag.example',
    secure: true,
    tls: null,
  });
});

test('an empty value counts as not given', () => {
  expect(environmentFor({ PORT: '', SMTP_URL: '  ' })).toMatchObject({ port: 3000, smtpUrl: null });
});

test.each([
  ['PORT', 'abc', 'PORT is "abc"; it must be a whole number from 1 to 65535.'],
  ['PORT', '70000', 'PORT is "70000"; it must be a whole number from 1 to 65535.'],
  ['PORT', '3e3', 'PORT is "3e3"; it must be a whole number from 1 to 65535.'],
  ['DEMO', 'yes', 'DEMO is "yes"; it must be on or off.'],
  ['SCANNER', 'clamd', 'SCANNER is "clamd"; it must be off (this version has no virus scanner to call).'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud"; it must be error, warn, info, debug.'],
  [
    'PUBLIC_URL',
    'https://oppdrag.example/app',
    'PUBLIC_URL is "https://oppdrag.example/app"; it must be an origin like https://oppdrag.example, without a path.',
  ],
  [
    'MAIL_FROM',
    'nobody',
    'MAIL_FROM is "nobody"; it must be an e-mail address, or a name and an address like Oppdrag <oppdrag@example.no>.',
  ],
])('%s=%s is refused with one sentence', (name, value, sentence) => {
  expect(sentencesFor({ [name]: value })).toEqual([sentence]);
});

test('a wrong address is told without its password', () => {
  const [sentence] = sentencesFor({ DATABASE_URL: 'mysql://me:s3cret@db.example/oppdrag' });
  expect(sentence).toBe(
    'DATABASE_URL is "mysql://…@db.example/oppdrag"; it must be an address like postgres://user:password@host:5432/database.',
  );
});

test('every wrong value is told at once', () => {
  const told = sentencesFor({
    PORT: 'x',
    DEMO: 'x',
    TLS_CERT: '/nowhere.pem',
    SMTP_URL: 'smtp://mail.example',
  });
  expect(told).toEqual([
    'PORT is "x"; it must be a whole number from 1 to 65535.',
    'TLS_CERT is "/nowhere.pem"; it must be the path of a file that this user can read.',
    'DEMO is "x"; it must be on or off.',
    'TLS_CERT is given without TLS_KEY; https needs both.',
    'SMTP_URL is given without MAIL_FROM; mail servers refuse mail without a real sender.',
  ]);
});

test('a file that is no certificate is told by name', () => {
  const path = import.meta.filename;
  expect(sentencesFor({ TLS_CERT: path, TLS_KEY: path })).toEqual([
    expect.stringMatching(/^TLS_CERT ".*env\.test\.ts" and TLS_KEY ".*" do not work together/),
  ]);
});
