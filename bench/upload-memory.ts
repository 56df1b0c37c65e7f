import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { largestPatch } from '#server/sync/uploads/upload-routes.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { UploadHarness } from '#server/testing/upload-harness.ts';
import { aFile } from '#shared/testing/builders.ts';

/*
 * How much memory the server takes while one large file is received, verified, kept and read again:
 *   node bench/upload-memory.ts [megabytes, 300]
 * The server is a process of its own, so that what the sender holds is not counted.
 */

const megabyte = 1_000_000;
const size = Number(process.argv[2] ?? 300) * megabyte;
const block = Buffer.alloc(largestPatch, 'Rapport om rør og sikringer. ');

interface Ready {
  readonly port: number;
  readonly cookie: string;
  readonly fileId: string;
}

/** The server: tells where it is, and then the peak of its resident memory each time it is asked. */
async function serve(): Promise<void> {
  const harness = await UploadHarness.start();
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += block.length) hash.update(block.subarray(0, size - at));
  const file = aFile({ size, sha256: hash.digest('hex') });
  await harness.task([file]);
  let peak = 0;
  const sample = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  process.on('message', (word) => {
    if (word === 'peak') process.send?.(peak);
    else
      void harness
        .close()
        .then(() => clearInterval(sample))
        .then(() => process.disconnect());
  });
  const ready: Ready = { port: harness.port, cookie: await harness.cookieOf('siri'), fileId: file.id };
  process.send?.(ready);
}

async function measure(): Promise<void> {
  const postgres = await startTestPostgres();
  const child = fork(import.meta.filename, [String(size / megabyte), 'serve']);
  const hear = <Word>() => new Promise<Word>((heard) => child.once('message', (word) => heard(word as Word)));
  const ready = await hear<Ready>();
  const say = async (what: string, work: () => Promise<void>) => {
    const began = performance.now();
    await work();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const answer = hear<number>();
    child.send('peak');
    process.stdout.write(
      `${what.padEnd(28)} ${seconds} s, peak so far ${Math.round((await answer) / megabyte)} MB\n`,
    );
  };

  let url = '';
  await say('session', async () => {
    const answer = await send(ready, 'POST', `/api/files/${ready.fileId}/session`, {}, '{}');
    url = (JSON.parse(answer) as { uploadUrl: string }).uploadUrl;
  });
  await say(`${size / megabyte} MB in PATCHes of 8 MiB`, async () => {
    for (let at = 0; at < size; at += block.length) {
      const headers = {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': String(at),
        'Content-Type': 'application/offset+octet-stream',
      };
      await send(ready, 'PATCH', url, headers, block.subarray(0, size - at));
    }
  });
  await say('finalise', async () => {
    await send(ready, 'POST', `/api/files/${ready.fileId}/finalise`, {}, '{}');
  });
  await say('download', async () => {
    const ticket = await send(ready, 'POST', `/api/files/${ready.fileId}/ticket`, {}, '{}');
    await send(ready, 'GET', (JSON.parse(ticket) as { url: string }).url, {}, '');
  });
  const ended = new Promise((exited) => child.once('exit', exited));
  child.send('end');
  await ended;
  await postgres.stop();
}

/** Sends a request and returns the beginning of the answer; throws unless it went well. */
async function send(
  { port, cookie }: Ready,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const type = typeof body === 'string' && body !== '' ? { 'Content-Type': 'application/json' } : {};
    const common = { Cookie: cookie, Origin: `http://127.0.0.1:${port}`, 'Content-Length': body.length };
    const options = { host: '127.0.0.1', port, method, path, headers: { ...common, ...type, ...headers } };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        if (text.length < 10_000) text += chunk.toString('latin1');
      });
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode < 300) resolve(text);
        else reject(new Error(`${method} ${path}: ${statusCode} ${text}`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

await (process.argv[3] === 'serve' ? serve() : measure());
