import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress } from '#server/http/client-address.ts';

async function addressOf(
  socket: string | undefined,
  forwarded?: string,
  trustProxy = false,
): Promise<string> {
  const app = new Hono().get('/', (context) => context.text(clientAddress(context, trustProxy)));
  const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
  const env = socket === undefined ? {} : { incoming: { socket: { remoteAddress: socket } } };
  return (await app.request('/', { headers }, env)).text();
}

test.each([
  ['an IPv4 socket', '192.0.2.7', '192.0.2.7'],
  ['IPv4 within IPv6', '::ffff:192.0.2.7', '192.0.2.7'],
  ['this machine', '::1', '0:0:0:0::/64'],
  ['a household of IPv6', '2001:db8:12:34:56:78:9a:bc', '2001:db8:12:34::/64'],
  ['the same household, written short', '2001:DB8:12:0034::1', '2001:db8:12:34::/64'],
  ['a link-local address with its zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as one client', async (_, socket, client) => {
  expect(await addressOf(socket)).toBe(client);
});

test('what a client claims about itself is believed only from our own proxy, and then only its last entry', async () => {
  expect(await addressOf('192.0.2.7', '10.0.0.1')).toBe('192.0.2.7');
  expect(await addressOf('192.0.2.7', '10.0.0.1, 203.0.113.5', true)).toBe('203.0.113.5');
  expect(await addressOf('192.0.2.7', undefined, true)).toBe('192.0.2.7');
  expect(await addressOf(undefined)).toBe('unknown');
});
