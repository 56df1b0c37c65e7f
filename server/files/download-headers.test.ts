import { expect, test } from 'vitest';
import { downloadHeaders } from '#server/files/download-headers.ts';

const file = { name: 'tavle.jpg', size: 12, type: 'image/jpeg' };

test('nothing a stranger sent can run, be guessed at, be framed or be kept by a cache', () => {
  expect(downloadHeaders(file, false)).toMatchObject({
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'Content-Length': '12',
  });
});

test.each([
  ['image/jpeg', true, 'image/jpeg', 'inline'],
  ['image/jpeg', false, 'image/jpeg', 'attachment'],
  ['application/pdf', true, 'application/pdf', 'attachment'],
  [null, true, 'application/octet-stream', 'attachment'],
  ['image/svg+xml', true, 'application/octet-stream', 'attachment'],
  ['text/html', true, 'application/octet-stream', 'attachment'],
])('%s asked inline=%s is served as %s, %s', (type, inline, contentType, disposition) => {
  const headers = downloadHeaders({ ...file, type }, inline);
  expect(headers['Content-Type']).toBe(contentType);
  expect(headers['Content-Disposition']?.split(';')[0]).toBe(disposition);
});

test.each([
  ['rapport.pdf', `attachment; filename="rapport.pdf"; filename*=UTF-8''rapport.pdf`],
  [
    'Tavle på loftet.jpg',
    `attachment; filename="Tavle p_ loftet.jpg"; filename*=UTF-8''Tavle%20p%C3%A5%20loftet.jpg`,
  ],
  [`a"; x='b'.jpg`, `attachment; filename="a__ x__b_.jpg"; filename*=UTF-8''a%22%3B%20x%3D%27b%27.jpg`],
  ['100 % (1)*.txt', `attachment; filename="100 _ (1)_.txt"; filename*=UTF-8''100%20%25%20%281%29%2A.txt`],
])('the name %s keeps its letters and cannot break out of the header', (name, disposition) => {
  expect(downloadHeaders({ ...file, name }, false)['Content-Disposition']).toBe(disposition);
});
