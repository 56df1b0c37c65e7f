import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { largestPatch } from '#server/sync/uploads/upload-routes.ts';
import { fileFor, patience, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';

let harness: UploadHarness;
const bytes = somePhoto(200_000);

beforeAll(async () => {
  harness = await UploadHarness.start();
});
afterEach(() => harness.restart());
afterAll(() => harness.close());

async function declared(content = bytes) {
  const file = fileFor(content);
  await harness.task([file]);
  return file;
}

test('a file goes from declared to available, its bytes kept as they were sent', async () => {
  const file = await declared();
  const opened = await harness.post('siri', `/api/files/${file.id}/session`);
  expect(opened).toMatchObject({ status: 200, json: { offset: 0, state: 'declared' } });
  const url = String(opened.json['uploadUrl']);
  expect(url).toMatch(/^\/api\/uploads\/[0-9a-f]{40}$/u);

  expect(await harness.patch('siri', url, 0, bytes.subarray(0, 80_000))).toMatchObject({
    status: 204,
    headers: { 'upload-offset': '80000', 'tus-resumable': '1.0.0' },
  });
  expect((await harness.file(file.id)).state).toBe('receiving');
  expect(await harness.head('siri', url)).toMatchObject({
    status: 200,
    headers: { 'upload-offset': '80000', 'upload-length': '200000', 'cache-control': 'no-store' },
  });
  await harness.patch('siri', url, 80_000, bytes.subarray(80_000));

  expect(await harness.finalise('siri', file.id)).toMatchObject({
    status: 200,
    json: { state: 'available' },
  });
  expect(await harness.file(file.id)).toMatchObject({ state: 'available', type: 'image/jpeg' });
  expect(await harness.kept(file.id)).toEqual(bytes);
  expect(await harness.incoming()).toBe(0);
});

test('asking for the session again gives the same address and how far it has come', async () => {
  const file = await declared();
  const [one, two] = await Promise.all([harness.session('siri', file.id), harness.session('siri', file.id)]);
  expect(one).toBe(two);
  await harness.patch('siri', one, 0, bytes.subarray(0, 1000));
  expect((await harness.post('siri', `/api/files/${file.id}/session`)).json).toEqual({
    uploadUrl: one,
    offset: 1000,
    state: 'receiving',
  });
});

test('a landed file wants no more bytes, and says so as often as it is asked', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes);
  for (let times = 0; times < 2; times += 1) {
    expect((await harness.finalise('siri', file.id)).json).toEqual({ state: 'available', restart: false });
    expect((await harness.post('siri', `/api/files/${file.id}/session`)).json).toEqual({
      uploadUrl: null,
      offset: bytes.length,
      state: 'available',
    });
    // A device that lost the last answer asks where it stands, and hears that it is done.
    expect(await harness.head('siri', url)).toMatchObject({
      status: 200,
      headers: { 'upload-offset': String(bytes.length), 'upload-length': String(bytes.length) },
    });
  }
  expect(await harness.patch('siri', url, 0, bytes)).toMatchObject({ status: 409 });
  expect((await harness.send('siri', 'DELETE', url, { headers: { 'Tus-Resumable': '1.0.0' } }))?.status).toBe(
    400,
  );
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('an empty file lands without a single byte on its way', async () => {
  const file = await declared(Buffer.alloc(0));
  expect(await harness.upload('siri', file.id, Buffer.alloc(0))).toMatchObject({
    json: { state: 'available' },
  });
  expect(await harness.file(file.id)).toMatchObject({ state: 'available', size: 0, type: null });
  expect(await harness.kept(file.id)).toEqual(Buffer.alloc(0));
});

test('finalising before all bytes are here says how far it has come and ends nothing', async () => {
  const file = await declared();
  expect((await harness.finalise('siri', file.id)).json).toEqual({
    state: 'declared',
    restart: false,
    offset: 0,
  });
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, 7));
  expect((await harness.finalise('siri', file.id)).json).toEqual({
    state: 'receiving',
    restart: false,
    offset: 7,
  });
  await harness.patch('siri', url, 7, bytes.subarray(7));
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
});

test('cut at any byte and resumed with nothing but the address, the file is whole', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  for (const cut of [0, 1, 65_535, 65_536, 65_537, bytes.length - 1]) {
    const from = Number((await harness.head('siri', url)).headers['upload-offset']);
    const gone = new AbortController();
    const sending = { stallAt: cut - from, release: gone.signal };
    const patching = harness.patch('siri', url, from, bytes.subarray(from), sending);
    await expect.poll(() => harness.deps.store.size(url.slice(-40)), patience).toBe(cut);
    gone.abort();
    expect(await patching).toBeNull();
    // The network goes; every other time the server with it.
    if (cut % 2 === 0) await harness.restart();
  }
  const from = Number((await harness.head('siri', url)).headers['upload-offset']);
  expect(from).toBe(bytes.length - 1);
  await harness.patch('siri', url, from, bytes.subarray(from));
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a server that dies with a PATCH on its way keeps what had come', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const ended = new AbortController();
  const patching = harness.patch('siri', url, 0, bytes, { stallAt: 120_000, release: ended.signal });
  await expect.poll(() => harness.row(file.id).then((row) => row.state), patience).toBe('receiving');
  await expect.poll(async () => harness.deps.store.size(url.slice(-40)), patience).toBe(120_000);
  await harness.restart();
  expect(await patching).toBeNull();
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('120000');
  await harness.patch('siri', url, 120_000, bytes.subarray(120_000));
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a stalled PATCH gives way to the next one within seconds, and loses nothing', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const ended = new AbortController();
  const stalled = harness.patch('siri', url, 0, bytes, { stallAt: 50_000, release: ended.signal });
  await expect.poll(async () => harness.deps.store.size(url.slice(-40)), patience).toBe(50_000);
  const began = performance.now();
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('50000');
  expect(performance.now() - began).toBeLessThan(6000);
  expect(await harness.patch('siri', url, 50_000, bytes.subarray(50_000))).toMatchObject({ status: 204 });
  ended.abort();
  await stalled;
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a PATCH that wakes up after another took its place writes nothing any more', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const wakes = new AbortController();
  const wrong = Buffer.concat([bytes.subarray(0, 50_000), Buffer.alloc(bytes.length - 50_000)]);
  const sleeper = harness.patch('siri', url, 0, wrong, { stallAt: 50_000, resume: wakes.signal });
  await expect.poll(async () => harness.deps.store.size(url.slice(-40)), patience).toBe(50_000);
  const next = harness.patch('siri', url, 50_000, bytes.subarray(50_000, 150_000));
  setTimeout(() => wakes.abort(), 2500);
  expect((await next)?.headers['upload-offset']).toBe('150000');
  await sleeper;
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('150000');
  await harness.patch('siri', url, 150_000, bytes.subarray(150_000));
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({
    state: 'available',
    restart: false,
  });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('PATCHes at the same time never mix: one is written, the others are told the offset moved', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() => harness.patch('siri', url, 0, bytes.subarray(0, 150_000))),
  );
  expect(answers.map((answer) => answer?.status).sort()).toEqual([204, 409, 409, 409, 409]);
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('150000');
  await harness.patch('siri', url, 150_000, bytes.subarray(150_000));
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test.each([
  ['another offset', 1, {}, 409],
  ['an offset beyond the end', 200_001, {}, 409],
  ['a negative offset', -1, {}, 400],
  ['an offset that is no number', 0, { 'Upload-Offset': '1e2' }, 400],
  ['another content type', 0, { 'Content-Type': 'application/octet-stream' }, 400],
  ['no tus version', 0, { 'Tus-Resumable': '' }, 412],
  ['another tus version', 0, { 'Tus-Resumable': '0.2.2' }, 400],
])('a PATCH with %s is refused and changes nothing', async (_what, offset, headers, status) => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  expect((await harness.patch('siri', url, offset, bytes.subarray(0, 10), { headers }))?.status).toBe(status);
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('0');
});

test('more bytes than were declared are refused, at once or at the end', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  expect((await harness.patch('siri', url, 0, Buffer.alloc(bytes.length + 1)))?.status).toBe(413);
  await harness.patch('siri', url, 0, bytes.subarray(0, -1));
  expect((await harness.patch('siri', url, bytes.length - 1, Buffer.alloc(2)))?.status).toBe(413);
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe(String(bytes.length - 1));
});

test('a PATCH over 8 MiB is too large before a byte is read, and one of untold length is invalid', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const large = await harness.patch('siri', url, 0, Buffer.alloc(0), {
    headers: { 'Content-Length': String(largestPatch + 1) },
    stallAt: 0,
  });
  expect(large).toMatchObject({ status: 413, json: { code: 'request.too-large' } });
  const chunked = await harness.send('siri', 'PATCH', url, {
    headers: {
      'Tus-Resumable': '1.0.0',
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': '0',
      'Transfer-Encoding': 'chunked',
    },
  });
  expect(chunked).toMatchObject({
    status: 400,
    json: { code: 'request.invalid', fields: ['content-length'] },
  });
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('0');
});

test('a PATCH may be as large as 8 MiB', async () => {
  const large = somePhoto(largestPatch);
  const file = await declared(large);
  expect((await harness.upload('siri', file.id, large)).json).toMatchObject({ state: 'available' });
});

test.each(['GET', 'POST', 'OPTIONS', 'PUT', 'TRACE'])(
  '%s of an upload address is not found',
  async (method) => {
    const file = await declared();
    const url = await harness.session('siri', file.id);
    const answer = await harness.send('siri', method, url, {
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10' },
    });
    expect(answer).toMatchObject({ status: 404, json: { code: 'not-found' } });
  },
);

test('nothing creates uploads but a session: POST, defer, concat and method override make none', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const before = await harness.incoming();
  for (const headers of [
    { 'Upload-Length': '10' },
    { 'Upload-Defer-Length': '1' },
    { 'Upload-Concat': 'final;/api/uploads/../../etc/passwd' },
    { 'Upload-Length': '-1' },
    { 'Upload-Length': '9007199254740992' },
  ]) {
    for (const path of ['/api/uploads', '/api/uploads/', `/api/uploads/${'0'.repeat(40)}`]) {
      const made = await harness.send('siri', 'POST', path, {
        headers: { 'Tus-Resumable': '1.0.0', ...headers },
      });
      expect(made).toMatchObject({ status: 404 });
    }
  }
  const overridden = await harness.send('siri', 'POST', url, {
    headers: { 'Tus-Resumable': '1.0.0', 'X-HTTP-Method-Override': 'DELETE' },
  });
  expect(overridden?.status).toBe(404);
  // On a PATCH they are not read at all: the size is the declared one.
  const patched = await harness.patch('siri', url, 0, bytes.subarray(0, 10), {
    headers: { 'Upload-Length': '10', 'X-HTTP-Method-Override': 'DELETE', 'Upload-Metadata': 'tenant YQ==' },
  });
  expect(patched?.status).toBe(204);
  expect((await harness.head('siri', url)).headers).toMatchObject({
    'upload-offset': '10',
    'upload-length': String(bytes.length),
  });
  expect(await harness.incoming()).toBe(before);
});

test.each([
  '..',
  '%2e%2e',
  '..%2f..%2fetc%2fpasswd',
  'a'.repeat(39),
  'A'.repeat(40),
  `${'a'.repeat(40)}.json`,
  '%00',
  '0'.repeat(40),
])('an address that was never given is not found: %s', async (name) => {
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const answer = await harness.send('siri', method, `/api/uploads/${name}`, {
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
        'Content-Length': '0',
      },
    });
    expect(answer?.status).toBe(404);
  }
});

test('DELETE takes back what was sent; the file is still declared and may be sent anew', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, 1000));
  const headers = { 'Tus-Resumable': '1.0.0' };
  expect((await harness.send('siri', 'DELETE', url, { headers }))?.status).toBe(204);
  expect((await harness.head('siri', url)).status).toBe(404);
  const again = await harness.session('siri', file.id);
  expect(again).not.toBe(url);
  expect((await harness.head('siri', url)).status).toBe(410);
  await harness.patch('siri', again, 0, bytes);
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
});

test('bytes the server lost are asked for again, from the beginning', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, 1000));
  await harness.deps.store.removeIncoming(url.slice(-40));
  expect((await harness.post('siri', `/api/files/${file.id}/session`)).json).toMatchObject({ offset: 0 });
  expect(await harness.session('siri', file.id)).not.toBe(url);
});

test('the disk failing under a PATCH is our trouble, to be tried again, and never said to be written', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  const { store } = harness.deps;
  const failing = Object.create(store.incoming) as typeof store.incoming;
  failing.write = () => Promise.reject(Object.assign(new Error('disk full'), { code: 'ENOSPC' }));
  await harness.restart({ store: { ...store, incoming: failing } });
  expect((await harness.patch('siri', url, 0, bytes))?.status).toBe(503);
  await harness.restart();
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('0');
});

test('sending needs a session of one’s own and our own pages', async () => {
  const file = await declared();
  const url = await harness.session('siri', file.id);
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const headers = { 'Content-Length': '0' };
    expect((await harness.send(null, method, url, { headers }))?.status).toBe(401);
  }
  for (const verb of ['session', 'finalise', 'ticket']) {
    const sending = { headers: { 'Content-Type': 'application/json' }, body: Buffer.from('{}') };
    expect((await harness.send(null, 'POST', `/api/files/${file.id}/${verb}`, sending))?.status).toBe(401);
  }
  const foreign = await harness.patch('siri', url, 0, bytes, { headers: { Origin: 'https://evil.example' } });
  expect(foreign?.status).toBe(403);
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('0');
});
