import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { packText } from '#server/http/pack-text.ts';

const long = 'Kontroll av nødlys. '.repeat(200);

it('packs a long text for whoever takes gzip', async () => {
  const { body, headers } = await packText(long, 'br, gzip;q=0.5');
  expect(headers['Content-Encoding']).toBe('gzip');
  expect(gunzipSync(body as Uint8Array).toString()).toBe(long);
});

it.each([undefined, 'br', 'gzip;q=0', 'gzip; q=0.000, br'])('packs nothing for %s', async (accepted) => {
  expect(await packText(long, accepted)).toEqual({ body: long, headers: {} });
});

it('packs no short text', async () => {
  expect(await packText('kort', 'gzip')).toEqual({ body: 'kort', headers: {} });
});
